import type { PluginKindDefinition } from '../../../engine/plugin-api/index.ts';

export interface PostingLine {
  readonly key: string;
  readonly side: 'debit' | 'credit';
  readonly account: string;
  /** Amounts of the event that the line adds, or takes off. */
  readonly amounts: readonly { readonly name: string; readonly times: 1 | -1 }[];
  /** Settings and the value that each must have for the line to be written. */
  readonly when: Readonly<Record<string, string>>;
}

export interface Posting {
  readonly name: string;
  readonly hash: string;
  readonly event: string;
  readonly chart: string;
  readonly lines: readonly PostingLine[];
}

interface PostingContent {
  readonly event: string;
  readonly chart: string;
  readonly lines: Readonly<
    Record<
      string,
      {
        readonly side: 'debit' | 'credit';
        readonly account: string;
        readonly amount: string | readonly string[];
        readonly when?: Readonly<Record<string, string>>;
      }
    >
  >;
}

const amountName = { type: 'string', pattern: '^-?[a-z][A-Za-z0-9]*$' };

/** Document kind `posting`: which accounts an event moves, by role and by the names of the event's amounts. Where a company
 *  may choose, lines stand under a setting's value; a posting without lines says that its event moves nothing. */
export const posting: PluginKindDefinition = {
  kind: 'posting',
  title: '记账规则',
  schema: {
    type: 'object',
    description: 'Says which accounts one event moves.',
    properties: {
      event: { type: 'string', pattern: '^[A-Z]\\d{2}$', description: 'Names the event.', examples: ['C02'] },
      chart: { type: 'string', pattern: '^[a-z][a-z0-9-]*$', description: 'Names the chart of accounts.', examples: ['small-loan'] },
      lines: {
        type: 'object',
        description: 'Maps a key to one line; a line whose amount is zero is not written.',
        examples: [{ principal: { side: 'debit', account: 'LOAN_PRINCIPAL', amount: 'principal' } }],
        propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$' },
        additionalProperties: {
          type: 'object',
          properties: {
            after: { type: 'string', description: 'Places the line after this one.', examples: ['bank'] },
            first: { type: 'boolean', description: 'Places the line first.', examples: [true] },
            side: { enum: ['debit', 'credit'], description: 'Says on which side the amount goes.', examples: ['debit'] },
            account: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$', description: 'Names the account by its role.', examples: ['BANK_OWN'] },
            amount: {
              anyOf: [amountName, { type: 'array', items: amountName, minItems: 1 }],
              description: 'Names an amount of the event, or several to add; one with a minus sign is taken off.',
              examples: ['principal'],
            },
            when: {
              type: 'object',
              description: 'Maps a setting to the value that it must have for the line to be written.',
              examples: [{ 'fee-income': 'deferred' }],
              propertyNames: { pattern: '^[a-z][a-z0-9-]*$' },
              additionalProperties: { type: 'string' },
              minProperties: 1,
            },
          },
          required: ['side', 'account', 'amount'],
          additionalProperties: false,
        },
      },
    },
    required: ['event', 'chart', 'lines'],
    additionalProperties: false,
  },
  check(content, report) {
    const sides = new Set(Object.values((content as unknown as PostingContent).lines).map((line) => line.side));
    if (sides.size === 1)
      report('/lines', 'ledger.one-sided', 'All lines are on one side, so the posting could never balance.', 'add a line on the other side.');
  },
  references(content) {
    const { chart, lines } = content as unknown as PostingContent;
    return [
      { pointer: '/chart', to: `chart-of-accounts:${chart}` },
      ...Object.entries(lines).flatMap(([key, line]) =>
        Object.keys(line.when ?? {}).map((setting) => ({ pointer: `/lines/${key}/when/${setting}`, to: `setting:${setting}` })),
      ),
    ];
  },
  compile(content, place): Posting {
    const { event, chart, lines } = content as unknown as PostingContent;
    return {
      name: place.name,
      hash: place.hash,
      event,
      chart,
      lines: Object.entries(lines).map(([key, line]) => ({
        key,
        side: line.side,
        account: line.account,
        amounts: (typeof line.amount === 'string' ? [line.amount] : line.amount).map((name) =>
          name.startsWith('-') ? { name: name.slice(1), times: -1 } : { name, times: 1 },
        ),
        when: line.when ?? {},
      })),
    };
  },
};

/** The posting with the lines alone that hold under the values of the settings. */
export function inForce(posting: Posting, valueOf: (setting: string) => unknown): Posting {
  return { ...posting, lines: posting.lines.filter((line) => Object.entries(line.when).every(([setting, value]) => valueOf(setting) === value)) };
}
