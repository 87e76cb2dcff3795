import type { OperationContext, OperationDefinition } from '../../../engine/plugin-api/index.ts';
import type { Account, Chart } from '../documents/chart-of-accounts.ts';
import { requireWholeBook } from './require-whole-book.ts';
import { subjectDimensions } from './subjects.ts';

/** What statements can be asked for. */
export interface Book {
  readonly accounts: readonly Pick<Account, 'code' | 'title' | 'ledger'>[];
  readonly dimensions: readonly { readonly key: string; readonly title: string; readonly entity: string }[];
}

/** Accounts of every chart and the dimensions of the book. */
export const book: OperationDefinition<object, Book> = {
  name: 'ledger.book',
  title: '科目与辅助核算',
  input: { type: 'object', properties: { record: {} }, additionalProperties: false },
  output: { type: 'object', properties: { accounts: { type: 'array' }, dimensions: { type: 'array' } } },
  readOnly: true,
  async run(context) {
    requireWholeBook(context);
    const accounts = accountsOf(context.release).map(({ code, title, ledger }) => ({ code, title, ledger }));
    return { accounts, dimensions: subjectDimensions(context.release).map(({ key, title, entity }) => ({ key, title, entity })) };
  },
};

export function accountsOf(release: OperationContext['release']): readonly Account[] {
  return [...(release.plugins.get('chart-of-accounts')?.values() ?? [])].flatMap((document) => (document.compiled as Chart).accounts);
}
