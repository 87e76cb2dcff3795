import type { Database } from '../face.ts';
import { flowTables } from '../flow-tables.ts';
import { systemSteps } from './system-tables.ts';

/** Session-wide key of the lock under which the system schema changes; one node at a time. */
const lock = 7_205_759_403_792_794n;

/** Brings the system schema up to this version of the engine. Safe to call from every node at every start. */
export async function migrateSystem(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${lock})`);
    await tx.query('create schema if not exists loom');
    await tx.query(
      'create table if not exists loom.migration_step (number integer primary key, title text not null, applied_at timestamptz not null default now())',
    );
    const applied = await tx.query<{ number: number }>('select number from loom.migration_step');
    const done = new Set(applied.map((row) => row.number));
    for (const step of systemSteps) {
      if (done.has(step.number)) continue;
      await tx.query(step.sql);
      await tx.query('insert into loom.migration_step (number, title) values ($1, $2)', [step.number, step.title]);
    }
    // The tables of approvals are written as statements that may be run again.
    for (const statement of flowTables) await tx.query(statement);
  });
}
