import { describe, expect, test } from 'vitest';
import { compileFormula, EvaluationError, type FactType } from '../../engine/condition/index.ts';
import { context, orderScope } from './workshop.ts';

function compile(source: string, expects?: FactType) {
  const faults: string[] = [];
  const formula = compileFormula(source, {
    scope: orderScope,
    place: 'entity "order"',
    ...(expects ? { expects } : {}),
    report: (_, code, message) => faults.push(`${code} ${message}`),
  });
  return { formula, faults };
}

function value(source: string, row: Record<string, unknown> = {}, expects?: FactType): unknown {
  const { formula, faults } = compile(source, expects);
  if (!formula) throw new Error(faults.join('\n'));
  return formula.evaluate(row, context);
}

describe('a formula is exact', () => {
  const table: readonly (readonly [string, Record<string, unknown>, unknown])[] = [
    ['0.1 + 0.2', {}, '0.3'],
    ['price * 3', { price: '0.10' }, '0.30'],
    ['round(price / hours, 2)', { price: '100.00', hours: 3 }, '33.33'],
    ['round(price / hours, 2)', { price: '100.00', hours: 6 }, '16.67'],
    ['round(2.5)', {}, 3],
    ['round(-2.5)', {}, -3],
    ['round(0.005, 2)', {}, '0.01'],
    ['roundUp(0.001, 2)', {}, '0.01'],
    ['roundUp(-0.001, 2)', {}, '-0.01'],
    ['roundDown(0.019, 2)', {}, '0.01'],
    ['roundDown(-0.019, 2)', {}, '-0.01'],
    ['round(1 / 3 * 3, 10)', {}, '1.0000000000'],
    ['weight * weight', { weight: '99999999999999999999999999999999999999' }, '9999999999999999999999999999999999999800000000000000000000000000000000000001'],
    ['2 + 3 * 4 - 6', {}, 8],
    ['(2 + 3) * -4', {}, -20],
    ['2 - 3 - 4', {}, -5],
    ['min(price, deposit, 5)', { price: '7', deposit: '6' }, '5.00'],
    ['max(due, received)', { due: '2024-01-01', received: '2024-02-01' }, '2024-02-01'],
    ['sum(parts.price)', { parts: [{ price: '0.10' }, { price: null }, { price: '0.20' }] }, '0.30'],
    ['sum(parts.price)', { parts: [] }, '0.00'],
    ['count(parts)', { parts: [{}, {}] }, 2],
    ['days(received, due)', { received: '2024-02-01', due: '2024-03-01' }, 29],
    ['due - received', { received: '2024-02-01', due: '2024-03-01' }, 29],
    ['due + 1', { due: '2024-02-29' }, '2024-03-01'],
    ['addMonths(due, 1)', { due: '2024-01-31' }, '2024-02-29'],
    ['today()', {}, '2024-02-29'],
    ['coalesce(price, deposit, 0)', { price: null, deposit: '3.00' }, '3.00'],
    ["if(grade = 'A', 0.9, 1)", { grade: 'A' }, '0.9'],
    ["if(grade != 'A', 0.9, 1)", { grade: 'A' }, '1'],
    ['if(urgent, price, 0)', { urgent: true, price: '9.5' }, '9.50'],
    ['price >= 500', { price: '500.00' }, true],
    ['price = 500', { price: '500.00' }, true],
    ["coalesce(name, '无')", { name: null }, '无'],
  ];
  test.each(table)('%s of %j', (source, row, expected) => {
    expect(value(source, row)).toBe(expected);
  });

  test('nothing in gives nothing out, except where a function says otherwise', () => {
    for (const source of [
      'price + 1',
      'round(price / 2, 2)',
      'min(price, 1)',
      'days(due, today())',
      'addMonths(due, 1)',
      'if(price > 1, 1, 2)',
      '-price',
      'price = 1',
      'coalesce(price, deposit)',
    ]) {
      expect(value(source, {}), source).toBeNull();
    }
    expect(value('if(urgent, price * 0 + 1, 2)', { urgent: false })).toBe('2.00');
  });

  test('the result takes the form of the property that holds it', () => {
    expect(value('hours * 2', { hours: 3 }, 'money')).toBe('6.00');
    expect(value('hours * 2', { hours: 3 }, 'decimal')).toBe('6');
  });
});

describe('a formula that cannot be worked out is an error', () => {
  test('a division by zero', () => expect(() => value('round(price / hours, 2)', { price: '1.00', hours: 0 })).toThrow(EvaluationError));
  test('a value of the wrong type', () => expect(() => value('price + 1', { price: 1.5 })).toThrow(EvaluationError));
  test('a date beyond the calendar', () => expect(() => value('due + 999999999', { due: '2024-01-01' })).toThrow(EvaluationError));
});

describe('a wrong formula is refused with its place', () => {
  const table: readonly (readonly [string, RegExp])[] = [
    ['price / hours', /division stands inside round/],
    ['round(price, 2) / hours', /division stands inside round/],
    ['prise * 2', /no fact "prise".*price/],
    ['price * deposit', /Money times money/],
    ['name + 1', /does not work on text and int/],
    ['due + received', /date and date/],
    ['price > due', /does not compare/],
    ['name > note', /no order/],
    ['price +', /found the end/],
    ['price 2', /"2" does not belong here/],
    ['price = 1 = 2', /does not belong here/],
    ['(price', /Expected "\)"/],
    ['round(price, hours)', /decimal places/],
    ['round(price, 2, 3)', /takes a number/],
    ['power(price, 2)', /no function "power"/],
    ['constructor(1)', /no function/],
    ['sum(price)', /column of a list of rows/],
    ['sum(parts.kind)', /does not work on enum/],
    ['count(parts.price)', /list of rows/],
    ['parts + 1', /list of rows/],
    ['if(price, 1, 2)', /not bool/],
    ["if(urgent, 1, 'a')", /mixes int and text/],
    ['price; 1', /no part of a formula/],
    ['today(1)', /takes \(\)/],
    ['1.5.2', /no part of a formula/],
    [`${'('.repeat(40)}1${')'.repeat(40)}`, /nested/],
  ];
  test.each(table)('%s', (source, message) => {
    const { formula, faults } = compile(source);
    expect(formula).toBeNull();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(message);
    expect(faults[0]).toMatch(/^formula\.invalid entity "order": at character \d+/);
  });

  test('a result of another type than the property is refused', () => {
    expect(compile('price * 2', 'int').faults[0]).toMatch(/formula\.type.*gives money, but int/);
  });
});

test('a formula knows what it reads', () => {
  expect(compile('round((price + sum(parts.price)) / hours, 2)').formula?.facts).toEqual(['price', 'parts.price', 'hours']);
});
