import type { PluginDefinition } from '../../engine/plugin-api/index.ts';
import type { Chart } from './documents/chart-of-accounts.ts';
import type { Posting } from './documents/posting.ts';

type Validator = NonNullable<PluginDefinition['validators']>[number];

/** Across the release: every posting names accounts that its chart has, and no event has two postings. */
export const checkPostings: Validator = (release) => {
  const findings: { code: string; severity: 'error'; document: string; pointer: string; message: string; mend: string }[] = [];
  const byEvent = new Map<string, string>();
  for (const [name, document] of release.plugins.get('posting') ?? []) {
    const posting = document.compiled as Posting;
    const chart = release.plugins.get('chart-of-accounts')?.get(posting.chart)?.compiled as Chart | undefined;
    for (const line of posting.lines) {
      if (chart !== undefined && !chart.byRole.has(line.account)) {
        findings.push({
          code: 'ledger.unknown-account',
          severity: 'error',
          document: `posting:${name}`,
          pointer: `/lines/${line.key}/account`,
          message: `Chart "${chart.name}" has no account with the role ${line.account}.`,
          mend: `use one of ${[...chart.byRole.keys()].join(', ')}, or add the account.`,
        });
      }
    }
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
