import { Decimal, sumDecimals } from '../kernel/decimal.ts';
import { isMonthEnd } from '../kernel/dates.ts';
import { foldText, isBlank, textLength } from '../kernel/text.ts';
import { contextValue } from './context-value.ts';
import { EvaluationError } from './evaluation-error.ts';
import { equalValues, factReader, orderValues, pathReader, readRows, valueReader } from './fact-values.ts';
import { operandReader } from './operand-value.ts';
import type { Aggregate, ConditionNode, EvaluationContext, FactRow, FactScalar, FactValue, LeafNode, LeafOperator } from './types.ts';

type Test = (row: FactRow, context: EvaluationContext) => boolean;

/** The synchronous evaluator of a checked condition. Total and two-valued: a null never makes a third answer. Throws
 *  EvaluationError for values of the wrong type and for missing context values, in whatever branch they stand. */
export function evaluatorOf(node: ConditionNode, contexts: readonly string[]): Test {
  const test = testOf(node);
  return (row, context) => {
    for (const name of contexts) contextValue(name, context);
    return test(row, context);
  };
}

function testOf(node: ConditionNode): Test {
  switch (node.kind) {
    case 'const':
      return () => node.value;
    case 'not': {
      const inner = testOf(node.node);
      return (row, context) => !inner(row, context);
    }
    case 'all': {
      const tests = node.nodes.map(testOf);
      return (row, context) => tests.every((test) => test(row, context));
    }
    case 'any': {
      const tests = node.nodes.map(testOf);
      return (row, context) => tests.some((test) => test(row, context));
    }
    case 'leaf':
      return leafTest(node);
  }
}

function leafTest(leaf: LeafNode): Test {
  switch (leaf.operator) {
    case 'some':
      return someTest(leaf);
    case 'aggregate':
      return aggregateTest(leaf);
    case 'changed':
    case 'changedTo':
    case 'changedFrom':
      return changeTest(leaf, leaf.operator);
    case 'isEmpty':
      if (leaf.type === 'rows') {
        const read = pathReader(leaf.fact);
        return (row, context) => readRows(leaf.fact, read(row, context)).length === 0;
      }
  }
  const read = factReader(leaf.fact, leaf.description);
  const test = comparisonOf(leaf);
  const [first, second] = leaf.operands.map((operand) => operandReader(operand, operandType(leaf)));
  if (!first) return (row, context) => test(read(row, context), null, null);
  if (!second) return (row, context) => test(read(row, context), first(row, context), null);
  return (row, context) => test(read(row, context), first(row, context), second(row, context));
}

function operandType(leaf: LeafNode) {
  return leaf.operator === 'lengthLt' || leaf.operator === 'lengthGt' ? ({ type: 'int' } as const) : leaf.description;
}

type Comparison = (fact: FactValue, value: FactValue, second: FactValue) => boolean;

const ordered =
  (holds: (order: number) => boolean): Comparison =>
  (fact, value) =>
    fact !== null && value !== null && holds(orderValues(fact, value));
const onTexts =
  (holds: (fact: string, value: string) => boolean): Comparison =>
  (fact, value) =>
    typeof fact === 'string' && typeof value === 'string' && holds(fact, value);
const onSets =
  (holds: (fact: readonly FactScalar[], value: readonly FactScalar[]) => boolean): Comparison =>
  (fact, value) =>
    Array.isArray(fact) && Array.isArray(value) && holds(fact, value);
const onLength =
  (holds: (order: number) => boolean): Comparison =>
  (fact, value) =>
    fact !== null && value instanceof Decimal && holds(new Decimal(lengthOf(fact)).comparedTo(value));

