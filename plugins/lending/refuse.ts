import { Refusal } from '../../engine/plugin-api/index.ts';
import { MathsRefusal } from './maths/index.ts';

/** Runs a calculation; what the mathematics refuses becomes a sentence for the person. */
export function calculate<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof MathsRefusal && error.code === 'PAYOFF_SHORT') throw new Refusal('lending.payoff-short', error.params);
    if (error instanceof MathsRefusal) throw new Refusal('lending.terms-impossible', { code: error.code, ...error.params });
    throw error;
  }
}

/** The record, or the refusal that it is not there or not visible. */
export function found<Value>(record: Value | undefined): Value {
  if (record === undefined) throw new Refusal('record.not-found');
  return record;
}
