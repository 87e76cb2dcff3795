import { conditionToSql } from '../../condition/condition-to-sql.ts';
import type { ConditionNode, SqlTarget } from '../../condition/types.ts';
import { invariant } from '../../kernel/refusal.ts';
import type { FieldModel } from '../../model/index.ts';
import { linkTable, quote, tableName } from '../tables.ts';
import { columnAt, joinsOf, pathEnd, type PathEnd, type Place, rootPlace } from './place.ts';

/** Lets the actor's rights be put around a column that she names herself; policies read columns as they are. */
export type ColumnGuard = (end: PathEnd, column: string, path: string) => string;

/** A condition on a place's row as SQL that is never null. */
export function conditionAt(place: Place, node: ConditionNode, guard?: ColumnGuard): string {
  return conditionToSql(node, targetAt(place, guard));
}

function targetAt(place: Place, guard: ColumnGuard | undefined): SqlTarget {
  return {
    column(path) {
      const end = pathEnd(place, path);
      invariant(end !== undefined, `"${path}" is a property of "${place.entity.name}"`);
      const column = factColumn(end);
      return guard === undefined ? column : guard(end, column, path);
    },
    parameter: (value, cast) => place.frame.parameters.add(value, cast),
    rows: (path) => childRows(place, path),
  };
}

/** Column behind a fact, in the form in which facts are compared: ids as uuid, sensitive values by keyed hash. */
function factColumn(end: PathEnd): string {
  const { place, field } = end;
  if (field === undefined) {
    const column = columnAt(place, end.system ?? 'id');
    // As an expression the path is taken for a test that half of the rows pass, and the rows are read in their order.
    return end.system === 'owner_path' && place.frame.isWide === true ? `(${column} || '')` : column;
  }
  if (field.base === 'references' || field.base === 'attachments') return linkedIds(place, field);
  invariant(field.column !== null, `"${field.key}" has a column`);
  if (field.sensitive !== undefined) return columnAt(place, `${field.column}_hash`);
  return columnAt(place, field.column);
}

function linkedIds(place: Place, field: FieldModel): string {
  const alias = place.frame.nextAlias();
  return `(select coalesce(array_agg(${alias}.target_id), '{}') from app.${quote(linkTable(place.entity, field))} ${alias} where ${alias}.record_id = ${columnAt(place, 'id')})`;
}

function childRows(place: Place, path: string): { from: string; target: SqlTarget } {
  const field = place.entity.fields.get(path);
  const child = field?.of === undefined ? undefined : place.frame.release.entities.get(field.of);
  invariant(child !== undefined, `"${path}" holds child rows`);
  const row = rootPlace(place.frame, child, place.frame.nextAlias());
  const parent = columnAt(place, 'id');
  const table = `${tableName(child)} ${row.alias}`;
  const target = targetAt(row, undefined);
  // Joins that the row's own conditions need are only known after they were written, so the text is read late.
  return {
    get from() {
      return `from ${table}${joinsOf(row)} where ${row.alias}.parent_id = ${parent} and ${row.alias}.retired_at is null`;
    },
    target,
  };
}
