import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  instantKey,
  isDate,
  isInstant,
  isMonthEnd,
  monthEnd,
  shiftMonths,
  startOfDay,
} from '../../engine/kernel/index.ts';

describe('calendar dates', () => {
  test('a date that does not exist is none', () => {
    for (const date of ['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) expect(isDate(date), date).toBe(true);
    for (const date of [
      '2023-02-29',
      '1900-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-04-31',
      '0000-01-01',
      '2024-1-1',
      '20240101',
      ' 2024-01-01',
      20240101,
      null,
    ])
      expect(isDate(date), String(date)).toBe(false);
  });

  test('a month later is clamped to the end of the month', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28');
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2024-11-30', 3)).toBe('2025-02-28');
    expect(monthEnd('2024-02-01')).toBe('2024-02-29');
    expect(isMonthEnd('2024-02-28')).toBe(false);
  });

  const anyDate = fc.date({ min: new Date('0101-01-01'), max: new Date('9900-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));

  test('days are those of the calendar that JavaScript has', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -36_500, max: 36_500 }), (date, days) => {
        const later = addDays(date, days);
        expect(later).toBe(new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10));
        expect(daysBetween(date, later)).toBe(days);
      }),
    );
  });

  test('beyond the calendar is refused', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addMonths('0001-01-01', -1)).toThrow(RangeError);
  });
});

describe('moments', () => {
  test('are UTC and compare as texts with six places', () => {
    expect(isInstant('2024-02-29T03:00:00Z')).toBe(true);
    for (const text of ['2024-02-29T03:00:00', '2024-02-30T03:00:00Z', '2024-02-29T24:00:00Z', '2024-02-29T03:00:00+08:00', '2024-02-29 03:00:00Z'])
      expect(isInstant(text), text).toBe(false);
    expect(instantKey('2024-02-29T03:00:00.5Z')).toBe('2024-02-29T03:00:00.500000Z');
  });

  test('a day begins when the clock of the zone says so', () => {
    expect(startOfDay('2024-02-29', 'Asia/Shanghai')).toBe('2024-02-28T16:00:00.000000Z');
    expect(dateOf('2024-02-28T16:00:00Z', 'Asia/Shanghai')).toBe('2024-02-29');
    expect(startOfDay('2024-07-01', 'Europe/Berlin')).toBe('2024-06-30T22:00:00.000000Z');
    expect(shiftMonths('2024-01-31T16:00:00.000001Z', 1, 'Asia/Shanghai')).toBe('2024-02-29T16:00:00.000001Z');
  });
});
