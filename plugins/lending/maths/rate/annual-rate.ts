import { add, type Fraction, fraction, multiply, parseDecimal, ZERO } from '../number/fraction.ts';
import { formatExact } from '../number/rounding.ts';
import { unsupported } from '../refusal.ts';

export type RateUnit = 'YEAR' | 'MONTH' | 'DAY';
export type RateScale = 'FRACTION' | 'PERCENT' | 'PERMILLE' | 'PERMYRIAD' | 'FEN' | 'LI' | 'HAO';

/** A rate as it was quoted: one value, or parts that are added (年息一分二厘 = FEN 1 + LI 2).
 *  `basis` is the number of days a daily rate is multiplied by; 360 unless said. */
export interface QuotedRate {
  readonly unit: RateUnit;
  readonly value?: string;
  readonly scale?: RateScale;
  readonly parts?: readonly { readonly value: string; readonly scale?: RateScale }[];
  readonly basis?: 360 | 365;
}

/** The folk units 分, 厘 and 毫 mean a tenth, a hundredth and a thousandth in a yearly rate,
 *  and ten times less in a monthly, a hundred times less in a daily one. Source: DEFINITIONS 2. */
const SCALE_EXPONENT: Record<RateScale, Record<RateUnit, number>> = {
  FRACTION: { YEAR: 0, MONTH: 0, DAY: 0 },
  PERCENT: { YEAR: 2, MONTH: 2, DAY: 2 },
  PERMILLE: { YEAR: 3, MONTH: 3, DAY: 3 },
  PERMYRIAD: { YEAR: 4, MONTH: 4, DAY: 4 },
  FEN: { YEAR: 1, MONTH: 2, DAY: 3 },
  LI: { YEAR: 2, MONTH: 3, DAY: 4 },
  HAO: { YEAR: 3, MONTH: 4, DAY: 5 },
};

/** The annual nominal rate as an exact decimal fraction ("0.12" is 12 %).
 *  Per year × 1, per month × 12, per day × basis. Source: calculation spec B.1, DEFINITIONS 2. */
export function annualRateOf(quoted: QuotedRate): string {
  return formatExact(annualRateFraction(quoted));
}

function annualRateFraction(quoted: QuotedRate): Fraction {
  const parts = quoted.parts ?? (quoted.value === undefined ? [] : [{ value: quoted.value, ...(quoted.scale ? { scale: quoted.scale } : {}) }]);
  if (parts.length === 0) throw unsupported('a quoted rate without a value');
  if (!['YEAR', 'MONTH', 'DAY'].includes(quoted.unit)) throw unsupported(`rate unit ${quoted.unit}`);
  let perUnit = ZERO;
  for (const part of parts) {
    const exponents = SCALE_EXPONENT[part.scale ?? 'FRACTION'];
    if (!exponents) throw unsupported(`rate scale ${String(part.scale)}`);
    perUnit = add(perUnit, multiply(parseDecimal(part.value), fraction(1n, 10n ** BigInt(exponents[quoted.unit]))));
  }
  const perYear = quoted.unit === 'YEAR' ? 1 : quoted.unit === 'MONTH' ? 12 : (quoted.basis ?? 360);
  if (![1, 12, 360, 365].includes(perYear)) throw unsupported(`rate basis ${perYear}`);
  return multiply(perUnit, fraction(perYear));
}
