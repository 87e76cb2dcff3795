import { accessTo, rolesKey } from '../../access/grants.ts';
import { invariant } from '../../kernel/refusal.ts';
import type { Call, EntityModel } from '../../model/index.ts';
import { connectionOf } from '../database/open-database.ts';
import type { RecordWrites, StoredRecord, Transaction, Values } from '../face.ts';
import { isId } from '../new-id.ts';
import { fieldAtPath } from '../read/filter.ts';
import { unsealed } from '../read/finish.ts';
import { bind, createStatementCache } from '../read/read-statement.ts';
import { entityOf, systemColumn, systemTarget } from '../tables.ts';
import type { Vault } from '../vault.ts';
import { openStored } from './open-stored.ts';
import { factsStatement, findStatement, findValues, idsInScopeStatement, loadStatement } from './stored-statement.ts';

type LoadingWrites = Pick<RecordWrites, 'load' | 'find' | 'facts' | 'satisfies' | 'visibleIds'>;

const statementsKept = 2_000;
const mostFound = 100_000;

/** Records for the server's own use, inside a transaction. */
export function loadRecords({ vault }: { readonly vault: Vault }): LoadingWrites {
  const cache = createStatementCache(statementsKept);
  const keyOf = (call: Call, operation: string | null, ...parts: readonly unknown[]): string =>
    `${operation === null ? '' : rolesKey(call.actor)}|${JSON.stringify([operation, ...parts])}`;

  return {
    async load(tx, call, entityName, id, options) {
      const entity = entityOf(call.release, entityName);
      if (!isId(id)) return undefined;
      const shape = { children: options.children ?? true, lock: options.lock === true, operation: options.operation };
      const statement = cache.get(call.release, keyOf(call, options.operation, 'load', entityName, shape), () => loadStatement(call, entity, shape));
      const rows = await connectionOf(tx).run(statement.statement, bind(statement, call, { 'query.id': id }));
      return rows[0] === undefined ? undefined : openStored(rows[0][0] as string, { release: call.release, entity, vault });
    },

    async find(tx, call, entityName, where, options = {}) {
      const entity = entityOf(call.release, entityName);
      const shape = {
        children: true,
        lock: options.lock === true,
        operation: options.operation ?? null,
        orderBy: options.orderBy ?? [],
        where: Object.entries(where).map(([key, value]) => ({
          key,
          test:
            value === null || value === undefined
              ? ('null' as const)
              : Array.isArray(value) && entity.fields.get(key)?.base !== 'choices'
                ? ('any' as const)
                : ('equal' as const),
        })),
      };
      const statement = cache.get(call.release, keyOf(call, shape.operation, 'find', entityName, shape), () => findStatement(call, entity, shape));
      const values = findValues(where, (key, value) => hashed(entity, key, value, vault));
      const rows = await connectionOf(tx).run(statement.statement, bind(statement, call, { ...values, 'query.limit': options.limit ?? mostFound }));
      return rows.map((row) => openStored(row[0] as string, { release: call.release, entity, vault }));
    },

    facts: (tx, call, entityName, record, paths) => factsOf(tx, call, entityOf(call.release, entityName), { record, paths }),

    async satisfies(tx, call, entityName, id, operation) {
      const access = accessTo(call.release, call.actor, { entity: entityName, operation });
      if (access.grants.length === 0) return false;
      if (access.restrictions.length === 0 && access.grants.some((grant) => grant.rows === null)) return true;
      const entity = entityOf(call.release, entityName);
      const statement = cache.get(call.release, keyOf(call, operation, 'satisfies', entityName), () => idsInScopeStatement(call, entity, operation));
      return (await connectionOf(tx).run(statement.statement, bind(statement, call, { 'query.ids': [id] }))).length > 0;
    },

    async visibleIds(tx, call, entityName, ids) {
      const known = ids.filter(isId);
      const entity = entityOf(call.release, entityName);
      if (known.length === 0 || accessTo(call.release, call.actor, { entity: entityName, operation: 'read' }).grants.length === 0) return new Set();
      const statement = cache.get(call.release, keyOf(call, 'read', 'visible', entityName), () => idsInScopeStatement(call, entity, 'read'));
      const rows = await connectionOf(tx).run(statement.statement, bind(statement, call, { 'query.ids': known }));
      return new Set(rows.map((row) => row[0] as string));
    },
  };

  /** What the record points to, read from where it points now: it may not be written yet. One statement a relation. */
  async function factsOf(
    tx: Transaction,
    call: Call,
    entity: EntityModel,
    request: { readonly record: StoredRecord; readonly paths: readonly string[] },
  ): Promise<Values> {
    const { record } = request;
    const facts: Record<string, unknown> = {};
    const own: string[] = [];
    const related = new Map<string, string[]>();
    for (const path of request.paths) {
      const [first, ...rest] = path.split('.') as [string, ...string[]];
      const target = targetOf(entity, first);
      if (rest.length === 0 || entity.fields.get(first)?.base === 'children' || target === undefined) own.push(first);
      else related.set(first, [...(related.get(first) ?? []), rest.join('.')]);
    }
    for (const key of own) facts[key] = record[key] ?? null;
    const unread = [...new Set(own)].filter((key) => record[key] === undefined && record.id !== '' && isId(record.id) && entity.fields.has(key));
    const readOwn = unread.length === 0 ? undefined : readPaths(tx, call, entity, { id: record.id, paths: unread }).then((read) => Object.assign(facts, read));
    const reads = [...related].map(async ([key, paths]) => {
      // The owner's path lies on the record itself: the scopes of most policies ask for nothing else.
      if (key === 'ownerUnit' && paths.every((path) => path === 'path' || path === 'id') && record['ownerPath'] !== undefined) {
        facts[key] = record[key] === null || record[key] === undefined ? null : { id: record[key], path: record['ownerPath'] };
        return;
      }
      const target = call.release.entities.get(targetOf(entity, key) ?? '');
      const id = idOf(record[key]);
      if (target === undefined || id === undefined) {
        facts[key] = record[key] ?? null;
        return;
      }
      facts[key] = { id, ...nested(await readPaths(tx, call, target, { id, paths })) };
    });
    await Promise.all([readOwn, ...reads]);
    return facts;
  }

  async function readPaths(
    tx: Transaction,
    call: Call,
    entity: EntityModel,
    request: { readonly id: string; readonly paths: readonly string[] },
  ): Promise<Values> {
    const paths = [...new Set(request.paths)].filter((path) => path !== 'id').sort();
    if (paths.length === 0) return {};
    const statement = cache.get(call.release, keyOf(call, null, 'facts', entity.name, paths), () => factsStatement(call, entity, paths));
    const rows = await connectionOf(tx).run(statement.statement, bind(statement, call, { 'query.id': request.id }));
    if (rows[0] === undefined) return {};
    const read = JSON.parse(rows[0][0] as string) as Record<string, unknown>;
    for (const path of paths) {
      const field = fieldAtPath(call.release, entity, path);
      if (field?.sensitive !== undefined) read[path] = unsealed(read[path], { entity: ownerOf(call, entity, path), field }, vault);
    }
    return read;
  }
}

