import { type Day, parseDay } from '../calendar/date.ts';
import { add, compare, type Fraction, fraction, isZero, multiply, parseDecimal, smaller, subtract, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { parseUnit, roundToUnit } from '../number/rounding.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import type { RoundingTerms } from '../schedule/terms.ts';

export interface RevolvingMovement {
  readonly seq: number;
  readonly type: 'DRAW' | 'REPAY';
  readonly valueDate: string;
  readonly amount: string;
  /** WITH_PRINCIPAL: the draw that is repaid; the oldest open draws unless given. */
  readonly draw?: number;
}

export interface RevolvingTerms {
  readonly dailyRate: string;
  /** Later rates, each from its day on. */
  readonly rateChanges?: readonly { readonly from: string; readonly dailyRate: string }[];
  readonly rounding: RoundingTerms;
  readonly movements: readonly RevolvingMovement[];
}

export interface StatementInterest {
  readonly date: string;
  readonly balanceDays: string;
  readonly interest: string;
  readonly balance: string;
}

/** 随借随还, interest on statement days: R2(Σ over days of balance × that day's rate), rounded once a statement. A draw
 *  earns from its own night, a repayment stops from its date; unpaid interest never joins the balance.
 *  Refuses ABOVE_BALANCE. Source: calculation spec B.5, DEFINITIONS 9, revolving; vector V11. */
export function statementInterest(terms: RevolvingTerms & { from: string; statements: readonly string[] }): {
  statements: StatementInterest[];
  totalInterest: string;
} {
  const balances = balanceSteps(terms.movements);
  let begin = parseDay(terms.from);
  let totalInterest = ZERO;
  const statements = terms.statements.map((date): StatementInterest => {
    const end = parseDay(date);
    let balanceDays = ZERO;
    let exact = ZERO;
    for (const [from, to] of spans(begin, end, [...balances.map((step) => step.day), ...rateDays(terms)])) {
      const weight = multiply(balanceOn(balances, from), fraction(to - from));
      balanceDays = add(balanceDays, weight);
      exact = add(exact, multiply(weight, rateOn(terms, from)));
    }
    begin = end;
    const interest = round(terms, exact);
    totalInterest = add(totalInterest, interest);
    return { date, balanceDays: formatMoney(balanceDays), interest: formatMoney(interest), balance: formatMoney(balanceOn(balances, end)) };
  });
  return { statements, totalInterest: formatMoney(totalInterest) };
}

export interface RepaymentInterest {
  readonly seq: number;
  readonly valueDate: string;
  readonly principal: string;
  readonly interest: string;
}

/** Interest paid with each repaid principal: R2(principal × daily rate × max(days since that draw, minInterestDays)),
 *  for each draw that is repaid. Refuses ABOVE_BALANCE. Source: DEFINITIONS 9, revolving WITH_PRINCIPAL. */
export function interestWithPrincipal(terms: RevolvingTerms & { minInterestDays?: number }): { repayments: RepaymentInterest[]; totalInterest: string } {
  if (terms.rateChanges && terms.rateChanges.length > 0) throw unsupported('rate changes with interest paid with the principal');
  const rate = parseDecimal(terms.dailyRate);
  const draws: { seq: number; day: Day; open: Fraction }[] = [];
  const repayments: RepaymentInterest[] = [];
  let totalInterest = ZERO;
  for (const movement of inOrder(terms.movements)) {
    const day = parseDay(movement.valueDate);
    if (movement.type === 'DRAW') {
      draws.push({ seq: movement.seq, day, open: parseDecimal(movement.amount) });
      continue;
    }
    let left = parseDecimal(movement.amount);
    let interest = ZERO;
    for (const draw of draws.filter((candidate) => movement.draw === undefined || candidate.seq === movement.draw)) {
      const part = smaller(left, draw.open);
      draw.open = subtract(draw.open, part);
      left = subtract(left, part);
      const days = Math.max(day - draw.day, terms.minInterestDays ?? 0);
      interest = add(interest, round(terms, multiply(multiply(part, rate), fraction(days))));
    }
    if (!isZero(left)) throw new MathsRefusal('ABOVE_BALANCE', { amount: movement.amount });
    totalInterest = add(totalInterest, interest);
    repayments.push({ seq: movement.seq, valueDate: movement.valueDate, principal: movement.amount, interest: formatMoney(interest) });
  }
  return { repayments, totalInterest: formatMoney(totalInterest) };
}

interface BalanceStep {
  readonly day: Day;
  readonly balance: Fraction;
}

function inOrder(movements: readonly RevolvingMovement[]): RevolvingMovement[] {
  return movements.toSorted((a, b) => (a.valueDate < b.valueDate ? -1 : a.valueDate > b.valueDate ? 1 : a.seq - b.seq));
}

function balanceSteps(movements: readonly RevolvingMovement[]): BalanceStep[] {
  let balance = ZERO;
  return inOrder(movements).map((movement) => {
    const amount = parseDecimal(movement.amount);
    balance = movement.type === 'DRAW' ? add(balance, amount) : subtract(balance, amount);
    if (compare(balance, ZERO) < 0) throw new MathsRefusal('ABOVE_BALANCE', { amount: movement.amount });
    return { day: parseDay(movement.valueDate), balance };
  });
}

function balanceOn(steps: readonly BalanceStep[], day: Day): Fraction {
  return steps.findLast((step) => step.day <= day)?.balance ?? ZERO;
}

function rateDays(terms: RevolvingTerms): Day[] {
  return (terms.rateChanges ?? []).map((change) => parseDay(change.from));
}

function rateOn(terms: RevolvingTerms, day: Day): Fraction {
  const change = (terms.rateChanges ?? []).toSorted((a, b) => (a.from < b.from ? -1 : 1)).findLast((candidate) => parseDay(candidate.from) <= day);
  return parseDecimal(change?.dailyRate ?? terms.dailyRate);
}

function spans(begin: Day, end: Day, cuts: readonly Day[]): [Day, Day][] {
  const bounds = [...new Set([begin, ...cuts.filter((day) => day > begin && day < end), end])].sort((a, b) => a - b);
  return bounds.slice(1).map((to, index): [Day, Day] => [bounds[index] ?? begin, to]);
}

function round(terms: RevolvingTerms, amount: Fraction): Fraction {
  return roundToUnit(amount, parseUnit(terms.rounding.money ?? '0.01'), terms.rounding.mode);
}
