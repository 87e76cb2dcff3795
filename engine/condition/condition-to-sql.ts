import { Decimal, decimalToText } from '../kernel/decimal.ts';
import { foldText, whitespace } from '../kernel/text.ts';
import { relativeValue } from './operand-value.ts';
import type { Aggregate, ConditionNode, FactDescription, FactType, FactValue, LeafNode, Operand, SqlTarget } from './types.ts';

/** The same condition as a predicate of PostgreSQL 15 that is never UNKNOWN, so that `not` is a plain complement. Every
 *  value is a parameter; columns come from the target. Where the value cannot be null the column's comparison stands free
 *  (`c = $1 and c is not null`), so that an index serves it. Texts are compared under collation "C".
 *  Throws for the changed… operators, which publishing refuses for this use. Source: behaviour spec 2.3, 2.4. */
export function conditionToSql(node: ConditionNode, target: SqlTarget): string {
  switch (node.kind) {
    case 'const':
      return node.value ? 'TRUE' : 'FALSE';
    case 'not':
      return `(NOT ${conditionToSql(node.node, target)})`;
    case 'all':
      return node.nodes.length === 0 ? 'TRUE' : `(${node.nodes.map((part) => conditionToSql(part, target)).join(' AND ')})`;
    case 'any':
      return node.nodes.length === 0 ? 'FALSE' : `(${node.nodes.map((part) => conditionToSql(part, target)).join(' OR ')})`;
    case 'leaf':
      return leafToSql(node, target);
  }
}

const comparisonSigns = { lessThan: '<', lessThanInclusive: '<=', greaterThan: '>', greaterThanInclusive: '>=' } as const;

function leafToSql(leaf: LeafNode, target: SqlTarget): string {
  const { operator, operands } = leaf;
  if (operator === 'some') return existsToSql(leaf, target);
  if (operator === 'aggregate' && leaf.aggregate) return aggregateToSql(leaf, leaf.aggregate, target);
  if (operator === 'isEmpty' && leaf.type === 'rows') return `(NOT EXISTS (SELECT 1 ${rowsOf(leaf, target).from}))`;
  const column = factToSql(target, leaf.fact, leaf.description);
  const value = (index = 0, description: FactDescription = leaf.description) => operandToSql(operands[index], description, target, operator === 'in');
  /** A test that has to be false when the column or a value is null. */
  const total = (test: string) => (isPlainColumn(column) && operands.every(isNeverNull) ? `(${test} AND ${column} IS NOT NULL)` : `COALESCE(${test}, FALSE)`);
  switch (operator) {
    case 'equal':
      if (isNullLiteral(operands[0])) return `(${column} IS NULL)`;
      return operands.every(isNeverNull) ? total(`${column} = ${value()}`) : `(${column} IS NOT DISTINCT FROM ${value()})`;
    case 'lessThan':
    case 'lessThanInclusive':
    case 'greaterThan':
    case 'greaterThanInclusive':
      return total(`${column} ${comparisonSigns[operator]} ${value()}`);
    case 'between':
      return total(`${column} BETWEEN ${value(0)} AND ${value(1)}`);
    case 'multipleOf':
      return total(`${column} % ${value()} = 0`);
    case 'in':
      return inToSql(column, leaf, value(), total);
    case 'isNull':
      return `(${column} IS NULL)`;
    case 'isEmpty':
      return emptyToSql(column, leaf.type, target);
    case 'isTrue':
      return `(${column} IS TRUE)`;
    case 'isFalse':
      return `(${column} IS FALSE)`;
    case 'startsWith':
      return total(`starts_with(${column}, ${value()})`);
    case 'endsWith': {
      const end = value();
      return total(`right(${column}, char_length(${end})) = ${end}`);
    }
    case 'containsText':
      return total(`strpos(${column}, ${value()}) > 0`);
    case 'equalFold':
      return total(`${foldToSql(column)} = ${foldedOperand(operands[0], leaf, target)}`);
    case 'containsFold':
      return total(`strpos(${foldToSql(column)}, ${foldedOperand(operands[0], leaf, target)}) > 0`);
    case 'matches':
      return total(`${column} ~ ${target.parameter({ kind: 'literal', value: leaf.pattern?.sql ?? '' }, 'text')}`);
    case 'lengthLt':
      return total(`${lengthToSql(column, leaf.type)} < ${value(0, { type: 'int' })}`);
    case 'lengthGt':
      return total(`${lengthToSql(column, leaf.type)} > ${value(0, { type: 'int' })}`);
    case 'isMonthEnd':
      return total(`extract(day from ${column} + 1) = 1`);
    case 'containsAny':
      return total(`${column} && ${value()}`);
    case 'containsAll':
      return total(`${column} @> ${value()}`);
    case 'setEquals': {
      const set = value();
      return total(`(${column} @> ${set} AND ${column} <@ ${set})`);
    }
    default:
      throw new Error(`Invariant broken: "${operator}" has no SQL and is refused at publish for this use`);
  }
}

