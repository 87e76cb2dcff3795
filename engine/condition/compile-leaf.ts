import type { Json } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import { leafOf, valueReport, type Compilation, type LeafPlace, type WrittenLeaf } from './compilation.ts';
import { compileAggregate } from './compile-aggregate.ts';
import { describe, hasOnly, parseList, parseLiteral, parseOperand } from './operand.ts';
import { operators, operatorsFor, type OperatorDefinition } from './operators.ts';
import { compilePattern } from './restricted-pattern.ts';
import type { ConditionNode, FactDescription, LeafNode, LeafOperator, Operand, RelativeOperand } from './types.ts';

/** Checks one test and reduces it to the operators that evaluator and SQL know. */
export function compileLeaf(leaf: WrittenLeaf, description: FactDescription, compilation: Compilation, pointer: string, depth: number): ConditionNode | null {
  const definition: OperatorDefinition = operators[leaf.operator];
  const fault = (code: string, message: string, mend: string, at: string) => {
    compilation.report(pointer + at, code, `${compilation.place}: ${message}`, mend);
    return null;
  };
  if (!definition.types.includes(description.type)) {
    return fault(
      'condition.operator-not-for-type',
      `"${leaf.operator}" does not apply to "${leaf.fact}", which is of type ${description.type}.`,
      `Operators for it: ${operatorsFor(description.type).join(', ')}.`,
      '/operator',
    );
  }
  if (definition.writesOnly && compilation.uses?.includes('Q')) {
    return fault(
      'condition.not-in-sql',
      `"${leaf.operator}" compares with the record before a change and cannot filter stored rows.`,
      'Use it in rules and actions only.',
      '/operator',
    );
  }
  if (definition.value === 'none' && leaf.value !== undefined)
    return fault('condition.value-shape', `"${leaf.operator}" takes no value.`, 'Remove "value".', '/value');
  if (definition.value !== 'none' && leaf.value === undefined) return fault('condition.value-shape', `"${leaf.operator}" needs a value.`, 'Add "value".', '');
  return reduce({ leaf, description, compilation, pointer, depth, fault: (code, message, mend) => fault(code, message, mend, '/value') });
}

const not = (node: ConditionNode | null): ConditionNode | null => node && { kind: 'not', node };

function reduce(place: LeafPlace): ConditionNode | null {
  const { leaf, description } = place;
  const one = (operator: LeafOperator) => {
    const operand = parseOperand(leaf.value, description, valueReport(place));
    return operand && leafOf(place, operator, [operand]);
  };
  switch (leaf.operator) {
    case 'equal':
    case 'lessThan':
    case 'lessThanInclusive':
    case 'greaterThan':
    case 'greaterThanInclusive':
    case 'startsWith':
    case 'endsWith':
    case 'containsText':
    case 'equalFold':
    case 'containsFold':
    case 'containsAny':
    case 'containsAll':
    case 'setEquals':
    case 'changedTo':
    case 'changedFrom':
      return one(leaf.operator);
    case 'notEqual':
      return not(one('equal'));
    case 'notContainsText':
      return not(one('containsText'));
    case 'containsNone':
      return not(one('containsAny'));
    case 'before':
      return one('lessThan');
    case 'after':
      return one('greaterThan');
    case 'onOrBefore':
      return one('lessThanInclusive');
    case 'onOrAfter':
      return one('greaterThanInclusive');
    case 'isNull':
    case 'isEmpty':
    case 'isTrue':
    case 'isFalse':
    case 'isMonthEnd':
    case 'changed':
      return leafOf(place, leaf.operator, []);
    case 'isNotNull':
      return not(leafOf(place, 'isNull', []));
    case 'isNotEmpty':
      return not(leafOf(place, 'isEmpty', []));
    case 'between':
      return between(place);
    case 'notBetween':
      return not(between(place));
    case 'in':
      return oneOf(place);
    case 'notIn':
      return not(oneOf(place));
    case 'multipleOf':
      return multipleOf(place);
    case 'matches':
      return matching(place);
    case 'lengthLt':
    case 'lengthGt': {
      const operand = parseOperand(leaf.value, { type: 'int' }, valueReport(place));
      return operand && leafOf(place, leaf.operator, [operand]);
    }
    case 'onDate':
      return onDate(place);
    case 'withinLast':
    case 'withinNext':
    case 'olderThan':
      return period(place);
    case 'monthEquals':
      return inMonth(place);
    case 'some':
      return rowTest(place, false);
    case 'every':
      return not(rowTest(place, true));
    case 'none':
      return not(rowTest(place, false));
    case 'countCmp':
    case 'sumCmp':
    case 'minCmp':
    case 'maxCmp':
      return compileAggregate(place);
    case 'isSelf':
      return leafOf(place, 'equal', [{ kind: 'context', name: 'user.id' }]);
    case 'isMyDept':
      return ownUnit(place);
    case 'isMyDeptTree':
      return unitPath(place, 'startsWith', { kind: 'context', name: 'user.unitPath' });
    case 'inDept':
    case 'inDeptTree':
      return inUnit(place);
    case 'hasRole':
      return hasRole(place);
    case 'gradeAtLeast':
      return gradeAtLeast(place);
  }
}

