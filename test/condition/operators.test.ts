import { describe, expect, test } from 'vitest';
import { compileCondition, EvaluationError, operators, operatorsFor, type Condition, type FactRow } from '../../engine/condition/index.ts';
import { operatorCases, throughCases, type OperatorCase } from './operator-cases.ts';
import { context, emptyOrder, orderScope } from './workshop.ts';

function compile(source: Condition) {
  const faults: string[] = [];
  const condition = compileCondition(source, { scope: orderScope, place: 'test', report: (...words) => faults.push(words.join(' ')) });
  if (!condition) throw new Error(faults.join('\n'));
  return condition;
}

const leafOf = ({ fact, operator, value }: OperatorCase) => ({ fact, operator, ...(value === undefined ? {} : { value }) }) as Condition;

describe('each operator says what its table says', () => {
  const named = operatorCases.map((each) => [`${each.fact} ${each.operator} ${JSON.stringify(each.value) ?? ''}`, each] as const);
  test.each(named)('%s', (_, each) => {
    const condition = compile(leafOf(each));
    for (const value of each.holds) expect(condition.evaluate({ ...emptyOrder, [each.fact]: value }, context), `holds for ${JSON.stringify(value)}`).toBe(true);
    for (const value of each.fails)
      expect(condition.evaluate({ ...emptyOrder, [each.fact]: value }, context), `fails for ${JSON.stringify(value)}`).toBe(false);
  });

  test.each(throughCases.map((each) => [`${each.fact} ${each.operator} ${JSON.stringify(each.value) ?? ''}`, each] as const))(
    '%s, read through another fact',
    (_, each) => {
      const condition = compile(leafOf(each));
      expect(condition.facts).toContain(each.reads);
      for (const value of each.holds) expect(condition.evaluate({ ...emptyOrder, [each.reads]: value }, context)).toBe(true);
      for (const value of each.fails) expect(condition.evaluate({ ...emptyOrder, [each.reads]: value }, context)).toBe(false);
    },
  );

  test('every operator has a row in the tables', () => {
    const tested = new Set([...operatorCases, ...throughCases].map((each) => each.operator));
    const inWrites = ['changed', 'changedTo', 'changedFrom'];
    expect(Object.keys(operators).filter((name) => !tested.has(name) && !inWrites.includes(name))).toEqual([]);
  });
});

describe('a change is seen between the record before and after', () => {
  const after = { ...emptyOrder, price: '500.0', grade: 'A' };
  const changed = (source: Condition, before: FactRow | null) => compile(source).evaluate(after, { ...context, before });

  test('a value that is written differently has not changed', () => {
    expect(changed({ fact: 'price', operator: 'changed' }, { ...after, price: '500.00' })).toBe(false);
    expect(changed({ fact: 'price', operator: 'changed' }, { ...after, price: '500.01' })).toBe(true);
  });

  test('a new record has changed from nothing', () => {
    expect(changed({ fact: 'grade', operator: 'changed' }, null)).toBe(true);
    expect(changed({ fact: 'grade', operator: 'changedTo', value: 'A' }, null)).toBe(true);
    expect(changed({ fact: 'grade', operator: 'changedFrom', value: null }, null)).toBe(true);
    expect(changed({ fact: 'name', operator: 'changed' }, null)).toBe(false);
  });

  test('changed to and changed from name the new and the old value', () => {
    const before = { ...after, grade: 'B' };
    expect(changed({ fact: 'grade', operator: 'changedTo', value: 'A' }, before)).toBe(true);
    expect(changed({ fact: 'grade', operator: 'changedTo', value: 'B' }, before)).toBe(false);
    expect(changed({ fact: 'grade', operator: 'changedFrom', value: 'B' }, before)).toBe(true);
    expect(changed({ fact: 'grade', operator: 'changedFrom', value: 'A' }, before)).toBe(false);
    expect(changed({ fact: 'grade', operator: 'changedTo', value: 'A' }, after)).toBe(false);
  });

  test('without a record before, the answer is an error', () => {
    const { before: _, ...without } = context;
    expect(() => compile({ fact: 'grade', operator: 'changed' }).evaluate(after, without)).toThrow(EvaluationError);
  });
});

