import { expect, test } from 'vitest';
import { capitalAmount } from '../../runtime-ui/kit/format/capital-amount.ts';
import { parseDate } from '../../runtime-ui/kit/format/dates.ts';
import { formatMoney } from '../../runtime-ui/kit/format/money.ts';
import { parseNumber, shiftPoint } from '../../runtime-ui/kit/format/parse-number.ts';
import { formatRate, fromPercent } from '../../runtime-ui/kit/format/rate.ts';

test.each([
  ['100000', '壹拾万元整'],
  ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
  ['107000.53', '壹拾万柒仟元伍角叁分'],
  ['325.04', '叁佰贰拾伍元零肆分'],
  ['100010001', '壹亿零壹万零壹元整'],
  ['0.05', '伍分'],
  ['0', '零元整'],
  ['-12.5', '负壹拾贰元伍角整'],
])('%s is written %s in capitals', (amount, written) => {
  expect(capitalAmount(amount)).toBe(written);
});

test.each([
  ['10万', '100000'],
  ['1.5w', '15000'],
  ['1,234,567.8', '1234567.8'],
  ['１２．５', '12.5'],
  ['¥ 3千', '3000'],
  ['2亿', '200000000'],
  ['0.1w', '1000'],
  ['12345678901234.56', '12345678901234.56'],
])('%s typed is %s', (typed, number) => {
  expect(parseNumber(typed)).toBe(number);
});

test.each(['', 'abc', '1.2.3', '万', '1e5', '--1'])('"%s" is no number', (typed) => {
  expect(parseNumber(typed)).toBeUndefined();
});

test.each([
  ['t', '2026-11-24'],
  ['+30', '2026-12-24'],
  ['-1m', '2026-10-24'],
  ['0630', '2026-06-30'],
  ['6-3', '2026-06-03'],
  ['20260630', '2026-06-30'],
  ['2026年6月30日', '2026-06-30'],
])('%s typed on 2026-11-24 is %s', (typed, date) => {
  expect(parseDate(typed, '2026-11-24')).toBe(date);
});

test.each(['0231', '2026-02-30', '13', 'soon'])('%s is no date', (typed) => {
  expect(parseDate(typed, '2026-11-24')).toBeUndefined();
});

test('money is grouped, signed and never rounded', () => {
  expect(formatMoney('1234567.5')).toBe('1,234,567.50');
  expect(formatMoney('-1234.567', 'CNY', { symbol: true })).toBe('−¥ 1,234.567');
  expect(formatMoney('0')).toBe('0.00');
  expect(formatMoney(null)).toBe('–');
});

test('a rate is shown in percent and kept as a fraction, exactly', () => {
  expect(formatRate('0.12', '%/年')).toBe('12.00 %/年');
  expect(formatRate('0.000500000000', '%')).toBe('0.05 %');
  expect(fromPercent('12.345')).toBe('0.12345');
  expect(shiftPoint('-0.05', -2)).toBe('-0.0005');
});
