import { type Day, parseDay } from '../calendar/date.ts';
import { add, compare, type Fraction, fraction, larger, multiply, parseDecimal, subtract, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { parseUnit, roundToUnit } from '../number/rounding.ts';
import { unsupported } from '../refusal.ts';
import type { RoundingTerms } from '../schedule/terms.ts';

export type LineMovementType =
  | 'RESERVE'
  | 'CONSUME'
  | 'RELEASE'
  | 'DRAW'
  | 'REPAY'
  | 'REVERSE_REPAY'
  | 'FREEZE'
  | 'UNFREEZE'
  | 'FREEZE_FULL'
  | 'UNFREEZE_FULL'
  | 'SET_LIMIT'
  | 'SET_DPD'
  | 'CANCEL';

export interface LineMovement {
  readonly seq: number;
  readonly date: string;
  readonly type: LineMovementType;
  readonly amount?: string;
  /** REVERSE_REPAY: the repayment that is undone. */
  readonly target?: number;
  /** Days past due of the borrower on that day; stays until changed. */
  readonly dpd?: number;
}

export interface LineTerms {
  readonly limit: string;
  readonly revolving: boolean;
  readonly drawUntil?: string;
  readonly dpdLimit?: number;
  readonly dpd?: number;
  readonly movements: readonly LineMovement[];
}

export type LineRefusal = 'CANCELLED' | 'EXPIRED' | 'FROZEN_FULL' | 'DPD' | 'INSUFFICIENT' | 'ABOVE_RESERVED' | 'ABOVE_USED' | 'ABOVE_FROZEN' | 'NO_TARGET';

/** The line after a movement. limit = used + reserved + frozen + available. */
export interface LineState {
  readonly seq: number;
  readonly accepted: boolean;
  readonly reason?: LineRefusal;
  readonly limit: string;
  readonly used: string;
  readonly reserved: string;
  readonly frozen: string;
  readonly available: string;
  readonly drawable: string;
}

interface Line {
  readonly limit: Fraction;
  readonly used: Fraction;
  readonly reserved: Fraction;
  readonly frozen: Fraction;
  readonly cancelled: boolean;
  readonly frozenFull: boolean;
  readonly dpd: number;
  readonly repaid: ReadonlyMap<number, Fraction>;
}

/** Every movement of a credit line in order; a refused one changes nothing and says why.
 *  On a line that is not revolving a repayment burns the limit, its reversal restores it. A negative availability
 *  freezes the line until it is lifted. Source: calculation spec B.18, DEFINITIONS 9, line. */
export function moveLine(terms: LineTerms): LineState[] {
  let line: Line = {
    limit: parseDecimal(terms.limit),
    used: ZERO,
    reserved: ZERO,
    frozen: ZERO,
    cancelled: false,
    frozenFull: false,
    dpd: terms.dpd ?? 0,
    repaid: new Map(),
  };
  return terms.movements.map((movement) => {
    const known = movement.dpd === undefined ? line : { ...line, dpd: movement.dpd };
    const outcome = apply(terms, known, movement);
    line = typeof outcome === 'string' ? known : freezeWhenNegative(outcome);
    return show(terms, line, movement, typeof outcome === 'string' ? outcome : null);
  });
}

function availableOf(line: Line): Fraction {
  return subtract(line.limit, add(add(line.used, line.reserved), line.frozen));
}

function freezeWhenNegative(line: Line): Line {
  return compare(availableOf(line), ZERO) < 0 ? { ...line, frozenFull: true } : line;
}

function apply(terms: LineTerms, line: Line, movement: LineMovement): Line | LineRefusal {
  const amount = parseDecimal(movement.amount ?? '0');
  switch (movement.type) {
    case 'RESERVE':
    case 'DRAW': {
      const refused = refuseDraw(terms, line, amount, parseDay(movement.date));
      if (refused) return refused;
      return movement.type === 'DRAW' ? { ...line, used: add(line.used, amount) } : { ...line, reserved: add(line.reserved, amount) };
    }
    case 'CONSUME':
      if (compare(amount, line.reserved) > 0) return 'ABOVE_RESERVED';
      return { ...line, reserved: subtract(line.reserved, amount), used: add(line.used, amount) };
    case 'RELEASE':
      if (compare(amount, line.reserved) > 0) return 'ABOVE_RESERVED';
      return { ...line, reserved: subtract(line.reserved, amount) };
    case 'REPAY':
      return repay(terms, line, movement.seq, amount);
    case 'REVERSE_REPAY':
      return reverseRepayment(terms, line, movement.target);
    case 'FREEZE':
      return compare(amount, availableOf(line)) > 0 ? 'INSUFFICIENT' : { ...line, frozen: add(line.frozen, amount) };
    case 'UNFREEZE':
      return compare(amount, line.frozen) > 0 ? 'ABOVE_FROZEN' : { ...line, frozen: subtract(line.frozen, amount) };
    case 'FREEZE_FULL':
      return { ...line, frozenFull: true };
    case 'UNFREEZE_FULL':
      return { ...line, frozenFull: false };
    case 'SET_LIMIT':
      return { ...line, limit: amount };
    case 'SET_DPD':
      return line;
    case 'CANCEL':
      return { ...line, cancelled: true };
    default:
      throw unsupported(`line movement ${String(movement.type)}`);
  }
}

function refuseDraw(terms: LineTerms, line: Line, amount: Fraction, day: Day): LineRefusal | null {
  if (line.cancelled) return 'CANCELLED';
  if (terms.drawUntil !== undefined && day > parseDay(terms.drawUntil)) return 'EXPIRED';
  if (line.frozenFull) return 'FROZEN_FULL';
  if (isPastDue(terms, line)) return 'DPD';
  return compare(amount, availableOf(line)) > 0 ? 'INSUFFICIENT' : null;
}

function isPastDue(terms: LineTerms, line: Line): boolean {
  return terms.dpdLimit !== undefined && line.dpd > terms.dpdLimit;
}

function repay(terms: LineTerms, line: Line, seq: number, amount: Fraction): Line | LineRefusal {
  if (compare(amount, line.used) > 0) return 'ABOVE_USED';
  return {
    ...line,
    used: subtract(line.used, amount),
    limit: terms.revolving ? line.limit : subtract(line.limit, amount),
    repaid: new Map(line.repaid).set(seq, amount),
  };
}

function reverseRepayment(terms: LineTerms, line: Line, target: number | undefined): Line | LineRefusal {
  const amount = target === undefined ? undefined : line.repaid.get(target);
  if (target === undefined || amount === undefined) return 'NO_TARGET';
  const repaid = new Map(line.repaid);
  repaid.delete(target);
  return { ...line, used: add(line.used, amount), limit: terms.revolving ? line.limit : add(line.limit, amount), repaid };
}

function show(terms: LineTerms, line: Line, movement: LineMovement, reason: LineRefusal | null): LineState {
  const available = availableOf(line);
  const expired = terms.drawUntil !== undefined && parseDay(movement.date) > parseDay(terms.drawUntil);
  const shut = line.cancelled || expired || line.frozenFull || isPastDue(terms, line);
  return {
    seq: movement.seq,
    accepted: reason === null,
    ...(reason === null ? {} : { reason }),
    limit: formatMoney(line.limit),
    used: formatMoney(line.used),
    reserved: formatMoney(line.reserved),
    frozen: formatMoney(line.frozen),
    available: formatMoney(available),
    drawable: formatMoney(shut ? ZERO : larger(ZERO, available)),
  };
}

/** Fee on the unused part: R2(Σ max(0, unused) × days × rate / basis), rounded once. Source: DEFINITIONS 9, line. */
export function commitmentFee(input: {
  unused: readonly { readonly from: string; readonly amount: string }[];
  to: string;
  rate: string;
  basis: number;
  rounding: RoundingTerms;
}): string {
  const end = parseDay(input.to);
  const steps = input.unused.map((step) => ({ from: parseDay(step.from), amount: larger(ZERO, parseDecimal(step.amount)) })).sort((a, b) => a.from - b.from);
  const weighted = steps.reduce((total, step, index) => {
    const to = Math.min(end, steps[index + 1]?.from ?? end);
    return add(total, multiply(step.amount, fraction(Math.max(0, to - step.from))));
  }, ZERO);
  const exact = multiply(multiply(weighted, parseDecimal(input.rate)), fraction(1, input.basis));
  return formatMoney(roundToUnit(exact, parseUnit(input.rounding.money ?? '0.01'), input.rounding.mode));
}
