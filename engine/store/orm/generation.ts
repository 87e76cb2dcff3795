import { Kysely, MikroORM } from '@mikro-orm/postgresql';
import type { Call, Release } from '../../model/index.ts';
import { connectionOf, type OpenDatabase } from '../database/open-database.ts';
import type { Transaction, UnitOfWork, UnitOfWorkRules } from '../face.ts';
import type { NewId } from '../new-id.ts';
import { entitySchemas } from './entity-schemas.ts';
import { flushRules } from './flush-rules.ts';
import { type Dialect, joinedDialect } from './joined-dialect.ts';
import { openEntities } from './open-entities.ts';

/** MikroORM over the entities of one release. It owns no connection: each unit of work runs on the transaction that it is
 *  given, so a generation is never closed. */
export interface Generation {
  open(tx: Transaction, call: Call, rules: UnitOfWorkRules): UnitOfWork;
}

export function createGeneration({
  database,
  release,
  newId,
}: {
  readonly database: OpenDatabase;
  readonly release: Release;
  readonly newId: NewId;
}): Generation {
  const calls = new WeakMap<object, Call>();
  let lent: Dialect | undefined;
  /** Asked for its compiler only: the pool that comes with it opens no connection. */
  const own = (): Dialect => (lent ??= (orm.em.getConnection() as unknown as { createKyselyDialect(overrides: object): Dialect }).createKyselyDialect({}));
  const orm = new MikroORM({
    entities: [...entitySchemas(release, (manager) => calls.get(manager))],
    dbName: 'shared',
    schema: 'app',
    // Of its own, or a manager of another generation would be taken for one of this inside a transaction.
    contextName: `release-${release.hash}`,
    discovery: { warnWhenNoEntities: false },
    allowGlobalContext: false,
    driverOptions: joinedDialect(own, database.pool) as never,
  });
  return {
    open(tx, call, rules) {
      const manager = orm.em.fork({ clear: true, freshEventManager: true });
      manager.setTransactionContext(new Kysely({ dialect: joinedDialect(own, connectionOf(tx).client) }) as never);
      calls.set(manager, call);
      manager.getEventManager().registerSubscriber(flushRules({ tx, call, rules }));
      return openEntities(manager, { release, newId });
    },
  };
}
