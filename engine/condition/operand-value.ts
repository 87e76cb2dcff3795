import { addDays, addMonths, monthEnd, monthStart } from '../kernel/dates.ts';
import { addHours, instantKey, shiftDays, shiftMonths, startOfDay, dateOf } from '../kernel/instants.ts';
import { contextValue } from './context-value.ts';
import { EvaluationError } from './evaluation-error.ts';
import { factReader, valueReader } from './fact-values.ts';
import type { EvaluationContext, FactDescription, FactRow, FactScalar, FactValue, Operand, RelativeOperand } from './types.ts';

/** Reads an operand for one evaluation, in the working form of the fact's type. */
export function operandReader(operand: Operand, fact: FactDescription): (row: FactRow, context: EvaluationContext) => FactValue {
  switch (operand.kind) {
    case 'literal':
      return () => operand.value;
    case 'list':
      return () => operand.values;
    case 'fact':
      return factReader(operand.path, operand.description);
    case 'relative':
      return (_, context) => relativeValue(operand, context);
    case 'context':
      return (_, context) => readContext(operand.name, fact, context);
  }
}

/** Day or moment of a relative operand. Throws EvaluationError when working days are asked for and no calendar is there. */
export function relativeValue(operand: RelativeOperand, context: EvaluationContext): string {
  const { base, add, edge } = operand;
  const moment = base === 'now';
  let value = typeof base === 'object' ? base.date : (contextValue(base, context) as string);
  try {
    if (add.months) value = moment ? shiftMonths(value, add.months, context.zone) : addMonths(value, add.months);
    if (add.days) value = moment ? shiftDays(value, add.days, context.zone) : addDays(value, add.days);
    if (add.hours) value = addHours(value, add.hours);
    if (add.workdays) value = addWorkdays(value, add.workdays, moment, context);
    if (edge === 'monthStart') return monthStart(value);
    if (edge === 'monthEnd') return monthEnd(value);
    if (edge === 'dayStart') return startOfDay(value, context.zone);
    if (edge === 'nextDayStart') return startOfDay(addDays(value, 1), context.zone);
    return moment ? instantKey(value) : value;
  } catch (error) {
    if (error instanceof RangeError) throw new EvaluationError('out-of-range', String(base), 'A relative time lies outside of the years 0001 to 9999.');
    throw error;
  }
}

function addWorkdays(value: string, count: number, moment: boolean, context: EvaluationContext): string {
  if (!context.addWorkdays) throw new EvaluationError('missing-context', 'addWorkdays', 'No working-day calendar is at hand.');
  if (!moment) return context.addWorkdays(value, count);
  const day = dateOf(value, context.zone);
  const target = context.addWorkdays(day, count);
  return shiftDays(value, Math.round((Date.parse(target) - Date.parse(day)) / 86_400_000), context.zone);
}

function readContext(name: string, fact: FactDescription, context: EvaluationContext): FactValue {
  const value = contextValue(name, context);
  if (Array.isArray(value) && fact.type !== 'enumSet' && fact.type !== 'refSet') {
    return value.map((item) => valueReader(name, fact)(item) as FactScalar);
  }
  return valueReader(name, fact)(value);
}
