import type { PluginKindDefinition } from '../../../engine/plugin-api/index.ts';

export type AccountKind = 'asset' | 'contraAsset' | 'liability' | 'equity' | 'income' | 'expense' | 'memo';

export interface Account {
  readonly key: string;
  /** Code of the printed chart, e.g. `1002.01`. */
  readonly code: string;
  readonly title: string;
  readonly kind: AccountKind;
  /** What postings name instead of the code, e.g. `BANK_OWN`. */
  readonly role: string;
  /** Memo accounts live in their own ledger, apart from the balance sheet. */
  readonly ledger: 'main' | 'memo';
  readonly normalSide: 'debit' | 'credit';
}

export interface Chart {
  readonly name: string;
  readonly hash: string;
  readonly byRole: ReadonlyMap<string, Account>;
  readonly accounts: readonly Account[];
}

interface ChartContent {
  readonly accounts: Readonly<
    Record<string, { readonly code: string; readonly title: string; readonly kind: AccountKind; readonly role: string; readonly side?: 'debit' | 'credit' }>
  >;
}

const debitKinds: readonly AccountKind[] = ['asset', 'expense', 'memo'];

/** Document kind `chart-of-accounts`: the accounts of a company, each with the role by which postings find it. */
export const chartOfAccounts: PluginKindDefinition = {
  kind: 'chart-of-accounts',
  title: '会计科目表',
  schema: {
    type: 'object',
    description: 'Lists the accounts of a company, each with the role that postings name.',
    properties: {
      accounts: {
        type: 'object',
        description: 'Maps a key to an account.',
        examples: [{ bankOwn: { code: '1002.01', title: '银行存款—自有资金', kind: 'asset', role: 'BANK_OWN' } }],
        propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$' },
        minProperties: 1,
        additionalProperties: {
          type: 'object',
          properties: {
            after: { type: 'string', description: 'Places the account after this one.', examples: ['cash'] },
            first: { type: 'boolean', description: 'Places the account first.', examples: [true] },
            code: { type: 'string', pattern: '^[A-Z0-9][A-Z0-9.-]{1,31}$', description: 'Gives the code of the printed chart.', examples: ['1303.01'] },
            title: { type: 'string', minLength: 1, description: 'Names the account on vouchers and reports.', examples: ['贷款—正常'] },
            kind: {
              enum: ['asset', 'contraAsset', 'liability', 'equity', 'income', 'expense', 'memo'],
              description: 'Says on which side it grows and in which statement it stands.',
              examples: ['asset'],
            },
            role: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$', description: 'Names the account for postings.', examples: ['LOAN_PRINCIPAL'] },
            side: { enum: ['debit', 'credit'], description: 'Overrides the usual side.', examples: ['credit'] },
          },
          required: ['code', 'title', 'kind', 'role'],
          additionalProperties: false,
        },
      },
    },
    required: ['accounts'],
    additionalProperties: false,
  },
  check(content, report) {
    const seen = { code: new Map<string, string>(), role: new Map<string, string>() };
    for (const [key, account] of Object.entries((content as unknown as ChartContent).accounts)) {
      for (const part of ['code', 'role'] as const) {
        const other = seen[part].get(account[part]);
        if (other !== undefined)
          report(
            `/accounts/${key}/${part}`,
            `ledger.duplicate-${part}`,
            `Accounts "${other}" and "${key}" both have the ${part} ${account[part]}.`,
            `give one of them another ${part}.`,
          );
        seen[part].set(account[part], key);
      }
    }
  },
  compile(content, place): Chart {
    const accounts = Object.entries((content as unknown as ChartContent).accounts).map(
      ([key, account]): Account => ({
        key,
        code: account.code,
        title: account.title,
        kind: account.kind,
        role: account.role,
        ledger: account.kind === 'memo' ? 'memo' : 'main',
        normalSide: account.side ?? (debitKinds.includes(account.kind) ? 'debit' : 'credit'),
      }),
    );
    return { name: place.name, hash: place.hash, accounts, byRole: new Map(accounts.map((account) => [account.role, account])) };
  },
};