describe('an error is never an answer', () => {
  const row = { ...emptyOrder, ownerUser: context.user?.id, price: '1.00' };

  test('a missing context value is an error in whatever branch it stands', () => {
    const { user: _, ...nobody } = context;
    const condition = compile({
      any: [
        { fact: 'price', operator: 'equal', value: '1.00' },
        { fact: 'ownerUser', operator: 'isSelf' },
      ],
    });
    expect(condition.evaluate(row, context)).toBe(true);
    expect(() => condition.evaluate(row, nobody)).toThrow(/user\.id/);
  });

  test('a person without a unit sees no rows of "my unit", and not all rows of "not my unit"', () => {
    const noUnit = { ...context, user: { id: 'x', unitId: null, unitPath: null, roles: [] } };
    expect(() => compile({ not: { fact: 'ownerUnit', operator: 'isMyDept' } }).evaluate(row, noUnit)).toThrow(EvaluationError);
    expect(() => compile({ not: { fact: 'ownerUnit', operator: 'isMyDeptTree' } }).evaluate(row, noUnit)).toThrow(EvaluationError);
  });

  const drifts: readonly (readonly [string, unknown])[] = [
    ['price', 1.5],
    ['price', '1e3'],
    ['price', '１.00'],
    ['hours', '1.5'],
    ['hours', 2 ** 60],
    ['urgent', 'true'],
    ['urgent', 1],
    ['due', '2024-02-30'],
    ['due', '2024-02-29T00:00:00Z'],
    ['called', '2024-02-29'],
    ['called', '2024-02-29T00:00:00+08:00'],
    ['name', 7],
    ['tags', 'new'],
    ['rider', 7],
    ['parts', {}],
  ];
  test.each(drifts)('%s holding %j is an error, not false', (fact, value) => {
    const operator = fact === 'parts' ? 'isEmpty' : 'isNull';
    expect(() => compile({ fact, operator }).evaluate({ ...row, [fact]: value }, context)).toThrow(EvaluationError);
  });

  test('more rows than a condition may look at are an error', () => {
    expect(() => compile({ fact: 'parts', operator: 'isEmpty' }).evaluate({ ...row, parts: Array.from({ length: 10_001 }, () => ({})) }, context)).toThrow(
      EvaluationError,
    );
  });

  test('working days without a calendar are an error', () => {
    const { addWorkdays: _, ...noCalendar } = context;
    expect(() => compile({ fact: 'due', operator: 'withinNext', value: { n: 2, unit: 'workday' } }).evaluate(row, noCalendar)).toThrow(EvaluationError);
  });
});

describe('facts are found along their path', () => {
  const equal = compile({ fact: 'rider.name', operator: 'equal', value: 'Ann' });

  test('in nested objects, or under the whole path as one key', () => {
    expect(equal.evaluate({ rider: { id: 'x', name: 'Ann' } }, context)).toBe(true);
    expect(equal.evaluate({ rider: 'x', 'rider.name': 'Ann' }, context)).toBe(true);
  });

  test('a missing relation is null, and nothing is inherited', () => {
    expect(equal.evaluate({ rider: null }, context)).toBe(false);
    expect(equal.evaluate({}, context)).toBe(false);
    const inherited = compile({ fact: 'name', operator: 'isNull' });
    expect(inherited.evaluate(Object.create({ name: 'x' }) as FactRow, context)).toBe(true);
  });

  test('a reference compares by id, whether it comes as id or as record', () => {
    const condition = compile({ fact: 'ownerUser', operator: 'isSelf' });
    expect(condition.evaluate({ ownerUser: { id: context.user?.id, label: 'Ann' } }, context)).toBe(true);
  });
});

test('a filter is offered no operator that needs the record before a change', () => {
  expect(operatorsFor('bool')).toEqual(['equal', 'notEqual', 'in', 'notIn', 'isNull', 'isNotNull', 'isEmpty', 'isNotEmpty', 'isTrue', 'isFalse']);
});