const comparisons = {
  equal: (fact, value) => equalValues(fact, value),
  lessThan: ordered((order) => order < 0),
  lessThanInclusive: ordered((order) => order <= 0),
  greaterThan: ordered((order) => order > 0),
  greaterThanInclusive: ordered((order) => order >= 0),
  between: (fact, low, high) => fact !== null && low !== null && high !== null && orderValues(fact, low) >= 0 && orderValues(fact, high) <= 0,
  multipleOf: (fact, divisor) => fact instanceof Decimal && divisor instanceof Decimal && fact.mod(divisor).isZero(),
  isNull: (fact) => fact === null,
  isEmpty: (fact) => fact === null || (typeof fact === 'string' ? isBlank(fact) : Array.isArray(fact) && fact.length === 0),
  isTrue: (fact) => fact === true,
  isFalse: (fact) => fact === false,
  startsWith: onTexts((fact, value) => fact.startsWith(value)),
  endsWith: onTexts((fact, value) => fact.endsWith(value)),
  containsText: onTexts((fact, value) => fact.includes(value)),
  equalFold: onTexts((fact, value) => foldText(fact) === foldText(value)),
  containsFold: onTexts((fact, value) => foldText(fact).includes(foldText(value))),
  lengthLt: onLength((order) => order < 0),
  lengthGt: onLength((order) => order > 0),
  isMonthEnd: (fact) => typeof fact === 'string' && isMonthEnd(fact),
  containsAny: onSets((fact, value) => value.some((item) => fact.includes(item))),
  containsAll: onSets((fact, value) => value.every((item) => fact.includes(item))),
  setEquals: onSets(equalValues),
} satisfies Partial<Record<LeafOperator, Comparison>>;

function comparisonOf(leaf: LeafNode): Comparison {
  const { operator, pattern } = leaf;
  if (operator === 'matches') return (fact) => typeof fact === 'string' && pattern !== undefined && pattern.matches(fact);
  if (operator === 'in') {
    const [list] = leaf.operands;
    const hasNull = list?.kind === 'list' && list.hasNull;
    return (fact, values) => (fact === null ? hasNull : Array.isArray(values) && values.some((value) => equalValues(fact, value)));
  }
  const comparison: Comparison = comparisons[operator as keyof typeof comparisons];
  // A blank text is empty, a blank id or date does not exist: only texts are looked into.
  return operator === 'isEmpty' && leaf.type !== 'text' ? (fact) => fact === null || (Array.isArray(fact) && fact.length === 0) : comparison;
}

function lengthOf(fact: FactValue): number {
  return typeof fact === 'string' ? textLength(fact) : Array.isArray(fact) ? fact.length : 0;
}

function someTest(leaf: LeafNode): Test {
  const read = pathReader(leaf.fact);
  const test = leaf.rows ? testOf(leaf.rows) : () => false;
  return (row, context) => readRows(leaf.fact, read(row, context)).some((child) => test(child, context));
}

function aggregateTest(leaf: LeafNode): Test {
  const { aggregate } = leaf;
  if (!aggregate) return () => false;
  const read = pathReader(leaf.fact);
  const description = aggregate.description ?? ({ type: 'int' } as const);
  const [first, second] = leaf.operands.map((operand) => operandReader(operand, description));
  const compare = comparisons[aggregate.is] as Comparison;
  return (row, context) => {
    const figure = figureOf(aggregate, readRows(leaf.fact, read(row, context)), context);
    const value = first?.(row, context) ?? null;
    if (aggregate.is === 'equal' && (figure === null || value === null)) return false;
    return compare(figure, value, second?.(row, context) ?? null);
  };
}

function figureOf({ function: name, of, description }: Aggregate, rows: readonly FactRow[], context: EvaluationContext): FactValue {
  if (name === 'count' || of === null || description === null) return new Decimal(rows.length);
  const read = factReader(of, description);
  const values = rows.map((row) => read(row, context)).filter((value) => value !== null);
  if (name === 'sum') return sumDecimals(values as Decimal[]);
  return values.reduce<FactValue>(
    (best, value) => (best === null || (name === 'min' ? orderValues(value, best) < 0 : orderValues(value, best) > 0) ? value : best),
    null,
  );
}

/** Old against new in a write; `before: null` is a creation, whose old values are all null. */
function changeTest(leaf: LeafNode, operator: 'changed' | 'changedTo' | 'changedFrom'): Test {
  const read = pathReader(leaf.fact);
  const convert = valueReader(leaf.fact, leaf.description);
  const [value] = leaf.operands.map((operand) => operandReader(operand, leaf.description));
  return (row, context) => {
    if (context.before === undefined) throw new EvaluationError('missing-context', 'before', 'The record before the change is not at hand.');
    const now = convert(read(row, context));
    const old = context.before === null ? null : convert(read(context.before, context));
    if (equalValues(now, old)) return false;
    return operator === 'changed' || equalValues(operator === 'changedTo' ? now : old, value?.(row, context) ?? null);
  };
}
