import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import { dimensionsOf } from '../post/dimensions.ts';

/** A dimension of the book that names records, such as a customer. */
export interface SubjectDimension {
  /** Property of `journal-line`. */
  readonly key: string;
  readonly title: string;
  readonly entity: string;
  /** Column of `journal-line`. */
  readonly column: string;
  /** Column by which people know the record: its number or its name. */
  readonly label: string;
}

/** Dimensions that are references, in document order. */
export function subjectDimensions(release: OperationContext['release']): readonly SubjectDimension[] {
  const lines = release.entities.get('journal-line');
  return dimensionsOf(release).flatMap((key) => {
    const field = lines?.fields.get(key);
    const target = field?.to === undefined ? undefined : release.entities.get(field.to);
    const known = target?.fields.get('no') ?? target?.fields.get('name') ?? target?.fields.get('code');
    if (field?.base !== 'reference' || field.column === null || target === undefined || known === undefined || known.column === null) return [];
    return [{ key, title: field.title, entity: target.name, column: field.column, label: known.column }];
  });
}

export interface StatementLine {
  readonly bookDate: string;
  readonly valueDate: string;
  readonly journal: string;
  readonly no: string;
  readonly event: string;
  readonly memo: string | null;
  readonly ledger: string;
  readonly account: string;
  readonly title: string;
  readonly debit: string;
  readonly credit: string;
  /** Debit positive; of the account, or of the subject on that account. */
  readonly balance: string;
  /** First subject of the line, in the order of the dimensions. */
  readonly subject: { readonly entity: string; readonly id: string; readonly label: string } | null;
}

/** Columns of a statement and the joins that they need; the line is `l`, its journal `j`. */
export function statementColumns(dimensions: readonly SubjectDimension[]): { readonly columns: string; readonly joins: string } {
  const cases = dimensions
    .map(
      ({ entity, column }, index) => `when l.${column} is not null then json_build_object('entity', '${entity}', 'id', l.${column}, 'label', d${index}.label)`,
    )
    .join(' ');
  const joins = dimensions.map(
    ({ entity, column, label }, index) => `left join (select id, ${label}::text as label from {${entity}}) d${index} on d${index}.id = l.${column}`,
  );
  return {
    columns: `l.book_date::text as "bookDate", l.value_date::text as "valueDate", j.id::text as journal, j.no, j.event, j.memo, l.ledger, l.account,
      l.account_title as title, l.debit::text as debit, l.credit::text as credit, ${cases === '' ? 'null' : `case ${cases} end`} as subject`,
    joins: `join {journal} j on j.id = l.journal ${joins.join(' ')}`,
  };
}

/** The day before; null is the beginning of the book. */
export function dayBefore(date: string | undefined): string | null {
  return date === undefined ? null : new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}
