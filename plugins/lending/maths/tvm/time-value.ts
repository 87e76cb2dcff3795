import { parseDay } from '../calendar/date.ts';
import { internalRate, Precise, presentValue, solveRoot, type TimedFlow } from '../cost/solve-root.ts';

/** Spreadsheet functions of the time value of money. Cash paid is negative, received positive; `when` 0 is the end of a
 *  period, 1 its beginning. All figures are decimals of 50 digits; null is "no solution". */
export interface AnnuityTerms {
  readonly rate: Precise;
  readonly nper: Precise;
  readonly pmt: Precise;
  readonly pv: Precise;
  readonly fv: Precise;
  readonly when: 0 | 1;
}

const NONE = new Precise(0);
const UNIT = new Precise(1);

export function payment({ rate, nper, pv, fv, when }: Omit<AnnuityTerms, 'pmt'>): Precise | null {
  if (nper.isZero()) return null;
  if (rate.isZero()) return fv.plus(pv).neg().div(nper);
  const growth = rate.plus(1).pow(nper);
  return fv
    .plus(pv.times(growth))
    .neg()
    .times(rate)
    .div(rate.times(when).plus(1).times(growth.minus(1)));
}

export function futureValue({ rate, nper, pmt, pv, when }: Omit<AnnuityTerms, 'fv'>): Precise {
  if (rate.isZero()) return pv.plus(pmt.times(nper)).neg();
  const growth = rate.plus(1).pow(nper);
  return pv
    .times(growth)
    .plus(pmt.times(rate.times(when).plus(1)).times(growth.minus(1)).div(rate))
    .neg();
}

export function annuityValue({ rate, nper, pmt, fv, when }: Omit<AnnuityTerms, 'pv'>): Precise {
  if (rate.isZero()) return fv.plus(pmt.times(nper)).neg();
  const growth = rate.plus(1).pow(nper);
  return fv
    .plus(pmt.times(rate.times(when).plus(1)).times(growth.minus(1)).div(rate))
    .neg()
    .div(growth);
}

/** Interest part of payment number `per`. With payments at the beginning the first bears none. */
export function interestPart(terms: Omit<AnnuityTerms, 'pmt'>, per: Precise): Precise | null {
  const pmt = payment(terms);
  if (pmt === null || per.lt(1) || per.gt(terms.nper)) return null;
  if (terms.when === 1 && per.eq(1)) return NONE;
  const before = futureValue({ ...terms, pmt, nper: per.minus(1) }).times(terms.rate);
  return terms.when === 1 ? before.div(terms.rate.plus(1)) : before;
}

export function principalPart(terms: Omit<AnnuityTerms, 'pmt'>, per: Precise): Precise | null {
  const pmt = payment(terms);
  const interest = interestPart(terms, per);
  return pmt === null || interest === null ? null : pmt.minus(interest);
}

/** Sum of interest (or principal) parts from payment `start` to `end`, both included. */
export function cumulativePart(
  part: (terms: Omit<AnnuityTerms, 'pmt'>, per: Precise) => Precise | null,
  terms: Omit<AnnuityTerms, 'pmt'>,
  range: { start: number; end: number },
): Precise | null {
  if (range.start < 1 || range.end < range.start || terms.nper.lt(range.end)) return null;
  let total = NONE;
  for (let per = range.start; per <= range.end; per += 1) {
    const next = part(terms, new Precise(per));
    if (next === null) return null;
    total = total.plus(next);
  }
  return total;
}

export function numberOfPeriods({ rate, pmt, pv, fv, when }: Omit<AnnuityTerms, 'nper'>): Precise | null {
  if (rate.isZero()) return pmt.isZero() ? null : fv.plus(pv).neg().div(pmt);
  const each = pmt.times(rate.times(when).plus(1)).div(rate);
  const below = pv.plus(each);
  if (below.isZero()) return null;
  const quotient = each.minus(fv).div(below);
  if (quotient.lte(0) || rate.lte(-1)) return null;
  return quotient.ln().div(rate.plus(1).ln());
}

export function periodicRate(terms: Omit<AnnuityTerms, 'rate'>): Precise | null {
  const balance = (rate: Precise): Precise => futureValue({ ...terms, rate }).plus(terms.fv.neg());
  const [nper, pmt, pv, fv] = [terms.nper.toNumber(), terms.pmt.toNumber(), terms.pv.toNumber(), terms.fv.toNumber()];
  const rough = (rate: number): number => {
    if (Math.abs(rate) < 1e-12) return fv + pv + pmt * nper;
    const growth = (1 + rate) ** nper;
    return fv + pv * growth + (pmt * (1 + rate * terms.when) * (growth - 1)) / rate;
  };
  return solveRoot(rough, balance, { least: -0.99, most: 10, near: 0.1 });
}

export function effectiveRate(nominal: Precise, periods: Precise): Precise | null {
  return periods.lt(1) ? null : nominal.div(periods).plus(1).pow(periods).minus(1);
}

export function nominalRate(effective: Precise, periods: Precise): Precise | null {
  return periods.lt(1) || effective.lte(-1) ? null : effective.plus(1).pow(UNIT.div(periods)).minus(1).times(periods);
}

/** Value today of flows at whole periods; the first flow lies at period `first` (1 in spreadsheets). */
export function netPresentValue(rate: Precise, amounts: readonly Precise[], first: number): Precise {
  return presentValue(
    amounts.map((amount, index) => ({ time: new Precise(index + first), amount })),
    rate,
  );
}

export function internalRateOfReturn(amounts: readonly Precise[]): Precise | null {
  return internalRate(
    amounts.map((amount, index) => ({ time: new Precise(index), amount })),
    { least: -0.99, most: 5, near: 0 },
  );
}

export interface DatedAmountFlow {
  readonly date: string;
  readonly amount: string;
}

/** Flows on real days over a year of 365; order does not matter. */
export function datedNetPresentValue(rate: Precise, flows: readonly DatedAmountFlow[]): Precise {
  return presentValue(timed(flows, flows[0]?.date), rate);
}

export function datedInternalRate(flows: readonly DatedAmountFlow[]): Precise | null {
  const earliest = flows.map((flow) => flow.date).sort()[0];
  return internalRate(timed(flows, earliest), { least: -0.999999999, most: 1e6, near: 0 });
}

function timed(flows: readonly DatedAmountFlow[], from: string | undefined): TimedFlow[] {
  const start = parseDay(from ?? '1970-01-01');
  return flows.map((flow) => ({ time: new Precise(parseDay(flow.date) - start).div(365), amount: new Precise(flow.amount) }));
}
