import type { TermUnit } from '../maths/index.ts';

/** How often an instalment falls due. */
export interface Frequency {
  readonly unit: TermUnit;
  readonly interval: number;
}

const PER_YEAR: Record<TermUnit, bigint> = { DAY: 365n, WEEK: 52n, MONTH: 12n, QUARTER: 4n, YEAR: 1n };

/** Instalments of a year as a quotient; with `cycles` the number of periods that are that many times as long. */
export function periodsPerYear(every: Frequency, cycles = 1): { readonly numerator: bigint; readonly denominator: bigint } {
  return { numerator: PER_YEAR[every.unit], denominator: BigInt(every.interval * cycles) };
}

/** Years that this many instalments take, rounded up. */
export function yearsOf(every: Frequency, periods: number): number {
  return Math.ceil((periods * every.interval) / Number(PER_YEAR[every.unit]));
}
