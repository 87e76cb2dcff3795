import type { Transaction } from './face.ts';

/** Record with these column values, retired ones too: a seed that people retired does not come back. */
export async function findSeeded(
  tx: Transaction,
  table: string,
  where: readonly { readonly column: string; readonly sqlType: string; readonly value: unknown }[],
): Promise<{ readonly id: string; readonly isRetired: boolean } | undefined> {
  const tests = where.map(({ column, sqlType }, index) => `${column} is not distinct from $${index + 1}::${sqlType}`);
  const rows = await tx.query<{ id: string; isRetired: boolean }>(
    `select id, retired_at is not null as "isRetired" from ${table} where ${tests.join(' and ')} order by retired_at nulls first limit 1`,
    where.map((test) => test.value),
  );
  return rows[0];
}
