import type { PluginDefinition } from '../../engine/plugin-api/index.ts';
import type { Chart } from './documents/chart-of-accounts.ts';
import { inForce, type Posting } from './documents/posting.ts';

type Validator = NonNullable<PluginDefinition['validators']>[number];
type Finding = ReturnType<Validator>[number];
type Values = Readonly<Record<string, string>>;

/** Across the release: every posting names accounts that its chart has, balances in each ledger whatever its amounts are and
 *  whatever its settings say, and no event has two postings. */
export const checkPostings: Validator = (release) => {
  const findings: Finding[] = [];
  const byEvent = new Map<string, string>();
  for (const [name, document] of release.plugins.get('posting') ?? []) {
    const posting = document.compiled as Posting;
    const chart = release.plugins.get('chart-of-accounts')?.get(posting.chart)?.compiled as Chart | undefined;
    const choicesOf = (setting: string) => release.settings.get(setting)?.field.choices?.map(({ value }) => value);
    findings.push(...checkSettings(name, posting, choicesOf));
    if (chart !== undefined) findings.push(...checkLines(name, posting, chart, choicesOf));
    const other = byEvent.get(posting.event);
    if (other !== undefined)
      findings.push({
        code: 'ledger.duplicate-event',
        severity: 'error',
        document: `posting:${name}`,
        pointer: '/event',
        message: `Event ${posting.event} already has the posting "${other}".`,
        mend: 'overlay that posting instead.',
      });
    byEvent.set(posting.event, name);
  }
  return findings;
};

type ChoicesOf = (setting: string) => readonly string[] | undefined;

/** A line under a value that its setting cannot have would never be written. */
function checkSettings(name: string, posting: Posting, choicesOf: ChoicesOf): readonly Finding[] {
  return posting.lines.flatMap((line) =>
    Object.entries(line.when).flatMap(([setting, value]): Finding[] => {
      const choices = choicesOf(setting);
      if (choices?.includes(value) === true) return [];
      return [
        {
          code: 'ledger.unknown-value',
          severity: 'error',
          document: `posting:${name}`,
          pointer: `/lines/${line.key}/when/${setting}`,
          message: choices === undefined ? `The setting "${setting}" is not a choice.` : `The setting "${setting}" has no value "${value}".`,
          mend: choices === undefined ? 'name a setting of type choice.' : `use one of ${choices.join(', ')}.`,
        },
      ];
    }),
  );
}

/** A line without an account stands in no ledger; as long as there is one, its finding says enough. */
function checkLines(name: string, posting: Posting, chart: Chart, choicesOf: ChoicesOf): readonly Finding[] {
  const homeless = posting.lines.filter((line) => !chart.byRole.has(line.account));
  if (homeless.length > 0)
    return homeless.map((line) => ({
      code: 'ledger.unknown-account',
      severity: 'error',
      document: `posting:${name}`,
      pointer: `/lines/${line.key}/account`,
      message: `Chart "${chart.name}" has no account with the role ${line.account}.`,
      mend: `use one of ${[...chart.byRole.keys()].join(', ')}, or add the account.`,
    }));
  return imbalances(posting, chart, choicesOf).map(({ ledger, amount, values }) => ({
    code: 'ledger.never-balances',
    severity: 'error',
    document: `posting:${name}`,
    pointer: '/lines',
    message: `The amount "${amount}" does not stand as often on the debit as on the credit side of the ${ledger} ledger${under(values)}.`,
    mend: `give "${amount}" to a line on the other side.`,
  }));
}

function under(values: Values): string {
  const said = Object.entries(values).map(([setting, value]) => `${setting} is ${value}`);
  return said.length === 0 ? '' : ` when ${said.join(' and ')}`;
}

interface Imbalance {
  readonly ledger: string;
  readonly amount: string;
  readonly values: Values;
}

/** Amounts are independent of each other, so the sides are equal for all of them only if each amount is taken equally often
 *  by both sides of a ledger. Every combination of the settings' values is a posting of its own. */
export function imbalances(posting: Posting, chart: Chart, choicesOf: ChoicesOf): readonly Imbalance[] {
  return combinations(posting, choicesOf).flatMap((values) => {
    const surplus = new Map<string, Imbalance & { count: number }>();
    for (const line of inForce(posting, (setting) => values[setting]).lines) {
      const ledger = chart.byRole.get(line.account)?.ledger;
      if (ledger === undefined) continue;
      for (const { name: amount, times } of line.amounts) {
        const key = `${ledger} ${amount}`;
        const found = surplus.get(key) ?? { ledger, amount, values, count: 0 };
        found.count += line.side === 'debit' ? times : -times;
        surplus.set(key, found);
      }
    }
    return [...surplus.values()].filter(({ count }) => count !== 0);
  });
}

function combinations(posting: Posting, choicesOf: ChoicesOf): readonly Values[] {
  const settings = [...new Set(posting.lines.flatMap((line) => Object.keys(line.when)))];
  let found: Values[] = [{}];
  for (const setting of settings) found = found.flatMap((values) => (choicesOf(setting) ?? []).map((value) => ({ ...values, [setting]: value })));
  return found;
}
