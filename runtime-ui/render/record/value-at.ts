/** The value behind a dotted path; a flat key of the same name wins, as list rows have it. */
export function valueAt(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in record) return record[path];
  let value: unknown = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
