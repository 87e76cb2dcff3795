import { add, compare, divide, type Fraction, fraction, isNegative, isZero, multiply, negate, parseDecimal, subtract, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { parseUnit, roundQuotient } from '../number/rounding.ts';
import { MathsRefusal } from '../refusal.ts';

/** Splits money by shares so that the parts sum exactly: floor of |amount| × w / Σw to the unit, left-over units to
 *  the largest remainders, ties to the earlier share; the sign is put back.
 *  Refuses BAD_SHARES (negative, or all zero), NOT_A_MULTIPLE (the amount is no multiple of the unit).
 *  Source: rounding point R7; DEFINITIONS 9, split. */
export function splitByLargestRemainder(input: { amount: string; shares: readonly string[]; unit?: string }): string[] {
  const amount = parseDecimal(input.amount);
  const unit = parseUnit(input.unit ?? '0.01');
  const shares = input.shares.map(parseDecimal);
  const total = sum(shares);
  if (shares.some(isNegative) || isZero(total)) throw new MathsRefusal('BAD_SHARES');
  const size = divide(isNegative(amount) ? negate(amount) : amount, unit);
  if (size.denominator !== 1n) throw new MathsRefusal('NOT_A_MULTIPLE', { amount: input.amount });
  const parts = giveLeftOver(
    size,
    shares.map((share) => multiply(size, divide(share, total))),
  );
  return parts.map((units) => formatMoney(multiply(unit, fraction(isNegative(amount) ? -units : units))));
}

function giveLeftOver(size: Fraction, exact: readonly Fraction[]): bigint[] {
  const floors = exact.map((part) => roundQuotient(part.numerator, part.denominator, 'DOWN'));
  const rests = exact.map((part, index) => ({ index, rest: subtract(part, fraction(floors[index] ?? 0n)) }));
  let left = subtract(
    size,
    floors.reduce((all, floor) => add(all, fraction(floor)), ZERO),
  ).numerator;
  const parts = [...floors];
  for (const { index } of rests.sort((a, b) => compare(b.rest, a.rest) || a.index - b.index)) {
    if (left <= 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts;
}
