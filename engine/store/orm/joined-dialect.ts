import type { Kysely } from '@mikro-orm/postgresql';
import type { OpenTransaction } from '../database/open-database.ts';

export type Dialect = ConstructorParameters<typeof Kysely>[0]['dialect'];

/** A connection, or the pool for what is asked outside a transaction. */
export type Querying = Pick<OpenTransaction['client'], 'query'>;

/** MikroORM's own PostgreSQL dialect, whose statements run on what is given. Its compiler comes from `own`, the copy of Kysely
 *  inside MikroORM: another copy would not be recognised. */
export function joinedDialect(own: () => Dialect, client: Querying): Dialect {
  return {
    createAdapter: () => own().createAdapter(),
    createQueryCompiler: () => own().createQueryCompiler(),
    createIntrospector: (kysely) => own().createIntrospector(kysely),
    createDriver: () => driverOn(client) as ReturnType<Dialect['createDriver']>,
  };
}

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
