import { describe, expect, test } from 'vitest';
import {
  camelToSnake,
  compareDecimals,
  compareText,
  decimal,
  decimalToText,
  foldText,
  groupThousands,
  isBlank,
  isDecimalText,
  kebabToCamel,
  kebabToSnake,
  nearestName,
  roundDecimal,
  sumDecimals,
  textLength,
} from '../../engine/kernel/index.ts';

describe('decimals', () => {
  test('only a plain decimal text is one', () => {
    for (const text of ['0', '-0', '12', '-12.50', '0.001', '99999999999999999999999999999999999999.99']) expect(isDecimalText(text), text).toBe(true);
    for (const text of ['', '1.', '.5', '01', '+1', '1e3', ' 1', '1,000', '0x10', 'NaN', 'Infinity', '１', 1, null])
      expect(isDecimalText(text), String(text)).toBe(false);
    expect(() => decimal(0.1)).toThrow(RangeError);
    expect(() => decimal('1e3')).toThrow(RangeError);
  });

  test('sums and products keep every digit', () => {
    expect(decimalToText(sumDecimals(['0.1', '0.2', '99999999999999999999999999999999999999'].map(decimal)))).toBe('99999999999999999999999999999999999999.3');
    expect(compareDecimals(decimal('1.0'), decimal('1.00'))).toBe(0);
    expect(decimalToText(decimal('-0.00'))).toBe('0');
    expect(decimalToText(decimal('1.5'), 2)).toBe('1.50');
  });

  test('a rounding says which way', () => {
    const rounded = (text: string, mode: 'halfUp' | 'up' | 'down' | 'halfEven') => decimalToText(roundDecimal(decimal(text), 2, mode));
    expect([
      rounded('0.125', 'halfUp'),
      rounded('0.125', 'halfEven'),
      rounded('0.135', 'halfEven'),
      rounded('0.121', 'up'),
      rounded('0.129', 'down'),
      rounded('-0.125', 'halfUp'),
      rounded('-0.121', 'up'),
    ]).toEqual(['0.13', '0.12', '0.14', '0.13', '0.12', '-0.13', '-0.13']);
  });

  test('thousands are grouped for reading', () => {
    expect(['1', '-1234', '1234567.5', '123.4567'].map(groupThousands)).toEqual(['1', '-1,234', '1,234,567.5', '123.4567']);
  });
});

describe('texts', () => {
  test('are ordered by code point, a supplementary character after all others', () => {
    expect(['𠮷', '\ue000', 'b', 'ab', 'a', '吉'].sort(compareText)).toEqual(['a', 'ab', 'b', '吉', '\ue000', '𠮷']);
    expect('𠮷' < '\ue000').toBe(true);
    expect(textLength('𠮷😀a')).toBe(3);
  });

  test('are blank when there is only white space, of any script', () => {
    expect(isBlank(' \u3000\u00a0\n')).toBe(true);
    expect(isBlank('\u200b')).toBe(false);
  });

  test('fold width and ASCII case', () => expect(foldText('ＡbＣ①')).toBe('abc1'));
});

describe('names', () => {
  test('become columns and tables', () => {
    expect([kebabToSnake('repair-order'), camelToSnake('receivedOn'), kebabToCamel('repair-order')]).toEqual(['repair_order', 'received_on', 'repairOrder']);
  });

  test('a slip of the pen finds the name that was meant', () => {
    expect(nearestName('amout', ['channel', 'amount', 'paidOn'])).toBe('amount');
    expect(nearestName('colour', ['channel', 'amount'])).toBeUndefined();
  });
});
