import { Decimal } from 'decimal.js';
import type { RecordAccess, RecordValue } from '../../../engine/plugin-api/index.ts';
import type { CostBasis, CostLimit } from '../product/price-cap.ts';
import { indexValueOn, isEffective } from './index-value.ts';

/** The legal limits on the yearly cost that hold on a date; a multiple of an index as the index stands on that date.
 *  Source: calculation spec B.20. */
export async function costLimitsOn(records: RecordAccess, date: string): Promise<readonly CostLimit[]> {
  const rows = await records.find('cost-limit', {}, { orderBy: ['validFrom'], limit: 500 });
  return Promise.all(rows.filter((row) => isEffective(row) && holdsOn(row, date)).map((row) => limitOf(records, row, date)));
}

function holdsOn(row: RecordValue, date: string): boolean {
  const to = row['validTo'];
  return String(row['validFrom']) <= date && (typeof to !== 'string' || date <= to);
}

async function limitOf(records: RecordAccess, row: RecordValue, date: string): Promise<CostLimit> {
  const common = {
    code: String(row['code']),
    title: String(row['title']),
    basis: String(row['basis']) as CostBasis,
    effect: row['effect'] === 'warn' ? ('warn' as const) : ('refuse' as const),
    since: String(row['validFrom']),
  };
  const index = row['index'];
  if (index === null || index === undefined) return { ...common, percent: new Decimal(String(row['percent'])).toFixed(), source: String(row['source']) };
  const value = await indexValueOn(records, nameOf(index), date);
  const times = new Decimal(String(row['times']));
  return {
    ...common,
    percent: times.times(value.value).times(100).toFixed(),
    source: `${String(row['source'])}；${times.toFixed()} × ${new Decimal(value.value).times(100).toFixed()} %（${value.publishDate}）`,
  };
}

/** The document's name, pinned or not. */
function nameOf(reference: unknown): string {
  if (typeof reference === 'object' && reference !== null && 'name' in reference) return String(reference.name);
  return String(reference).split('@')[0] ?? '';
}
