import { roundInterest } from '../amortization/amortization.ts';
import { type Day, formatDay } from '../calendar/date.ts';
import { add, type Fraction, larger, multiply, smaller, subtract, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { formatExact } from '../number/rounding.ts';
import { disbursedBefore, type LoanFacts, paidOf, rateCuts, rateOn, segmentFactor } from './loan-facts.ts';

/** Interest of some days of a row: the reason of its cents. */
export interface InterestSegment {
  readonly from: string;
  readonly to: string;
  readonly balance: string;
  readonly rate: string;
  readonly factor: string;
}

export interface EvaluatedRow {
  readonly principal: Fraction;
  readonly interest: Fraction;
  /** Scheduled balance after the row. */
  readonly balance: Fraction;
  /** Interest accrued up to a day, with what an early settled row before it left over. */
  readonly accruedTo: (day: Day) => Fraction;
  readonly segments: readonly InterestSegment[];
  /** Takes what remains: the last row that is not settled early. */
  readonly takesRest: boolean;
}

interface Exit {
  readonly day: Day;
  readonly amount: Fraction;
}

/** Every row as it stands on a day. A paid principal part leaves the balance at its value date, an unpaid one at its
 *  due date when that is not yet past, otherwise on the day of the evaluation: overdue principal keeps earning up to
 *  it. Interest of a row is rounded once. Source: exam README, rules of ACTUAL_BALANCE 2–5. */
export function evaluateRows(facts: LoanFacts, asOf: Day): EvaluatedRow[] {
  const exits: Exit[] = facts.actual ? facts.payments.map((part) => ({ day: part.day, amount: part.principal })) : [];
  const open = facts.periods.map((_, index) => index).filter((index) => !facts.settled.has(index));
  const restRow = open.at(-1) ?? facts.periods.length - 1;
  const disbursedInAll = disbursedBefore(facts, facts.periods.at(-1)?.end ?? asOf);
  const rows: EvaluatedRow[] = [];
  let repaid = ZERO;
  let carried: (day: Day) => Fraction = () => ZERO;
  facts.periods.forEach((period, index) => {
    const settled = facts.settled.get(index);
    const known = [...exits];
    const carryIn = carried;
    const exactTo = (day: Day): Fraction => add(interestBetween(facts, index, known, Math.min(day, period.end)), carryIn(day));
    const accruedTo = (day: Day): Fraction => roundInterest(facts.terms, exactTo(day));
    const interest = settled?.interest ?? accruedTo(period.end);
    const paidLater = sum(facts.payments.filter((part) => part.row > index).map((part) => part.principal));
    const rest = subtract(subtract(disbursedInAll, repaid), paidLater);
    const standing = subtract(disbursedBefore(facts, period.end), repaid);
    const takesRest = index === restRow;
    const principal = settled?.principal ?? (takesRest ? rest : ordinaryPrincipal(facts, index, interest, smaller(rest, standing)));
    repaid = add(repaid, principal);
    const unpaid = facts.actual ? subtract(principal, paidOf(facts, index).principal) : principal;
    exits.push({ day: facts.actual && period.end < asOf ? asOf : period.end, amount: unpaid });
    carried = settled ? (day) => subtract(accruedTo(day), settled.interest) : () => ZERO;
    rows.push({
      principal,
      interest,
      balance: subtract(disbursedBefore(facts, period.end), repaid),
      accruedTo,
      segments: segmentsOf(facts, index, known, period.end),
      takesRest,
    });
  });
  return rows;
}

/** Level amount − interest, not below what was already paid and not above what remains. */
function ordinaryPrincipal(facts: LoanFacts, index: number, interest: Fraction, remaining: Fraction): Fraction {
  const planned = subtract(facts.levels[index] ?? ZERO, interest);
  return larger(smaller(planned, remaining), paidOf(facts, index).principal);
}

interface Span {
  readonly from: Day;
  readonly to: Day;
  readonly balance: Fraction;
  readonly rate: Fraction;
  readonly factor: Fraction;
}

function spansOf(facts: LoanFacts, index: number, exits: readonly Exit[], to: Day): Span[] {
  const period = facts.periods[index];
  if (!period || to <= period.start) return [];
  const cuts = [...rateCuts(facts, period.start, to), ...facts.disbursements.map((flow) => flow.day), ...exits.map((exit) => exit.day)].filter(
    (day) => day > period.start && day < to,
  );
  const bounds = [...new Set([period.start, ...cuts, to])].sort((a, b) => a - b);
  return bounds.slice(1).map((end, position): Span => {
    const from = bounds[position] ?? period.start;
    const left = sum(exits.filter((exit) => exit.day <= from).map((exit) => exit.amount));
    return {
      from,
      to: end,
      balance: subtract(disbursedBefore(facts, from + 1), left),
      rate: rateOn(facts, from),
      factor: segmentFactor(facts, period, from, end),
    };
  });
}

function interestBetween(facts: LoanFacts, index: number, exits: readonly Exit[], to: Day): Fraction {
  return sum(spansOf(facts, index, exits, to).map((span) => multiply(multiply(span.balance, span.rate), span.factor)));
}

function segmentsOf(facts: LoanFacts, index: number, exits: readonly Exit[], to: Day): InterestSegment[] {
  return spansOf(facts, index, exits, to).map((span) => ({
    from: formatDay(span.from),
    to: formatDay(span.to),
    balance: formatMoney(span.balance),
    rate: formatExact(span.rate),
    factor: `${span.factor.numerator}/${span.factor.denominator}`,
  }));
}
