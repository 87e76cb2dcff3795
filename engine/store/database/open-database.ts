import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import pg from 'pg';
import { invariant } from '../../kernel/refusal.ts';
import type { Database, Transaction } from '../face.ts';
import { listenOn } from './listen.ts';
import { isLostRace } from './lost-race.ts';
import { textTypes } from './text-types.ts';

export interface DatabaseOptions {
  /** Connections of this process; default 16. */
  readonly connections?: number;
  /** Milliseconds after which PostgreSQL ends a statement; default 30 000. */
  readonly statementTimeout?: number;
  /** Lost connections and failed after-commit work are told here; default silent. */
  readonly log?: (message: string, error?: unknown) => void;
}

/** A statement compiled once: the name is unique to the text, so that every connection prepares it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What the store itself runs on: rows as arrays, in the order of the select list, without building objects. */
export interface Connection {
  readonly run: (statement: Statement, parameters: readonly unknown[]) => Promise<readonly (readonly unknown[])[]>;
}

export interface OpenDatabase extends Database, Connection {
  /** The pool itself, for the ORM generations that share it. */
  readonly pool: pg.Pool;
}

export interface OpenTransaction extends Transaction, Connection {
  /** The connection that holds the transaction, for the ORM's unit of work. */
  readonly client: pg.PoolClient;
}

/** Opens a pool on PostgreSQL 15 or later. Every session runs in UTC; int8, numeric and dates arrive as text, instants
 *  as RFC 3339 UTC with milliseconds. Connections are pipelined: BEGIN travels with the first statement. */
export function openDatabase(url: string, options: DatabaseOptions = {}): OpenDatabase {
  const log = options.log ?? (() => undefined);
  const config = {
    connectionString: url,
    max: options.connections ?? 16,
    types: textTypes,
    pipeline: true,
    maxLifetimeSeconds: 3600,
    options: `-c TimeZone=UTC -c DateStyle=ISO -c jit=off -c statement_timeout=${options.statementTimeout ?? 30_000} -c idle_in_transaction_session_timeout=60000`,
  };
  const pool = new pg.Pool(config as pg.PoolConfig);
  pool.on('error', (error) => log('an idle database connection was lost', error));
  return {
    pool,
    query: (sql, parameters) => runObjects(pool, sql, parameters),
    run: (statement, parameters) => runArrays(pool, statement, parameters),
    transaction: (work) => transactionOn(pool, work, log),
    listen: (channel, onMessage, onReconnect) => listenOn(url, { channel, onMessage, onReconnect: onReconnect ?? (() => undefined), log }),
    close: () => pool.end(),
  };
}

/** The store's own view of a transaction given through the face. */
export function connectionOf(transaction: Transaction): OpenTransaction {
  invariant('run' in transaction, "a transaction comes from this store's database");
  return transaction as OpenTransaction;
}

async function transactionOn<Result>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<Result>,
  log: (message: string, error?: unknown) => void,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptTransaction(pool, work, log);
    } catch (error) {
      if (!isLostRace(error) || attempt > 3) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * attempt * attempt + Math.random() * 10));
    }
  }
}

async function attemptTransaction<Result>(
  pool: pg.Pool,
  work: (tx: Transaction) => Promise<Result>,
  log: (message: string, error?: unknown) => void,
): Promise<Result> {
  const client = await pool.connect();
  // A connection that is lost between two statements fails the next one; without a listener it would end the process.
  const onLost = (error: Error) => log('a connection was lost in its transaction', error);
  client.on('error', onLost);
  const afterwards: (() => void | Promise<void>)[] = [];
  let broken: Error | undefined;
  let result: Result;
  try {
    const together = sendTogether(client);
    // Not awaited: in a pipeline it travels with the first statement, and when it fails so does that one.
    together();
    client.query('begin').catch(() => undefined);
    const tx: OpenTransaction = {
      client,
      query(sql, parameters) {
        together();
        return runObjects(client, sql, parameters);
      },
      run(statement, parameters) {
        together();
        return runArrays(client, statement, parameters);
      },
      afterCommit: (next) => void afterwards.push(next),
    };
    result = await work(tx);
    const ended = await client.query('commit');
    // PostgreSQL answers ROLLBACK to a commit when a statement failed and the error was swallowed on the way.
    invariant(ended.command === 'COMMIT', 'a transaction whose statement failed must not be committed');
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
  for (const next of afterwards) {
    try {
      await next();
    } catch (error) {
      log('work after a commit failed', error);
    }
  }
  return result;
}

/** What a transaction asks before it next waits for the outside leaves in one write: a call of the operating system costs
 *  more than anything that we compute for a statement. */
function sendTogether(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  let isHeld = false;
  return () => {
    if (isHeld) return;
    isHeld = true;
    stream.cork();
    // Runs when no promise is left to go on without an answer.
    process.nextTick(() => {
      isHeld = false;
      stream.uncork();
    });
  };
}

type Runner = { query(config: object): Promise<{ rows: unknown[] }> };

async function runObjects<Row extends object>(runner: unknown, sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
  // Several statements in one text cannot be prepared; they come without parameters.
  const config = parameters.length === 0 ? { text: sql } : { name: nameOf(sql), text: sql, values: parameters };
  return (await (runner as Runner).query(config)).rows as Row[];
}

async function runArrays(runner: unknown, statement: Statement, parameters: readonly unknown[]): Promise<readonly (readonly unknown[])[]> {
  const answer = await (runner as Runner).query({ name: statement.name, text: statement.text, values: parameters, rowMode: 'array' });
  return answer.rows as unknown[][];
}

const names = new Map<string, string>();
const namesKept = 2_000;

function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) {
    if (names.size >= namesKept) names.clear();
    name = statementName(sql);
    names.set(sql, name);
  }
  return name;
}

/** A name that is unique to the text. */
export function statementName(sql: string): string {
  return `s${createHash('sha256').update(sql).digest('base64url').slice(0, 22)}`;
}