function inToSql(column: string, leaf: LeafNode, list: string, total: (test: string) => string): string {
  const [operand] = leaf.operands;
  const test = total(`${column} = ANY(${list})`);
  return operand?.kind === 'list' && operand.hasNull ? `(${test} OR ${column} IS NULL)` : test;
}

function emptyToSql(column: string, type: FactType, target: SqlTarget): string {
  if (type === 'text') return `(${column} IS NULL OR btrim(${column}, ${target.parameter({ kind: 'literal', value: whitespace }, 'text')}) = '')`;
  return type === 'enumSet' || type === 'refSet' ? `(${column} IS NULL OR cardinality(${column}) = 0)` : `(${column} IS NULL)`;
}

const lengthToSql = (column: string, type: FactType) => (type === 'text' ? `char_length(${column})` : `cardinality(${column})`);

/** A to Z alone change case under collation "C", as `foldText` does it. */
const foldToSql = (text: string) => `lower(normalize(${text}, NFKC) COLLATE "C")`;

function foldedOperand(operand: Operand | undefined, leaf: LeafNode, target: SqlTarget): string {
  if (operand?.kind === 'literal' && typeof operand.value === 'string') return target.parameter({ kind: 'literal', value: foldText(operand.value) }, 'text');
  return foldToSql(operandToSql(operand, leaf.description, target));
}

function existsToSql(leaf: LeafNode, target: SqlTarget): string {
  const rows = rowsOf(leaf, target);
  const test = leaf.rows ? conditionToSql(leaf.rows, rows.target) : 'FALSE';
  // `from` is read last: the inner condition may have made the target arrange further joins.
  return `(EXISTS (SELECT 1 ${rows.from} AND ${test}))`;
}

function aggregateToSql(leaf: LeafNode, aggregate: Aggregate, target: SqlTarget): string {
  const rows = rowsOf(leaf, target);
  const { function: name, of, description } = aggregate;
  const column = of === null || description === null ? '*' : factToSql(rows.target, of, description);
  const figure = name === 'sum' ? `COALESCE(sum(${column}), 0)` : `${name}(${column})`;
  const query = `(SELECT ${figure} ${rows.from})`;
  const values = leaf.operands.map((operand) => operandToSql(operand, description ?? { type: 'int' }, target));
  if (aggregate.is === 'between') return `COALESCE(${query} BETWEEN ${values[0]} AND ${values[1]}, FALSE)`;
  return `COALESCE(${query} ${aggregate.is === 'equal' ? '=' : comparisonSigns[aggregate.is]} ${values[0]}, FALSE)`;
}

function rowsOf(leaf: LeafNode, target: SqlTarget): { readonly from: string; readonly target: SqlTarget } {
  const rows = target.rows?.(leaf.fact);
  if (!rows) throw new Error(`Invariant broken: the rows of "${leaf.fact}" are at hand in SQL`);
  return rows;
}

function factToSql(target: SqlTarget, path: string, { type, document }: FactDescription): string {
  const column = target.column(path);
  if (document) return `split_part(${column}, '@', 1)`;
  return type === 'text' && isPlainColumn(column) ? `${column} COLLATE "C"` : type === 'text' ? `(${column}) COLLATE "C"` : column;
}

/** False for expressions and sub-queries, which had better be written once only. */
function isPlainColumn(column: string): boolean {
  return /^[a-z0-9_$."]+(?: COLLATE "C")?$/i.test(column);
}

function isNeverNull(operand: Operand): boolean {
  return operand.kind !== 'fact' && !isNullLiteral(operand);
}

function isNullLiteral(operand: Operand | undefined): boolean {
  return operand?.kind === 'literal' && operand.value === null;
}

function operandToSql(operand: Operand | undefined, description: FactDescription, target: SqlTarget, isList = false): string {
  const cast = castOf(description);
  switch (operand?.kind) {
    case 'literal':
      return target.parameter({ kind: 'literal', value: toParameter(operand.value) }, cast);
    case 'list':
      return target.parameter({ kind: 'literal', value: operand.values.map(toParameter) }, `${cast}[]`);
    case 'fact':
      return factToSql(target, operand.path, operand.description);
    case 'context':
      return target.parameter({ kind: 'context', name: operand.name }, isList ? `${cast}[]` : cast);
    case 'relative':
      return target.parameter({ kind: 'computed', compute: (context) => relativeValue(operand, context) }, cast);
    case undefined:
      throw new Error('Invariant broken: a test that compares has something to compare with');
  }
}

function toParameter(value: FactValue): unknown {
  return value instanceof Decimal ? decimalToText(value) : value;
}

const casts: Readonly<Record<FactType, string>> = {
  text: 'text',
  int: 'bigint',
  decimal: 'numeric',
  money: 'numeric',
  bool: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  enum: 'text',
  enumSet: 'text[]',
  ref: 'uuid',
  user: 'uuid',
  dept: 'uuid',
  refSet: 'uuid[]',
  rows: 'jsonb',
};

function castOf({ type, document }: FactDescription): string {
  return document ? 'text' : casts[type];
}