function targetOf(entity: EntityModel, key: string): string | undefined {
  const field = entity.fields.get(key);
  if (field !== undefined) return field.base === 'reference' ? field.to : undefined;
  if (key === 'parent') return entity.childOf?.entity;
  return systemColumn(entity, key) === undefined ? undefined : systemTarget(key);
}

/** Entity that a dotted path ends in. */
function ownerOf(call: Call, entity: EntityModel, path: string): EntityModel {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return entity;
  const field = entity.fields.get(first);
  const target = call.release.entities.get(field?.to ?? field?.of ?? '');
  invariant(target !== undefined, `"${path}" leads to an entity`);
  return ownerOf(call, target, rest.join('.'));
}

function idOf(value: unknown): string | undefined {
  if (isId(value)) return value;
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined;
  return isId(id) ? id : undefined;
}

/** `{"a.b": 1}` → `{a: {b: 1}}`. */
function nested(values: Values): Values {
  const made: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.');
    let at = made;
    for (const key of keys.slice(0, -1)) {
      const inner = at[key];
      at = (typeof inner === 'object' && inner !== null ? inner : (at[key] = {})) as Record<string, unknown>;
    }
    at[keys.at(-1) as string] = value;
  }
  return made;
}

function hashed(entity: EntityModel, key: string, value: unknown, vault: Vault): unknown {
  if (entity.fields.get(key)?.sensitive === undefined) return value;
  if (Array.isArray(value)) return value.flatMap((one) => vault.hashes(String(one)));
  return vault.hashes(String(value))[0];
}
