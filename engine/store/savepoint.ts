import type { Transaction } from './face.ts';

/** A part of a transaction that may fail alone: its writes are undone, the error goes on to the caller, the transaction stays usable. */
export async function inSavepoint<Result>(tx: Pick<Transaction, 'query'>, work: () => Promise<Result>): Promise<Result> {
  await tx.query('savepoint part');
  try {
    const result = await work();
    await tx.query('release savepoint part');
    return result;
  } catch (error) {
    await tx.query('rollback to savepoint part');
    await tx.query('release savepoint part');
    throw error;
  }
}
