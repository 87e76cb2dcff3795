import { Precise } from '../../../plugins/lending/maths/cost/solve-root.ts';
import { europeanAprc, unitedStatesApr } from '../../../plugins/lending/maths/index.ts';
import type { Json, JsonValue, Suite } from '../case-file.ts';
import { date, decimal, fieldsOf, listOf, oneOf, quotient, readAs, text, whole } from '../input-shape.ts';

const DATED = listOf(fieldsOf({ date, amount: decimal }));

const UNITED_STATES = fieldsOf({
  method: oneOf('US_REGZ_ACTUARIAL'),
  advances: DATED,
  payments: DATED,
  unitPeriod: text,
  unitPeriodsPerYear: quotient,
  firstPeriod: fieldsOf({ wholeUnits: whole, fraction: decimal }),
});

const EUROPE = fieldsOf({
  method: oneOf('EU_APRC'),
  credit: decimal,
  timeUnit: oneOf('YEAR'),
  drawdownDate: date,
  payments: listOf(fieldsOf({ t: decimal, amount: decimal, count: whole, everyMonths: whole, firstAtMonth: whole, firstAfterDays: whole, date })),
});

export const apr: Suite = {
  names: ['apr'],
  fields: ['apr', 'aprPercent', 'tolerancePercent', 'decimals'],
  answer(input) {
    const rate =
      input['method'] === 'US_REGZ_ACTUARIAL'
        ? unitedStatesApr(readAs<Parameters<typeof unitedStatesApr>[0]>(input, UNITED_STATES))
        : europeanAprc(readAs<Parameters<typeof europeanAprc>[0]>(input, EUROPE));
    const percent = new Precise(rate).times(100);
    return {
      got: { apr: rate, aprPercent: percent.toFixed(12) },
      compare: {
        apr: (expected, _got, expect) => isDisclosed(new Precise(String(expected)).times(100), percent, expect),
        aprPercent: (expected, _got, expect) => isDisclosed(new Precise(String(expected)), percent, expect, decimalsIn(expected)),
        tolerancePercent: () => true,
        decimals: () => true,
      },
    };
  },
};

function decimalsIn(expected: JsonValue): number {
  return String(expected).split('.')[1]?.length ?? 0;
}

/** Within the stated tolerance, or equal after rounding half up to the stated decimals. */
function isDisclosed(expected: Precise, got: Precise, expect: Json, decimals = 2): boolean {
  if (expect['tolerancePercent'] !== undefined) return got.minus(expected).abs().lte(String(expect['tolerancePercent']));
  return got.toDecimalPlaces(Number(expect['decimals'] ?? decimals), Precise.ROUND_HALF_UP).eq(expected);
}
