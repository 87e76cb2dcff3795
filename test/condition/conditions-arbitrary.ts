import fc from 'fast-check';
import {
  operators,
  operatorsFor,
  type Condition,
  type FactDescription,
  type FactRow,
  type FactScope,
  type FactType,
  type OperatorDefinition,
} from '../../engine/condition/index.ts';
import { id, orderFacts, orderScope, partScope } from './workshop.ts';

/** Random conditions and rows over the repair order. The values are few and awkward, so that they often meet. */

const texts = [
  '',
  ' ',
  '\u3000',
  'a',
  'A',
  'Ａ',
  'ab',
  '张三',
  '𠮷',
  '\ue000',
  '😀',
  '100%',
  '_',
  'ﬁx',
  '/HQ/EAST/',
  '/HQ/',
  'É',
  'e\u0301',
  "';--",
  'A-12',
  '\\',
];
const decimals = ['0', '-0.01', '0.01', '1.0', '1.00', '2.5', '500.00', '99999999999999999999999999999999999999', '12345678901234567890.123456789', '-3'];
const moneys = ['0.00', '-0.01', '0.01', '1.00', '499.99', '500.00', '500.01', '999999999999999999.99'];
const integers = [0, 1, -1, 2, 3, 12, 36, Number.MAX_SAFE_INTEGER];
const dates = ['2024-02-28', '2024-02-29', '2024-03-01', '2024-01-31', '2023-02-28', '2024-12-31', '2025-01-01', '1999-12-31', '2024-02-22', '2024-03-07'];
const moments = [
  '2024-02-28T15:59:59.999Z',
  '2024-02-28T16:00:00Z',
  '2024-02-29T03:00:00Z',
  '2024-02-29T15:59:59.999999Z',
  '2024-02-29T16:00:00.000Z',
  '2024-01-31T00:00:00Z',
  '2024-02-22T03:00:00Z',
];
const ids = [1, 2, 7, 8].map(id);
const paths = ['/HQ/', '/HQ/EAST/', '/HQ/EAST/ONE/', '/HQ/EASTERN/', '/'];

/** A value of a type as rows and documents hold it. */
function valueOf({ type, values, document }: FactDescription): fc.Arbitrary<unknown> {
  if (document) return fc.constantFrom('frame@a1', 'frame@b2', 'wheel@c3');
  const pools: Readonly<Record<FactType, fc.Arbitrary<unknown>>> = {
    text: fc.constantFrom(...texts),
    int: fc.constantFrom(...integers),
    decimal: fc.constantFrom(...decimals),
    money: fc.constantFrom(...moneys),
    bool: fc.boolean(),
    date: fc.constantFrom(...dates),
    datetime: fc.constantFrom(...moments),
    enum: fc.constantFrom(...(values ?? ['mechanic', 'A', 'manager'])),
    enumSet: fc.subarray([...(values ?? ['mechanic', 'A', 'manager'])]),
    ref: fc.constantFrom(...ids),
    user: fc.constantFrom(...ids),
    dept: fc.constantFrom(...ids),
    refSet: fc.subarray(ids),
    rows: fc.constant([]),
  };
  return pools[type];
}

/** At least a quarter of the values are null. */
const orNull = (value: fc.Arbitrary<unknown>) => fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });

const partRow = fc.record(Object.fromEntries(partScope.paths.map((path) => [path, orNull(valueOf(partScope.lookup(path) as FactDescription))])));

export const orderRow: fc.Arbitrary<FactRow> = fc.record({
  ...Object.fromEntries([...orderFacts].map(([path, fact]) => [path, orNull(path === 'ownerPath' ? fc.constantFrom(...paths) : valueOf(fact))])),
  parts: fc.array(partRow, { maxLength: 3 }),
}) as fc.Arbitrary<FactRow>;

export const orderCondition: fc.Arbitrary<Condition> = conditionOver(orderScope, 4);

function conditionOver(scope: FactScope, depth: number): fc.Arbitrary<Condition> {
  const leaf = fc.constantFrom(...scope.paths).chain((path) => leafOn(path, scope, depth));
  if (depth <= 1) return leaf;
  const inner = conditionOver(scope, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map((all) => ({ all })) },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map((any) => ({ any })) },
    { weight: 1, arbitrary: inner.map((not) => ({ not })) },
    { weight: 1, arbitrary: fc.boolean().map((value) => ({ const: value })) },
  );
}