function between(place: LeafPlace): LeafNode | null {
  const { leaf, description } = place;
  if (!Array.isArray(leaf.value) || leaf.value.length !== 2)
    return place.fault('condition.value-shape', `${describe(leaf.value)} is no range.`, 'Write [from, to], both included.');
  const [low, high] = (leaf.value as readonly Json[]).map((bound, index) => parseOperand(bound, description, valueReport(place, `/value/${index}`)));
  return low && high ? leafOf(place, 'between', [low, high]) : null;
}

function oneOf(place: LeafPlace): LeafNode | null {
  const operand = parseList(place.leaf.value, place.description, valueReport(place));
  return operand && leafOf(place, 'in', [operand]);
}

function multipleOf(place: LeafPlace): LeafNode | null {
  const divisor = parseLiteral(place.leaf.value, place.description);
  if (typeof divisor !== 'object' || divisor === null || !('gt' in divisor) || !divisor.gt(0)) {
    return place.fault('condition.value-shape', `${describe(place.leaf.value)} is no divisor.`, 'Write a number above zero of the type of the fact.');
  }
  return leafOf(place, 'multipleOf', [{ kind: 'literal', value: divisor }]);
}

function matching(place: LeafPlace): LeafNode | null {
  const { value } = place.leaf;
  const pattern = typeof value === 'string' ? compilePattern(value) : { fault: 'a pattern is a text' };
  if ('fault' in pattern)
    return place.fault(
      'condition.pattern',
      `The pattern cannot be used: ${pattern.fault}.`,
      'Use characters, classes such as [A-Z0-9], groups, | and repeats with a bound such as {0,20}.',
    );
  return leafOf(place, 'matches', [], { pattern });
}

/** A date equals the day; a moment lies between the day's beginning and the next one's, in the installation's zone. */
function onDate(place: LeafPlace): ConditionNode | null {
  const { leaf, description } = place;
  const operand = parseOperand(leaf.value, { type: 'date' }, valueReport(place));
  if (!operand) return null;
  if (description.type === 'date') return leafOf(place, 'between', [operand, operand]);
  const day = asRelative(operand);
  if (!day)
    return place.fault('condition.value-shape', 'A moment is compared with a fixed day or one relative to today.', 'Write "2026-01-31" or {"rel": "today"}.');
  return {
    kind: 'all',
    nodes: [leafOf(place, 'greaterThanInclusive', [{ ...day, edge: 'dayStart' }]), leafOf(place, 'lessThan', [{ ...day, edge: 'nextDayStart' }])],
  };
}

function asRelative(operand: Operand): RelativeOperand | null {
  if (operand.kind === 'relative') return operand;
  return operand.kind === 'literal' && typeof operand.value === 'string' ? { kind: 'relative', base: { date: operand.value }, add: {} } : null;
}

/** `{n, unit}`: withinLast and withinNext include both ends; olderThan is strictly before. */
function period(place: LeafPlace): LeafNode | null {
  const { leaf, description } = place;
  const { n, unit } = isObject(leaf.value) ? leaf.value : {};
  const units = ['day', 'week', 'month', 'workday'] as const;
  const known = units.find((name) => name === unit);
  if (!isObject(leaf.value) || !hasOnly(leaf.value, ['n', 'unit']) || typeof n !== 'number' || !Number.isSafeInteger(n) || n < 0 || n > 100_000 || !known) {
    return place.fault(
      'condition.value-shape',
      `${describe(leaf.value)} is no period.`,
      'Write {"n": 30, "unit": "day"}; units are day, week, month and workday.',
    );
  }
  const count = leaf.operator === 'withinNext' ? n : -n;
  const step = { day: { days: count }, week: { days: count * 7 }, month: { months: count }, workday: { workdays: count } }[known];
  const base = description.type === 'date' ? 'today' : 'now';
  const origin: Operand = { kind: 'relative', base, add: {} };
  const end: Operand = { kind: 'relative', base, add: n === 0 ? {} : step };
  if (leaf.operator === 'olderThan') return leafOf(place, 'lessThan', [end]);
  return leafOf(place, 'between', leaf.operator === 'withinLast' ? [end, origin] : [origin, end]);
}

