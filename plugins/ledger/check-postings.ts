import type { PluginDefinition } from '../../engine/plugin-api/index.ts';
import type { Chart } from './documents/chart-of-accounts.ts';
import type { Posting } from './documents/posting.ts';

type Validator = NonNullable<PluginDefinition['validators']>[number];
type Finding = ReturnType<Validator>[number];

/** Across the release: every posting names accounts that its chart has and balances in each ledger whatever its amounts
 *  are, and no event has two postings. */
export const checkPostings: Validator = (release) => {
  const findings: Finding[] = [];
  const byEvent = new Map<string, string>();
  for (const [name, document] of release.plugins.get('posting') ?? []) {
    const posting = document.compiled as Posting;
    const chart = release.plugins.get('chart-of-accounts')?.get(posting.chart)?.compiled as Chart | undefined;
    if (chart !== undefined) findings.push(...checkLines(name, posting, chart));
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

/** A line without an account stands in no ledger; as long as there is one, its finding says enough. */
function checkLines(name: string, posting: Posting, chart: Chart): readonly Finding[] {
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
  return imbalances(posting, chart).map(({ ledger, amount }) => ({
    code: 'ledger.never-balances',
    severity: 'error',
    document: `posting:${name}`,
    pointer: '/lines',
    message: `The amount "${amount}" does not stand as often on the debit as on the credit side of the ${ledger} ledger.`,
    mend: `give "${amount}" to a line on the other side.`,
  }));
}

/** Amounts are independent of each other, so the sides are equal for all of them only if each amount is taken equally often
 *  by both sides of a ledger. */
export function imbalances(posting: Posting, chart: Chart): readonly { readonly ledger: string; readonly amount: string }[] {
  const surplus = new Map<string, { readonly ledger: string; readonly amount: string; count: number }>();
  for (const line of posting.lines) {
    const ledger = chart.byRole.get(line.account)?.ledger;
    if (ledger === undefined) continue;
    for (const amount of line.amounts) {
      const key = `${ledger} ${amount}`;
      const found = surplus.get(key) ?? { ledger, amount, count: 0 };
      found.count += line.side === 'debit' ? 1 : -1;
      surplus.set(key, found);
    }
  }
  return [...surplus.values()].filter(({ count }) => count !== 0);
}
