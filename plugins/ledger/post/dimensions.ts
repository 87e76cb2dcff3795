import type { OperationContext } from '../../../engine/plugin-api/index.ts';

/** What a line has by itself; everything else that a pack gives it says what the line is about. */
const own = ['journal', 'lineNo', 'ledger', 'account', 'accountTitle', 'role', 'debit', 'credit', 'currency', 'bookDate', 'valueDate'];

/** Properties by which a pack divides its book: those of `journal-line` that are not the ledger's own, in document order. */
export function dimensionsOf(release: OperationContext['release']): readonly string[] {
  return [...(release.entities.get('journal-line')?.fields.keys() ?? [])].filter((key) => !own.includes(key));
}
