import type { OperationSheet } from '../../../engine/plugin-api/index.ts';
import type { StatementLine } from './subjects.ts';

const columns = [
  ['bookDate', '记账日期', 'Book date', 'date'],
  ['valueDate', '起息日', 'Value date', 'date'],
  ['no', '凭证号', 'Journal', 'text'],
  ['event', '事件', 'Event', 'text'],
  ['memo', '摘要', 'Memo', 'text'],
  ['account', '科目', 'Account', 'text'],
  ['title', '名称', 'Title', 'text'],
  ['subject', '对象', 'Subject', 'text'],
  ['debit', '借方', 'Debit', 'money'],
  ['credit', '贷方', 'Credit', 'money'],
  ['balance', '余额', 'Balance', 'money'],
] as const;

/** A statement as a table; with `sums`, its first and last row are the balances that the lines lie between. */
export function statementSheet(
  rows: readonly StatementLine[],
  language: string,
  title: string,
  sums?: { readonly opening: string; readonly debit: string; readonly credit: string; readonly closing: string },
): OperationSheet {
  const isChinese = language === 'zh';
  const lines: Readonly<Record<string, unknown>>[] = rows.map((row) => ({ ...row, subject: row.subject?.label ?? '' }));
  const around = (memo: string, values: object) => ({ memo, ...values });
  return {
    title: title.replaceAll(/[\\/:*?[\]]/g, '-').slice(0, 31),
    columns: columns.map(([key, zh, en, type]) => ({ key, title: isChinese ? zh : en, type })),
    rows:
      sums === undefined
        ? lines
        : [
            around(isChinese ? '期初余额' : 'Opening balance', { balance: sums.opening }),
            ...lines,
            around(isChinese ? '本期合计及期末余额' : 'Total and closing balance', { debit: sums.debit, credit: sums.credit, balance: sums.closing }),
          ],
  };
}
