import type { Call } from '../model/index.ts';
import type { Database, Transaction } from './face.ts';

/** Times that an entry is begun again because its date was closed under it. */
const attempts = 3;

/** A transaction that writes under the business date of its call, and holds that date open until it ends: whoever closes the
 *  date waits for it. An entry whose date was closed before it began is made under the date that is open then. Where no job
 *  ends the date, nothing is held. The hold travels with the first statement of the work. */
export async function enter<Result>(database: Database, call: Call, work: (tx: Transaction, call: Call) => Promise<Result>): Promise<Result> {
  if (![...call.release.jobs.values()].some((job) => job.cutOff !== null)) return database.transaction((tx) => work(tx, call));
  let entered = call;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction((tx) => held(tx, entered, work));
    } catch (error) {
      if ((error as { code?: string }).code !== closedState || attempt === attempts) throw error;
      const [row] = await database.query<{ open_date: string }>('select open_date from loom.business_date');
      entered = { ...call, today: row?.open_date ?? call.today };
    }
  }
}

/** Raised by `loom.hold_business_date`. */
const closedState = 'LB001';

async function held<Result>(tx: Transaction, call: Call, work: (tx: Transaction, call: Call) => Promise<Result>): Promise<Result> {
  const hold = tx.query('select loom.hold_business_date($1::date)', [call.today]);
  // Not awaited: when it fails, so does the statement behind it, and its own error is the one that says why.
  hold.catch(() => undefined);
  let result: Result;
  try {
    result = await work(tx, call);
  } catch (error) {
    await hold;
    throw error;
  }
  await hold;
  return result;
}
