import { Decimal } from 'decimal.js';

/** Decimal arithmetic of its own: the shared constructor of the application keeps its settings. */
export const Precise = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -40, toExpPos: 60 });
export type Precise = Decimal;

/** A flow and the time at which it happens, in the unit of the rate that is sought. */
export interface TimedFlow {
  readonly time: Precise;
  readonly amount: Precise;
}

export interface RootRange {
  readonly least: number;
  readonly most: number;
  /** Of several roots the one nearest to this is taken. */
  readonly near: number;
}

/** Where a function of a rate changes its sign, refined to about 40 digits; null when it never does.
 *  The search brackets with ordinary numbers and refines by bisection and secant steps on decimals, so the figure
 *  does not depend on binary rounding. Source: calculation spec B.19. */
export function solveRoot(rough: (rate: number) => number, exact: (rate: Precise) => Precise, range: RootRange): Precise | null {
  const brackets = findBrackets(rough, range);
  const roots = brackets.map((bracket) => polish(rough, exact, bracket) ?? refine(exact, bracket)).filter((root) => root !== null);
  const near = new Precise(range.near);
  return roots.reduce<Precise | null>((best, root) => (best === null || root.minus(near).abs().lt(best.minus(near).abs()) ? root : best), null);
}

const GRID_STEPS = 400;

function findBrackets(rough: (rate: number) => number, range: RootRange): [number, number][] {
  const brackets: [number, number][] = [];
  const low = Math.log(1 + range.least);
  const high = Math.log(1 + range.most);
  let before: { rate: number; value: number } | null = null;
  for (let k = 0; k <= GRID_STEPS; k += 1) {
    const rate = Math.expm1(low + ((high - low) * k) / GRID_STEPS);
    const value = rough(rate);
    if (!Number.isFinite(value)) {
      before = null;
      continue;
    }
    if (value === 0) brackets.push([rate - 1e-9 * (1 + Math.abs(rate)), rate + 1e-9 * (1 + Math.abs(rate))]);
    else if (before && before.value !== 0 && Math.sign(before.value) !== Math.sign(value)) brackets.push([before.rate, rate]);
    before = { rate, value };
  }
  return brackets;
}

const MOST_POLISHING_STEPS = 8;

/** Ordinary numbers find the root to about 15 digits for nothing; a few secant steps on decimals then bring the rest.
 *  Null when they leave the bracket or do not settle: then the bracket is refined the slow and sure way. */
function polish(rough: (rate: number) => number, exact: (rate: Precise) => Precise, bracket: readonly [number, number]): Precise | null {
  const start = halve(rough, bracket);
  let before = new Precise(start - 1e-9 * (1 + Math.abs(start)));
  let rate = new Precise(start);
  let atBefore = exact(before);
  let atRate = exact(rate);
  for (let step = 0; step < MOST_POLISHING_STEPS; step += 1) {
    if (atRate.isZero()) return rate;
    const slope = atRate.minus(atBefore);
    if (slope.isZero()) return null;
    const next = rate.minus(atRate.times(rate.minus(before)).div(slope));
    if (next.lt(bracket[0]) || next.gt(bracket[1])) return null;
    if (next.minus(rate).abs().lt(1e-38)) return next;
    [before, atBefore] = [rate, atRate];
    rate = next;
    atRate = exact(rate);
  }
  return null;
}

function halve(rough: (rate: number) => number, [low, high]: readonly [number, number]): number {
  const side = Math.sign(rough(low));
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (Math.sign(rough(middle)) === side) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const MOST_STEPS = 200;

/** Illinois false position on decimals: keeps the bracket, gains digits fast. */
function refine(exact: (rate: Precise) => Precise, bracket: readonly [number, number]): Precise | null {
  let low = new Precise(bracket[0]);
  let high = new Precise(bracket[1]);
  let atLow = exact(low);
  let atHigh = exact(high);
  if (atLow.isZero()) return low;
  if (atHigh.isZero()) return high;
  if (atLow.s === atHigh.s) return null;
  let side = 0;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const middle = step % 4 === 3 ? low.plus(high).div(2) : low.times(atHigh).minus(high.times(atLow)).div(atHigh.minus(atLow));
    const value = exact(middle);
    if (value.isZero() || high.minus(low).abs().lt(1e-40)) return middle;
    if (value.s === atHigh.s) {
      if (middle.minus(high).abs().lt(1e-38)) return middle;
      high = middle;
      atHigh = value;
      if (side === -1) atLow = atLow.div(2);
      side = -1;
    } else {
      if (middle.minus(low).abs().lt(1e-38)) return middle;
      low = middle;
      atLow = value;
      if (side === 1) atHigh = atHigh.div(2);
      side = 1;
    }
  }
  return low.plus(high).div(2);
}

/** The rate at which the flows discount to nothing: Σ amount / (1 + rate)^time = 0; null without a sign change. */
export function internalRate(flows: readonly TimedFlow[], range: RootRange): Precise | null {
  const rough = flows.map((flow) => ({ time: flow.time.toNumber(), amount: flow.amount.toNumber() }));
  if (!flows.some((flow) => flow.amount.gt(0)) || !flows.some((flow) => flow.amount.lt(0))) return null;
  return solveRoot(
    (rate) => rough.reduce((total, flow) => total + flow.amount * (1 + rate) ** -flow.time, 0),
    (rate) => presentValue(flows, rate),
    range,
  );
}

export function presentValue(flows: readonly TimedFlow[], rate: Precise): Precise {
  const base = rate.plus(1);
  const whole = flows.every((flow) => flow.time.isInteger() && flow.time.gte(0));
  if (!whole) {
    const logarithm = base.ln();
    return flows.reduce((total, flow) => total.plus(flow.amount.times(flow.time.times(logarithm).neg().exp())), new Precise(0));
  }
  // Whole times: Horner from the last flow, one division a period.
  const byTime = new Map<number, Precise>();
  for (const flow of flows) byTime.set(flow.time.toNumber(), (byTime.get(flow.time.toNumber()) ?? new Precise(0)).plus(flow.amount));
  let total = new Precise(0);
  for (let time = Math.max(...byTime.keys()); time >= 0; time -= 1) {
    total = total.plus(byTime.get(time) ?? 0);
    if (time > 0) total = total.div(base);
  }
  return total;
}