function inMonth(place: LeafPlace): LeafNode | null {
  const { value } = place.leaf;
  const first = typeof value === 'string' ? `${value}-01` : value;
  const operand = parseLiteral(first, { type: 'date' })
    ? ({ kind: 'literal', value: first as string } as const)
    : isObject(value) && 'rel' in value
      ? parseOperand(value, { type: 'date' }, valueReport(place))
      : null;
  const month = operand && asRelative(operand);
  if (!month) return place.fault('condition.value-shape', `${describe(value)} is no month.`, 'Write "2026-01" or {"rel": "today", "add": {"months": -1}}.');
  return leafOf(place, 'between', [
    { ...month, edge: 'monthStart' },
    { ...month, edge: 'monthEnd' },
  ]);
}

/** At least one row for which the condition holds (or, `negated`, does not hold). */
function rowTest(place: LeafPlace, negated: boolean): LeafNode | null {
  const { leaf, description, compilation, pointer, depth } = place;
  if (!description.rows)
    return place.fault('condition.value-shape', `The rows of "${leaf.fact}" have no facts here.`, 'Test its number of rows, or whether it is empty.');
  const inner: Compilation = { ...compilation, scope: description.rows, prefix: `${compilation.prefix}${leaf.fact}.` };
  const rows = compilation.compile(leaf.value, inner, `${pointer}/value`, depth + 1);
  return rows && leafOf(place, 'some', [], { rows: negated ? { kind: 'not', node: rows } : rows });
}

function gradeAtLeast(place: LeafPlace): LeafNode | null {
  const { leaf, description } = place;
  if (!description.ordered || !description.values)
    return place.fault('condition.operator-not-for-type', `The values of "${leaf.fact}" have no order.`, 'Give its dict "ordered": true, lowest item first.');
  const rank = description.values.indexOf(String(leaf.value));
  if (rank < 0)
    return place.fault('condition.value-shape', `${describe(leaf.value)} is not one of the grades.`, `Use one of: ${description.values.join(', ')}.`);
  return leafOf(place, 'in', [{ kind: 'list', values: description.values.slice(rank), hasNull: false }]);
}

/** The person's unit for a user, the unit itself for a unit. */
function ownUnit(place: LeafPlace): LeafNode | null {
  const operands = [{ kind: 'context', name: 'user.unitId' }] as const;
  if (place.description.type === 'dept') return leafOf(place, 'equal', operands);
  const unit = through(place, [`${place.leaf.fact}.unit`]);
  return unit && leafOf(place, 'equal', operands, unit);
}

/** A test on the materialised path of the unit: `ownerPath` for `ownerUnit`, else `<unit>.path` or `<user>.unit.path`. */
function unitPath(place: LeafPlace, operator: 'startsWith' | 'endsWith' | 'containsText', operand: Operand): LeafNode | null {
  const { fact } = place.leaf;
  const candidates = place.description.type === 'user' ? [`${fact}.unit.path`] : [`${fact}.path`];
  if (/(?:^|\.)owner(?:Unit|User)$/.test(fact)) candidates.unshift(fact.replace(/owner(?:Unit|User)$/, 'ownerPath'));
  const path = through(place, candidates);
  return path && leafOf(place, operator, [operand], path);
}

/** Codes of units are unique, so a code in a path stands for one unit and all below it. */
function inUnit(place: LeafPlace): LeafNode | null {
  const { value, operator } = place.leaf;
  if (operator === 'inDeptTree' && isObject(value) && value['ctx'] === 'user.unitPath')
    return unitPath(place, 'startsWith', { kind: 'context', name: 'user.unitPath' });
  if (typeof value !== 'string' || !/^[^/\s\p{Cc}]+$/u.test(value))
    return place.fault('condition.value-shape', `${describe(value)} is no code of a unit.`, 'Write the code of the unit, e.g. "EAST".');
  return unitPath(place, operator === 'inDept' ? 'endsWith' : 'containsText', { kind: 'literal', value: `/${value}/` });
}

/** The role of the person the fact names, as a set that the place offers beside the fact. */
function hasRole(place: LeafPlace): LeafNode | null {
  const { value } = place.leaf;
  if (typeof value !== 'string' || value === '')
    return place.fault('condition.value-shape', `${describe(value)} is no role.`, 'Write the name of a role document.');
  const roles = through(place, [`${place.leaf.fact}.roles`]);
  return roles && leafOf(place, 'containsAny', [{ kind: 'literal', value: [value] }], roles);
}

/** The first of the paths that the place knows. */
function through(place: LeafPlace, paths: readonly string[]): Pick<LeafNode, 'fact' | 'type' | 'description'> | null {
  const { scope } = place.compilation;
  for (const path of paths) {
    const description = scope.lookup(path);
    if (description) return { fact: path, type: description.type, description };
  }
  place.compilation.report(
    `${place.pointer}/operator`,
    'condition.operator-not-for-type',
    `${place.compilation.place}: "${place.leaf.operator}" needs ${paths.join(' or ')}, which is not at hand here.`,
    'Test another fact, or use it where the person or unit can be followed.',
  );
  return null;
}
