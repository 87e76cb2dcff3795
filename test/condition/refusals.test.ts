import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCondition, type Condition, type ConditionUse } from '../../engine/condition/index.ts';
import { orderCondition, orderRow } from './conditions-arbitrary.ts';
import { context, id, orderScope } from './workshop.ts';

interface Finding {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly mend: string;
}

function findings(
  source: unknown,
  options: { readonly uses?: readonly ConditionUse[]; readonly shared?: ReadonlyMap<string, Condition> } = {},
): readonly Finding[] {
  const list: Finding[] = [];
  const condition = compileCondition(source, {
    scope: orderScope,
    place: 'rule "x"',
    ...options,
    report: (pointer, code, message, mend) => list.push({ pointer, code, message, mend }),
  });
  expect(condition === null).toBe(list.length > 0);
  return list;
}

const leaf = (fact: string, operator: string, value?: unknown) => ({ fact, operator, ...(value === undefined ? {} : { value }) });

describe('a wrong condition is refused where it is wrong', () => {
  const table: readonly (readonly [string, unknown, string, string])[] = [
    ['a text', 'price > 5', '', 'condition.shape'],
    ['nothing', null, '', 'condition.shape'],
    ['an empty object', {}, '', 'condition.shape'],
    ['two forms at once', { all: [], any: [] }, '', 'condition.shape'],
    ['a stray key beside all', { all: [], note: 'x' }, '/note', 'condition.shape'],
    ['all that is no list', { all: {} }, '/all', 'condition.shape'],
    ['const that is no boolean', { const: 'yes' }, '', 'condition.shape'],
    ['JSONPath', { ...leaf('rider', 'equal', id(1)), path: '$.name' }, '/path', 'condition.shape'],
    ['an unknown fact', { all: [leaf('prise', 'equal', '1')] }, '/all/0/fact', 'condition.unknown-fact'],
    ['an unknown operator', leaf('price', 'greaterThen', '1'), '/operator', 'condition.unknown-operator'],
    ['an inherited name as operator', leaf('price', 'toString', '1'), '/operator', 'condition.unknown-operator'],
    ['order of texts', leaf('name', 'lessThan', 'a'), '/operator', 'condition.operator-not-for-type'],
    ['number operators on dates', leaf('due', 'greaterThan', '2024-01-01'), '/operator', 'condition.operator-not-for-type'],
    ['ranges of moments', leaf('called', 'between', ['2024-02-29T00:00:00Z', '2024-02-29T01:00:00Z']), '/operator', 'condition.operator-not-for-type'],
    ['a missing value', leaf('price', 'equal'), '', 'condition.value-shape'],
    ['a value where none belongs', leaf('price', 'isNull', true), '/value', 'condition.value-shape'],
    ['a binary number as money', leaf('price', 'equal', 5), '/value', 'condition.value-shape'],
    ['an exponent', leaf('price', 'equal', '1e3'), '/value', 'condition.value-shape'],
    ['a thousands comma', leaf('price', 'equal', '1,000.00'), '/value', 'condition.value-shape'],
    ['a fraction as integer', leaf('hours', 'equal', 1.5), '/value', 'condition.value-shape'],
    ['a text as integer', leaf('hours', 'equal', '3'), '/value', 'condition.value-shape'],
    ['a day that does not exist', leaf('due', 'equal', '2023-02-29'), '/value', 'condition.value-shape'],
    ['a moment without zone', leaf('called', 'before', '2024-02-29T00:00:00'), '/value', 'condition.value-shape'],
    ['a choice that is none', leaf('grade', 'equal', 'E'), '/value', 'condition.value-shape'],
    ['one wrong choice of a list', leaf('grade', 'in', ['A', 'E']), '/value/1', 'condition.value-shape'],
    ['a single value as list', leaf('grade', 'in', 'A'), '/value', 'condition.value-shape'],
    ['null in a set', leaf('tags', 'containsAny', ['new', null]), '/value', 'condition.value-shape'],
    ['an id that is none', leaf('rider', 'equal', 'ann'), '/value', 'condition.value-shape'],
    ['a text that no database holds', leaf('name', 'equal', '\ud842'), '/value', 'condition.value-shape'],
    ['half a range', leaf('price', 'between', ['1']), '/value', 'condition.value-shape'],
    ['a wrong end of a range', leaf('price', 'between', ['1', 2]), '/value/1', 'condition.value-shape'],
    ['a divisor of zero', leaf('hours', 'multipleOf', 0), '/value', 'condition.value-shape'],
    ['a null divisor', leaf('hours', 'multipleOf', null), '/value', 'condition.value-shape'],
    ['an unknown unit of time', leaf('due', 'withinLast', { n: 1, unit: 'year' }), '/value', 'condition.value-shape'],
    ['a negative period', leaf('due', 'withinLast', { n: -1, unit: 'day' }), '/value', 'condition.value-shape'],
    ['a month that is none', leaf('due', 'monthEquals', '2024-13'), '/value', 'condition.value-shape'],
    ['now for a date', leaf('due', 'before', { rel: 'now' }), '/value/rel', 'condition.value-shape'],
    ['today for a moment', leaf('called', 'before', { rel: 'today' }), '/value/rel', 'condition.value-shape'],
    ['hours added to a day', leaf('due', 'before', { rel: 'today', add: { hours: 1 } }), '/value/add/hours', 'condition.value-shape'],
    ['an unknown fact as value', leaf('price', 'equal', { fact: 'depost' }), '/value/fact', 'condition.unknown-fact'],
    ['a date against a moment', leaf('due', 'before', { fact: 'called' }), '/value/fact', 'condition.value-shape'],
    ['a context value of another type', leaf('price', 'equal', { ctx: 'user.id' }), '/value/ctx', 'condition.value-shape'],
    ['grades without order', leaf('grade', 'gradeAtLeast', 'E'), '/value', 'condition.value-shape'],
    ['a role of something without roles', leaf('ownerUser', 'hasRole', ''), '/value', 'condition.value-shape'],
    ['a unit path as code', leaf('ownerUnit', 'inDept', '/HQ/'), '/value', 'condition.value-shape'],
    ['an unknown fact of a row', leaf('parts', 'some', leaf('prise', 'isNull')), '/value/fact', 'condition.unknown-fact'],
    ['a figure without comparison', leaf('parts', 'countCmp', { to: 1 }), '/value', 'condition.value-shape'],
    ['a sum of texts', leaf('parts', 'sumCmp', { of: 'label', is: 'equal', to: '1' }), '/value', 'condition.operator-not-for-type'],
    ['a sum of what is not there', leaf('parts', 'sumCmp', { of: 'cost', is: 'equal', to: '1' }), '/value', 'condition.unknown-fact'],
    ['a figure compared as text', leaf('parts', 'countCmp', { is: 'startsWith', to: 1 }), '/value', 'condition.unknown-operator'],
    ['an unbounded repeat', leaf('name', 'matches', 'a*'), '/value', 'condition.pattern'],
    ['look-ahead', leaf('name', 'matches', 'a(?=b)'), '/value', 'condition.pattern'],
    ['a back-reference', leaf('name', 'matches', '(a)\\1'), '/value', 'condition.pattern'],
    ['a class that never closes', leaf('name', 'matches', '[a-z'), '/value', 'condition.pattern'],
    ['a pattern of a million characters', leaf('name', 'matches', '(a{100}){255}'), '/value', 'condition.pattern'],
    ['a shared condition that is not there', { condition: 'urgentOnes' }, '/condition', 'condition.unknown-shared'],
  ];
  test.each(table)('%s', (_, source, pointer, code) => {
    expect(findings(source).map((finding) => [finding.pointer, finding.code])).toEqual([[pointer, code]]);
  });

  test('all findings come at once, each begins with the place and ends with a way to mend it', () => {
    const list = findings({ all: [leaf('prise', 'equal', '1'), { not: leaf('grade', 'equal', 'E') }] });
    expect(list.map((finding) => finding.pointer)).toEqual(['/all/0/fact', '/all/1/not/value']);
    for (const finding of list) expect(finding.message).toMatch(/^rule "x": /);
    expect(list[0]?.mend).toMatch(/did you mean "price"/i);
    expect(list[1]?.mend).toContain('A');
  });
});

