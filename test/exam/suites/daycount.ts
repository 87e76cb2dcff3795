import { countDays, type DayCountId, type SpanContext } from '../../../plugins/lending/maths/index.ts';
import { type Fraction, multiply, parseDecimal, subtract } from '../../../plugins/lending/maths/number/fraction.ts';
import { roundToUnit } from '../../../plugins/lending/maths/number/rounding.ts';
import { formatMoney } from '../../../plugins/lending/maths/number/money.ts';
import type { Json, JsonValue, Suite } from '../case-file.ts';
import { date, DAY_COUNT, decimal, fieldsOf, flag, oneOf, readAs } from '../input-shape.ts';

const INPUT = fieldsOf({
  dayCount: DAY_COUNT,
  from: date,
  to: date,
  endOfFebruaryRule: flag,
  maturityDate: date,
  dayBelongsTo: oneOf('START', 'END'),
  dayRule: oneOf('30_360_US'),
  annualRate: decimal,
  principal: decimal,
});

export const daycount: Suite = {
  names: ['daycount'],
  fields: ['days', 'months', 'oddDays', 'factor', 'factorTolerance', 'rateFactor', 'rateFactorScale', 'interest'],
  answer(input) {
    const read = readAs<{ dayCount: DayCountId; from: string; to: string; annualRate?: string; principal?: string } & SpanContext>(input, INPUT);
    const span = countDays(read.dayCount, read.from, read.to, read);
    const rateFactor = read.annualRate === undefined ? undefined : multiply(parseDecimal(read.annualRate), span.factor);
    const interest = read.principal === undefined || !rateFactor ? undefined : multiply(parseDecimal(read.principal), rateFactor);
    return {
      got: {
        ...span,
        rateFactor,
        interest: interest ? formatMoney(roundToUnit(interest, parseDecimal('0.01'), 'HALF_UP')) : undefined,
      },
      compare: {
        factor: (expected, got, expect) => isNear(expected, got as Fraction, String(expect['factorTolerance'] ?? '0')),
        rateFactor: (expected, got, expect) => isRounded(expected, got as Fraction, expect),
        factorTolerance: () => true,
        rateFactorScale: () => true,
      },
      derivation: () => `${read.dayCount} ${read.from} to ${read.to}: ${span.days} days, factor ${span.factor.numerator}/${span.factor.denominator}`,
    };
  },
};

function isNear(expected: JsonValue, got: Fraction, tolerance: string): boolean {
  const distance = subtract(parseDecimal(String(expected)), got);
  const size = distance.numerator < 0n ? -distance.numerator : distance.numerator;
  const most = parseDecimal(tolerance);
  return size * most.denominator <= most.numerator * distance.denominator;
}

function isRounded(expected: JsonValue, got: Fraction | undefined, expect: Json): boolean {
  if (!got) return false;
  const unit = parseDecimal(`1e-${String(expect['rateFactorScale'] ?? 12)}`);
  return isNear(expected, roundToUnit(got, unit, 'HALF_EVEN'), '0');
}
