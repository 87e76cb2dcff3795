import { BigIntType, type EntityManager, EntitySchema, Kysely, MikroORM, Type, type EventSubscriber, type FlushEventArgs } from '@mikro-orm/postgresql';
import { invariant } from '../kernel/refusal.ts';
import type { Call, EntityModel, FieldModel, Release } from '../model/index.ts';
import { connectionOf, type OpenDatabase, type OpenTransaction } from './database/open-database.ts';
import type { AuditNote, Transaction } from './face.ts';
import type { NewId } from './new-id.ts';

/** MikroORM over the entities of one release, for plugins whose logic wants objects instead of statements. It owns no
 *  connection: every unit of work runs on the transaction that it is given, and ends with it. */
export interface OrmGeneration {
  /** An entity manager inside the running transaction; `flush` writes and audits, commit and rollback stay with the
   *  transaction. Sensitive properties, links and children are not among an entity's properties here. */
  unitOfWork(tx: Transaction, call: Call, audit: AuditNote): EntityManager;
}

type Dialect = ConstructorParameters<typeof Kysely>[0]['dialect'];

/** One generation a release; an old one is left to the collector and never closed, since nothing of it is open. */
export function createOrmGeneration(database: OpenDatabase, release: Release, newId: NewId): OrmGeneration {
  const calls = new WeakMap<object, Call>();
  const schemas = new Map<string, EntitySchema>();
  for (const entity of release.entities.values()) schemas.set(entity.name, schemaOf(entity, { schemas, calls, newId }));
  let lent: Dialect | undefined;
  /** The compiler and adapter of MikroORM's own dialect; its pool is never opened. */
  const own = (): Dialect => (lent ??= (orm.em.getConnection() as unknown as { createKyselyDialect(overrides: object): Dialect }).createKyselyDialect({}));
  const dialectOn = (client: Querying): Dialect =>
    ({
      createAdapter: () => own().createAdapter(),
      createQueryCompiler: () => own().createQueryCompiler(),
      createIntrospector: (kysely: never) => own().createIntrospector(kysely),
      createDriver: () => driverOn(client),
    }) as Dialect;
  const orm = new MikroORM({
    entities: [...schemas.values()],
    dbName: 'shared',
    schema: 'app',
    contextName: `release-${release.hash}`,
    discovery: { warnWhenNoEntities: false },
    allowGlobalContext: false,
    driverOptions: dialectOn(database.pool) as never,
  });
  return {
    unitOfWork(tx, call, audit) {
      const { client } = connectionOf(tx);
      const kysely = new Kysely({ dialect: dialectOn(client) });
      const em = orm.em.fork({ clear: true, freshEventManager: true });
      em.setTransactionContext(kysely as never);
      calls.set(em, call);
      em.getEventManager().registerSubscriber(auditor(tx, call, audit));
      return em;
    },
  };
}

/** Instants are RFC 3339 text on both sides, as everywhere in the store. */
class InstantType extends Type<string, string> {
  override getColumnType(): string {
    return 'timestamptz';
  }

  override get runtimeType(): string {
    return 'string';
  }
}

interface SchemaParts {
  readonly schemas: ReadonlyMap<string, EntitySchema>;
  readonly calls: WeakMap<object, Call>;
  readonly newId: NewId;
}