function leafOn(fact: string, scope: FactScope, depth: number): fc.Arbitrary<Condition> {
  const description = scope.lookup(fact) as FactDescription;
  const names = operatorsFor(description.type).filter((name) => fits(name, fact, description));
  return fc.constantFrom(...names).chain((operator) => {
    const definition: OperatorDefinition = operators[operator];
    if (definition.value === 'none') return fc.constant({ fact, operator } as Condition);
    return operandOf(operator, definition, { description, scope, depth }).map((value) => ({ fact, operator, value }) as Condition);
  });
}

/** Operators that need what only some facts have beside them. */
function fits(operator: string, fact: string, { ordered, type }: FactDescription): boolean {
  if (operator === 'gradeAtLeast') return ordered === true;
  if (operator === 'hasRole' || operator === 'isMyDept') return fact.startsWith('owner') && (operator === 'hasRole' || type === 'dept');
  if (['inDept', 'inDeptTree', 'isMyDeptTree'].includes(operator)) return fact.startsWith('owner');
  return true;
}

interface Place {
  readonly description: FactDescription;
  readonly scope: FactScope;
  readonly depth: number;
}

function operandOf(operator: string, definition: OperatorDefinition, { description, scope, depth }: Place): fc.Arbitrary<unknown> {
  const literal = valueOf(description);
  const sameType = scope.paths.filter((path) => scope.lookup(path)?.type === description.type && !scope.lookup(path)?.document === !description.document);
  const others = fc.constantFrom(...sameType).map((path) => ({ fact: path }));
  const scalar = fc.oneof(
    { weight: 4, arbitrary: literal },
    { weight: 2, arbitrary: others },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: relativeOf(description.type) ?? literal },
  );
  switch (definition.value) {
    case 'pair':
      return fc.tuple(scalar, scalar);
    case 'list':
      return fc.array(orNull(literal), { maxLength: 4 });
    case 'divisor':
      return description.type === 'int' ? fc.constantFrom(1, 2, 3) : fc.constantFrom('0.01', '2.5', '3', '0.3');
    case 'pattern':
      return fc.constantFrom('[A-Z]-\\d{1,3}', 'a?b?', '.{2,4}', '(a|ab|张三){1,3}', '[^a-z]{1,9}', '/HQ/.{0,5}', '\\\\', '.{0,3}');
    case 'length':
      return fc.oneof(
        fc.constantFrom(0, 1, 2, 3),
        fc.constantFrom(...scope.paths.filter((path) => scope.lookup(path)?.type === 'int')).map((path) => ({ fact: path })),
      );
    case 'period':
      return fc.record({ n: fc.constantFrom(0, 1, 7, 12), unit: fc.constantFrom('day', 'week', 'month', 'workday') });
    case 'day':
      return fc.oneof(fc.constantFrom(...dates), fc.constant({ rel: 'today' }), fc.constant({ rel: 'today', add: { days: -1 } }));
    case 'month':
      return fc.oneof(fc.constantFrom('2024-02', '2023-02', '2024-12'), fc.constant({ rel: 'today', add: { months: -1 } }));
    case 'rows':
      return conditionOver(partScope, Math.min(depth - 1, 2));
    case 'aggregate':
      return aggregateOf(operator);
    case 'unit':
      return fc.constantFrom('EAST', 'HQ', 'ONE', 'WEST');
    case 'role':
      return fc.constantFrom('mechanic', 'manager');
    default:
      return definition.value === 'grade' ? literal : scalar;
  }
}

function relativeOf(type: FactType): fc.Arbitrary<unknown> | undefined {
  const add = fc.constantFrom({}, { days: 1 }, { days: -7 }, { months: 1 }, { months: -1, days: 2 }, { years: -1 }, { workdays: 3 });
  if (type === 'date') return add.map((step) => ({ rel: 'today', add: step }));
  if (type === 'datetime') return fc.oneof(add, fc.constant({ hours: 13 })).map((step) => ({ rel: 'now', add: step }));
  if (type === 'user') return fc.constant({ ctx: 'user.id' });
  if (type === 'dept') return fc.constant({ ctx: 'user.unitId' });
  return type === 'money' ? fc.constant({ ctx: 'limit' }) : undefined;
}

function aggregateOf(operator: string): fc.Arbitrary<unknown> {
  const is = fc.constantFrom('equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive', 'between', 'notBetween');
  const columns = operator === 'countCmp' ? [null] : operator === 'sumCmp' ? ['price', 'quantity'] : ['price', 'quantity', 'fittedOn'];
  return fc.tuple(is, fc.constantFrom(...columns)).chain(([comparison, of]) => {
    const bound = orNull(valueOf(of === null ? { type: 'int' } : (partScope.lookup(of) as FactDescription)));
    const to = comparison.endsWith('etween') ? fc.tuple(bound, bound) : bound;
    return to.map((value) => ({ ...(of === null ? {} : { of }), is: comparison, to: value }));
  });
}
