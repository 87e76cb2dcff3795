import { roundLevel } from '../amortization/amortization.ts';
import { spreadLastDifference } from '../amortization/level.ts';
import { solveLevelAmount } from '../amortization/level-amount.ts';
import type { Day } from '../calendar/date.ts';
import { add, divide, type Fraction, multiply, ONE, subtract, sum, ZERO } from '../number/fraction.ts';
import { evaluateRows } from './evaluate-rows.ts';
import { disbursedBefore, type LoanFacts, yieldFrom } from './loan-facts.ts';

/** The level amount over the period that holds `day` and all later ones, on the scheduled balance: true factors, and
 *  money that came inside the period earns only from its day. Source: exam README, rules of ACTUAL_BALANCE 1. */
export function solveLevels(facts: LoanFacts, day: Day): LoanFacts {
  const first = facts.periods.findIndex((period) => period.end > day);
  const period = facts.periods[first];
  if (first < 0 || !period) return facts;
  const later = facts.periods.slice(first);
  const yields = later.map((each) => yieldFrom(facts, each, each.start));
  const rowsBefore = first === 0 ? [] : evaluateRows(facts, day).slice(0, first);
  const standing = subtract(disbursedBefore(facts, period.start), sum(rowsBefore.map((row) => row.principal)));
  const arrivals = facts.disbursements.filter((flow) => flow.day >= period.start && flow.day < period.end);
  const balance = add(standing, sum(arrivals.map((flow) => flow.amount)));
  const firstInterest = add(multiply(standing, yields[0] ?? ZERO), sum(arrivals.map((flow) => multiply(flow.amount, yieldFrom(facts, period, flow.day)))));
  const discounted = divide(add(balance, firstInterest), add(ONE, yields[0] ?? ZERO));
  const solved = roundLevel(facts.terms, solveLevelAmount({ balance: discounted, yields }));
  const interestOf = (index: number, standingBefore: Fraction): Fraction => (index === 0 ? firstInterest : multiply(standingBefore, yields[index] ?? ZERO));
  const amount =
    facts.terms.given.levelAdjust === 'SPREAD_LAST_DIFF'
      ? spreadLastDifference({ terms: facts.terms, rows: later.length, balance, interestOf }, solved)
      : solved;
  return { ...facts, levels: facts.periods.map((_, index) => (index < first ? (facts.levels[index] ?? amount) : amount)) };
}