function schemaOf(entity: EntityModel, parts: SchemaParts): EntitySchema {
  const now = (_: unknown, em: object): string | undefined => parts.calls.get(em)?.now;
  const user = (_: unknown, em: object): string | null => parts.calls.get(em)?.actor.userId || null;
  const properties: Record<string, object> = {
    id: { type: 'uuid', primary: true, fieldName: 'id', onCreate: () => parts.newId() },
    version: { type: 'integer', version: true, fieldName: 'version' },
    createdAt: { type: new InstantType(), fieldName: 'created_at', onCreate: now },
    createdBy: { type: 'uuid', fieldName: 'created_by', nullable: true, onCreate: user },
    updatedAt: { type: new InstantType(), fieldName: 'updated_at', onCreate: now, onUpdate: now },
    updatedBy: { type: 'uuid', fieldName: 'updated_by', nullable: true, onCreate: user, onUpdate: user },
    retiredAt: { type: new InstantType(), fieldName: 'retired_at', nullable: true },
  };
  if (entity.states.size > 0)
    properties['state'] = { type: 'string', fieldName: 'state', onCreate: (record: { state?: string }) => record.state ?? entity.initialState };
  if (entity.childOf !== null)
    Object.assign(properties, { parent: { type: 'uuid', fieldName: 'parent_id' }, position: { type: 'integer', fieldName: 'position' } });
  if (entity.owned) {
    const owner =
      (key: 'userId' | 'unitId' | 'unitPath') =>
      (_: unknown, em: object): string | null =>
        parts.calls.get(em)?.actor[key] || null;
    properties['ownerUser'] = { type: 'uuid', fieldName: 'owner_user', nullable: true, onCreate: owner('userId') };
    properties['ownerUnit'] = { type: 'uuid', fieldName: 'owner_unit', nullable: true, onCreate: owner('unitId') };
    properties['ownerPath'] = { type: 'string', fieldName: 'owner_path', nullable: true, onCreate: owner('unitPath') };
  }
  for (const field of entity.fields.values()) {
    if (field.column === null || field.sensitive !== undefined) continue;
    properties[field.key] = { ...propertyOf(field, parts.schemas), fieldName: field.column, nullable: true };
  }
  return new EntitySchema({
    name: entity.name,
    tableName: entity.table,
    properties: properties as never,
    filters: { inForce: { name: 'inForce', cond: { retiredAt: null } as never, default: true } },
  });
}

function propertyOf(field: FieldModel, schemas: ReadonlyMap<string, EntitySchema>): object {
  switch (field.base) {
    case 'reference':
      return field.to !== undefined && schemas.has(field.to)
        ? { kind: 'm:1', entity: () => schemas.get(field.to as string), deleteRule: 'no action' }
        : { type: 'uuid' };
    case 'attachment':
      return { type: 'uuid' };
    case 'integer':
      return { type: new BigIntType('number') };
    case 'decimal':
    case 'money':
    case 'rate':
      return { type: 'decimal', columnType: 'numeric' };
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'date' };
    case 'dateTime':
      return { type: new InstantType() };
    case 'choices':
      return { type: 'array' };
    case 'json':
      return { type: 'json', columnType: field.sqlType ?? 'json' };
    default:
      return { type: 'string', columnType: 'text' };
  }
}

/** A connection, or the pool for what MikroORM asks about an error. */
type Querying = Pick<OpenTransaction['client'], 'query'>;

/** What Kysely needs of a driver, on a connection that is in a transaction already. */
function driverOn(client: Querying): object {
  const refuse = async (): Promise<never> => {
    throw new Error('Invariant broken: a unit of work leaves begin, commit and rollback to its transaction.');
  };
  const connection = {
    async executeQuery({ sql, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] }) {
      const answer = await client.query(sql, [...parameters]);
      return { rows: answer.rows, ...(answer.rowCount === null ? {} : { numAffectedRows: BigInt(answer.rowCount) }) };
    },
    streamQuery: refuse,
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
  };
}

/** An audit row for each record that a flush has written, in the same transaction; records are retired, never deleted. */
function auditor(tx: Transaction, call: Call, audit: AuditNote): EventSubscriber {
  return {
    async onFlush({ uow }: FlushEventArgs) {
      invariant(
        uow.getChangeSets().every((change) => String(change.type).startsWith('delete') === false),
        'a record is retired, not deleted',
      );
    },
    async afterFlush({ uow }: FlushEventArgs) {
      for (const change of uow.getChangeSets()) {
        const isNew = change.type === 'create';
        const keys = Object.keys(change.payload).filter((key) => !systemKeys.has(key));
        const pick = (from: object | undefined): string =>
          JSON.stringify(Object.fromEntries(keys.map((key) => [key, (from as Record<string, unknown> | undefined)?.[key] ?? null])));
        await tx.query(
          'insert into loom.audit (at, actor_id, actor_name, type, action, entity, record_id, before, after, comment, request_id, release) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
          [
            call.now,
            call.actor.userId || null,
            call.actor.name,
            audit.type,
            audit.action ?? null,
            String(change.meta.className),
            (change.entity as { id: string }).id,
            isNew ? null : pick(change.originalEntity),
            pick(change.payload),
            audit.comment ?? null,
            call.requestId,
            call.release.hash,
          ],
        );
      }
    },
  };
}

const systemKeys = new Set(['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'ownerUser', 'ownerUnit', 'ownerPath']);
