import type { EntityModel, Release } from '../../model/index.ts';
import { type Statement, statementName } from '../database/open-database.ts';
import { linkTable, quote, tableName } from '../tables.ts';

const kept = new WeakMap<Release, Map<string, Statement | undefined>>();

/** Asks whether any record in force points to `$1`; undefined when nothing can. */
export function referencedStatement(release: Release, entity: EntityModel): Statement | undefined {
  let byEntity = kept.get(release);
  if (byEntity === undefined) kept.set(release, (byEntity = new Map()));
  if (!byEntity.has(entity.name)) byEntity.set(entity.name, makeStatement(release, entity));
  return byEntity.get(entity.name);
}

function makeStatement(release: Release, entity: EntityModel): Statement | undefined {
  const tests: string[] = [];
  for (const other of release.entities.values()) {
    for (const field of other.fields.values()) {
      if (field.to !== entity.name) continue;
      if (field.base === 'reference' && field.column !== null)
        tests.push(`exists (select 1 from ${tableName(other)} where ${quote(field.column)} = $1::uuid and retired_at is null)`);
      if (field.base === 'references')
        tests.push(
          `exists (select 1 from app.${quote(linkTable(other, field))} l join ${tableName(other)} t on t.id = l.record_id where l.target_id = $1::uuid and t.retired_at is null)`,
        );
    }
  }
  if (tests.length === 0) return undefined;
  const text = `select ${tests.join(' or ')}`;
  return { name: statementName(`${release.hash}\n${text}`), text };
}
