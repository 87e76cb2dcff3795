import type { Tier } from '../classification/classify.ts';
import { add, divide, type Fraction, fraction, isZero, larger, multiply, parseDecimal, subtract, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { formatFixed, roundToUnit } from '../number/rounding.ts';
import { unsupported } from '../refusal.ts';

export type ProvisionScheme = 'CK_2012_20' | 'PBOC_2002' | 'TAX_SME' | 'ECL';

/** Rates by tier. Source: calculation spec B.22, DEFINITIONS 9, provision. */
const SCHEME_RATES: Record<Exclude<ProvisionScheme, 'ECL'>, Record<Tier, string>> = {
  CK_2012_20: { NORMAL: '0.015', SPECIAL_MENTION: '0.03', SUBSTANDARD: '0.3', DOUBTFUL: '0.6', LOSS: '1' },
  PBOC_2002: { NORMAL: '0.01', SPECIAL_MENTION: '0.02', SUBSTANDARD: '0.25', DOUBTFUL: '0.5', LOSS: '1' },
  TAX_SME: { NORMAL: '0', SPECIAL_MENTION: '0.02', SUBSTANDARD: '0.25', DOUBTFUL: '0.5', LOSS: '1' },
};

export function provisionRates(scheme: Exclude<ProvisionScheme, 'ECL'>): Readonly<Record<Tier, string>> {
  return SCHEME_RATES[scheme];
}

export interface ProvisionItem {
  readonly id: string;
  readonly tier?: Tier;
  readonly principal?: string;
  readonly onBookInterest?: string;
  readonly eligibleCollateral?: string;
  /** Anything but OWN (entrusted, syndicated …) needs no provision and leaves the ratios. */
  readonly bookType?: string;
  readonly writtenOff?: boolean;
  readonly ead?: string;
  readonly pd?: string;
  readonly lgd?: string;
}

export interface ProvisionTerms {
  readonly scheme: ProvisionScheme;
  readonly rates?: Partial<Record<Tier, string>>;
  readonly includeInterest?: boolean;
  readonly deductCollateral?: boolean;
  readonly items: readonly ProvisionItem[];
  /** Provision already booked. */
  readonly existing?: string;
}

export interface Provision {
  readonly items: readonly string[];
  readonly required: string;
  readonly perTier: Readonly<Partial<Record<Tier, string>>>;
  /** Negative is a release. */
  readonly charge: string;
  /** null where the denominator is nothing. */
  readonly coveragePercent: string | null;
  readonly nplPercent: string | null;
  readonly provisionToLoansPercent: string | null;
}

/** 拨备: required provision, rounded per item HALF_UP to 0.01, the charge, and three ratios. */
export function provisionFor(terms: ProvisionTerms): Provision {
  const amounts = terms.items.map((item) => (isOwn(item) ? itemProvision(terms, item) : ZERO));
  const perTier: Partial<Record<Tier, Fraction>> = {};
  terms.items.forEach((item, index) => {
    if (item.tier !== undefined && isOwn(item)) perTier[item.tier] = add(perTier[item.tier] ?? ZERO, amounts[index] ?? ZERO);
  });
  const required = sum(amounts);
  const own = terms.items.filter(isOwn);
  const principal = sum(own.map(principalOf));
  const npl = sum(own.filter((item) => item.tier === 'SUBSTANDARD' || item.tier === 'DOUBTFUL' || item.tier === 'LOSS').map(principalOf));
  return {
    items: amounts.map(formatMoney),
    required: formatMoney(required),
    perTier: Object.fromEntries(Object.entries(perTier).map(([tier, amount]) => [tier, formatMoney(amount)])),
    charge: formatMoney(subtract(required, parseDecimal(terms.existing ?? '0'))),
    coveragePercent: percentOf(required, npl),
    nplPercent: percentOf(npl, principal),
    provisionToLoansPercent: percentOf(required, principal),
  };
}

function isOwn(item: ProvisionItem): boolean {
  return (item.bookType ?? 'OWN') === 'OWN' && item.writtenOff !== true;
}

function principalOf(item: ProvisionItem): Fraction {
  return parseDecimal(item.principal ?? item.ead ?? '0');
}

function itemProvision(terms: ProvisionTerms, item: ProvisionItem): Fraction {
  if (terms.scheme === 'ECL') {
    return toCent(multiply(multiply(parseDecimal(item.ead ?? '0'), parseDecimal(item.pd ?? '0')), parseDecimal(item.lgd ?? '0')));
  }
  if (item.tier === undefined) throw unsupported('a provision item without a tier');
  const rate = terms.rates?.[item.tier] ?? SCHEME_RATES[terms.scheme]?.[item.tier];
  if (rate === undefined) throw unsupported(`provision scheme ${terms.scheme} for ${item.tier}`);
  let base = principalOf(item);
  if (terms.includeInterest === true) base = add(base, parseDecimal(item.onBookInterest ?? '0'));
  if (terms.deductCollateral === true) base = subtract(base, parseDecimal(item.eligibleCollateral ?? '0'));
  return toCent(multiply(larger(ZERO, base), parseDecimal(rate)));
}

function toCent(amount: Fraction): Fraction {
  return roundToUnit(amount, fraction(1, 100), 'HALF_UP');
}

function percentOf(part: Fraction, whole: Fraction): string | null {
  return isZero(whole) ? null : formatFixed(multiply(divide(part, whole), fraction(100)), 2);
}
