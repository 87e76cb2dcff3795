import { invariant } from '../../engine/kernel/refusal.ts';
import type { OperationContext } from '../../engine/plugin-api/plugin.ts';
import { createOperations } from '../../engine/run/operations.ts';
import { createRecordWriter } from '../../engine/run/writer.ts';
import china from '../../plugins/china/index.ts';
import ledger from '../../plugins/ledger/index.ts';
import type { PostInput } from '../../plugins/ledger/post/post-event.ts';
import type { ReverseInput } from '../../plugins/ledger/post/reverse-journal.ts';
import type { PostOutput } from '../../plugins/ledger/post/write-journal.ts';
import type { TestServer } from '../support/server.ts';

/** A book without people: each call is a transaction of its own on a given day, as the system. */
export interface LedgerDesk {
  post(date: string, input: PostInput): Promise<string>;
  postDifference(date: string, input: PostInput): Promise<string>;
  reverse(date: string, input: ReverseInput): Promise<string>;
  /** Lines of a journal as `ROLE 5.00 debit`, in order. */
  linesOf(journal: string): Promise<readonly string[]>;
  within<Result>(date: string, work: (context: OperationContext) => Promise<Result>): Promise<Result>;
}

export function openLedgerDesk({ engine, store }: Pick<TestServer, 'engine' | 'store'>): LedgerDesk {
  const work = new Map<string, (context: OperationContext) => Promise<unknown>>();
  const run = (context: OperationContext, { key }: { key: string }) => work.get(key)?.(context) ?? Promise.resolve();
  const plugin = { ...ledger, operations: [...(ledger.operations ?? []), { name: 'ledger.work-of-a-test', title: 'work', input: {}, output: {}, run }] };
  const operations = createOperations({ store, writer: createRecordWriter(store, new Map()), plugins: [china, plugin] });
  let keys = 0;
  const within = async <Result>(date: string, task: (context: OperationContext) => Promise<Result>): Promise<Result> => {
    const call = { ...(await engine.callAs(null)), today: date, now: `${date}T04:00:00.000Z` };
    const key = `${(keys += 1)}`;
    let result: { readonly value: Result } | undefined;
    work.set(key, async (context) => {
      result = { value: await task(context) };
    });
    await store.database.transaction((tx) => operations.run(tx, call, 'ledger.work-of-a-test', { key }));
    work.delete(key);
    invariant(result !== undefined, 'the work was done');
    return result.value;
  };
  const use = (name: string) => (date: string, input: object) =>
    within(date, async (context) => {
      const { journal } = await context.capability<object, PostOutput>(name)(input);
      invariant(journal !== null, 'something was posted');
      return journal;
    });
  return {
    post: use('ledger.post'),
    postDifference: use('ledger.post-difference'),
    reverse: use('ledger.reverse'),
    async linesOf(journal) {
      const rows = await store.database.query<{ line: string }>(
        `select role || ' ' || case when debit > 0 then debit || ' debit' else credit || ' credit' end as line from app.journal_line where journal = $1 order by line_no`,
        [journal],
      );
      return rows.map(({ line }) => line);
    },
    within,
  };
}
