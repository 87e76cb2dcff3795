import { describe, expect, test } from 'vitest';
import { compileTemplate, type TemplateFormat } from '../../engine/condition/index.ts';
import { context, id, orderScope } from './workshop.ts';

function compile(source: string, formats?: ReadonlyMap<string, TemplateFormat>) {
  const faults: string[] = [];
  const template = compileTemplate(source, {
    scope: orderScope,
    place: 'list "orders"',
    ...(formats ? { formats } : {}),
    report: (_, code, message, mend) => faults.push(`${code} ${message} ${mend}`),
  });
  return { template, faults };
}

const row = {
  name: '山地车',
  price: '1234567.5',
  weight: '0.043500',
  due: '2024-02-09',
  called: '2024-02-29T16:05:00Z',
  grade: 'A',
  tags: ['new', 'old'],
  rider: { id: id(1), label: '张三', name: '张三' },
  note: null,
};

describe('a template writes facts into a text', () => {
  const table: readonly (readonly [string, string])[] = [
    ['{name} {rider.name}', '山地车 张三'],
    ['{name}{note}.', '山地车.'],
    ['{{name}} {grade}', '{name} 甲'],
    ['{rider}', '张三'],
    ['{tags}', 'new、old'],
    ['{price}', '1234567.5'],
    ['{price|money} 元', '1,234,567.50 元'],
    ['{weight|rate}', '4.35%'],
    ['{due|date}', '2024-02-09'],
    ['{due|dateZh}', '2024年2月9日'],
    ['{called|date}', '2024-03-01'],
    ['{called|dateTime}', '2024-03-01 00:05'],
    ['', ''],
  ];
  test.each(table)('%s', (source, text) => {
    expect(compile(source).template?.render(row, context)).toBe(text);
  });

  test('a plugin may bring a format', () => {
    const formats = new Map([['loud', { types: ['text'] as const, format: (value: unknown) => `${String(value)}!` }]]);
    expect(compile('{name|loud}', formats).template?.render(row, context)).toBe('山地车!');
  });
});

describe('a text that is exactly one placeholder is the value itself', () => {
  test('with its type; a reference as its id', () => {
    expect(compile('{price}').template?.value?.(row, context)).toBe('1234567.5');
    expect(compile('{tags}').template?.value?.(row, context)).toEqual(['new', 'old']);
    expect(compile('{rider}').template?.value?.(row, context)).toBe(id(1));
    expect(compile('{note}').template?.value?.(row, context)).toBeNull();
  });

  test('a formula is its result', () => {
    expect(compile('=round(price / 3, 2)').template?.value?.(row, context)).toBe('411522.50');
  });

  test('anything beside it makes a text', () => {
    expect(compile('{price} ').template?.value).toBeUndefined();
    expect(compile('{price|money}').template?.value).toBeUndefined();
  });
});

describe('a wrong template is refused', () => {
  const table: readonly (readonly [string, RegExp])[] = [
    ['{nam}', /template\.unknown-fact.*"name"/],
    ['{}', /template\.unknown-fact/],
    ['{price|mony}', /template\.unknown-format.*"money"/],
    ['{name|money}', /template\.format-not-for-type/],
    ['{price', /template\.brace/],
    ['price}', /template\.brace/],
    ['=price /', /formula\.invalid/],
  ];
  test.each(table)('%s', (source, fault) => {
    const { template, faults } = compile(source);
    expect(template).toBeNull();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });
});