describe('a condition has a size', () => {
  const nest = (depth: number): unknown => (depth === 1 ? leaf('name', 'isNull') : { not: nest(depth - 1) });

  test('eight deep is possible, nine is not', () => {
    expect(findings(nest(8))).toEqual([]);
    expect(findings(nest(9)).map((finding) => finding.code)).toEqual(['condition.too-deep']);
  });

  test('two hundred tests are possible, one more is not', () => {
    const all = (count: number) => ({ all: Array.from({ length: count }, () => leaf('name', 'isNull')) });
    expect(findings(all(200))).toEqual([]);
    expect(findings(all(201)).map((finding) => finding.code)).toEqual(['condition.too-large']);
  });
});

describe('a shared condition is resolved when it is published', () => {
  const shared = new Map<string, Condition>([
    ['dear', leaf('price', 'greaterThan', '500') as Condition],
    ['first', { not: { condition: 'second' } }],
    ['second', { all: [{ condition: 'first' }] }],
  ]);

  test('and then stands for what it says', () => {
    const condition = compileCondition({ not: { condition: 'dear' } }, { scope: orderScope, place: 'x', shared, report: () => undefined });
    expect(condition?.evaluate({ price: '501' }, context)).toBe(false);
    expect(condition?.facts).toEqual(['price']);
  });

  test('a circle is refused and shown', () => {
    expect(findings({ condition: 'first' }, { shared })).toMatchObject([
      { code: 'condition.cycle', message: expect.stringContaining('first → second → first') as string },
    ]);
  });
});

