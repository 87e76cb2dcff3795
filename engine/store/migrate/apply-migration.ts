import { Refusal } from '../../kernel/refusal.ts';
import type { Release } from '../../model/index.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import type { Database } from '../face.ts';
import { entityOf, tableName } from '../tables.ts';
import type { MigrationPlan, MigrationStep } from './plan-migration.ts';

const lockNotAvailable = '55P03';
const deadlock = '40P01';
const attempts = 20;
/** Key of the lock under which one node at a time changes tables. */
const lock = 7_205_759_403_792_795n;

/** Carries a plan out, each step on its own: a step that waits three seconds for a lock gives way to the people at work
 *  and tries again. What a cut-off run has done stays done; planning again gives the rest.
 *  Refuses design.plan-refused when the plan has refusals, or a lock is never to be had. */
export async function applyMigration(database: OpenDatabase, plan: MigrationPlan): Promise<void> {
  if (plan.refusals.length > 0) throw new Refusal('design.plan-refused', { reason: plan.refusals.join(' ') });
  if (plan.steps.length === 0) return;
  const client = await database.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query(`select pg_advisory_lock(${lock})`);
    await client.query(`set lock_timeout = '3s'`);
    for (const batch of batches(plan.steps)) await runBatch((sql) => client.query(sql), batch);
  } finally {
    // The session's settings and lock go with the connection.
    client.release(true);
  }
}

/** New tables and their keys hinder nobody, so they go together; each other step is a transaction of its own. */
function batches(steps: readonly MigrationStep[]): readonly (readonly MigrationStep[])[] {
  const made: MigrationStep[][] = [];
  for (const step of steps) {
    const last = made.at(-1);
    const isNew = step.kind === 'create-table';
    if (isNew && last?.[0]?.kind === 'create-table' && last.length < 50) last.push(step);
    else made.push([step]);
  }
  return made;
}

async function runBatch(query: (sql: string) => Promise<unknown>, steps: readonly MigrationStep[]): Promise<void> {
  const sql = steps.map((step) => step.sql).join('; ');
  for (let attempt = 1; ; attempt += 1) {
    try {
      await query(sql);
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== lockNotAvailable && code !== deadlock) throw error;
      if (attempt >= attempts)
        throw new Refusal('design.plan-refused', { reason: `${steps[0]?.title ?? ''} The table is in use; try again when fewer people work on it.` });
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    }
  }
}

/** Runs the plugins' own database rules, which may be run again; `{entity-name}` in their text becomes the table. */
export async function applyDatabaseRules(
  database: Database,
  release: Release,
  rules: readonly { readonly name: string; readonly sql: string }[],
): Promise<void> {
  for (const rule of rules) {
    await database.query(
      rule.sql.replaceAll(/\{([a-z][a-z0-9-]*)\}/g, (text, name: string) => (release.entities.has(name) ? tableName(entityOf(release, name)) : text)),
    );
  }
}
