import { type RecordAccess, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import type { IndexValue } from '../maths/index.ts';

/** The confirmed values of an index, oldest first. */
async function indexValues(records: RecordAccess, index: string): Promise<readonly IndexValue[]> {
  const rows = await records.find('rate-index-value', { index }, { orderBy: ['publishedOn'], limit: 2000 });
  return rows.filter(isEffective).map((row) => ({ publishDate: String(row['publishedOn']), value: String(row['value']) }));
}

/** The value of an index that holds on a date: the latest published until then. Refuses `lending.index-without-value`. */
export async function indexValueOn(records: RecordAccess, index: string, date: string): Promise<IndexValue> {
  const value = (await indexValues(records, index)).findLast(({ publishDate }) => publishDate <= date);
  if (value === undefined) throw new Refusal('lending.index-without-value', { index, date });
  return value;
}

/** Confirmed by a second person and not withdrawn. */
export function isEffective(record: RecordValue): boolean {
  return record.state === 'effective';
}