test('a test of a change cannot filter stored rows', () => {
  expect(findings(leaf('grade', 'changed'), { uses: ['E'] })).toEqual([]);
  expect(findings(leaf('grade', 'changed'), { uses: ['E', 'Q'] }).map((finding) => finding.code)).toEqual(['condition.not-in-sql']);
});

describe('rewriting a condition does not change what it says', () => {
  const answer = (source: Condition) => {
    const condition = compileCondition(source, { scope: orderScope, place: 'x', report: (...words) => expect(words).toEqual([]) });
    return (row: Parameters<NonNullable<typeof condition>['evaluate']>[0]) => condition?.evaluate(row, context);
  };
  const same = (rewrite: (a: Condition, b: Condition) => readonly [Condition, Condition]) =>
    fc.assert(
      fc.property(orderCondition, orderCondition, orderRow, (a, b, row) => {
        const [left, right] = rewrite(a, b);
        expect(answer(left)(row)).toBe(answer(right)(row));
      }),
      { numRuns: 300 },
    );

  test('two denials cancel', () => same((a) => [{ not: { not: a } }, a]));
  test('a denial of all is a denial of any', () => same((a, b) => [{ not: { all: [a, b] } }, { any: [{ not: a }, { not: b }] }]));
  test('a denial of any is a denial of all', () => same((a, b) => [{ not: { any: [a, b] } }, { all: [{ not: a }, { not: b }] }]));
  test('order does not matter', () => same((a, b) => [{ all: [a, b] }, { all: [b, a] }]));
  test('a range is its two bounds', () =>
    same(() => [
      leaf('price', 'between', ['0.01', '500']) as Condition,
      { all: [leaf('price', 'greaterThanInclusive', '0.01') as Condition, leaf('price', 'lessThanInclusive', '500') as Condition] },
    ]));
});
