import type { Component } from '../allocation/allocate-payment.ts';
import type { Day } from '../calendar/date.ts';
import { add, compare, type Fraction, isZero, larger, smaller, subtract, sum, ZERO } from '../number/fraction.ts';
import { unsupported } from '../refusal.ts';
import { evaluateRows } from './evaluate-rows.ts';
import { disbursedBefore, type LoanFacts, paidOf, type RowPayment } from './loan-facts.ts';
import type { ReplayTerms } from './loan-event.ts';

export interface PaymentOutcome {
  readonly facts: LoanFacts;
  readonly principal: Fraction;
  readonly interest: Fraction;
  readonly surplus: Fraction;
}

/** Pays rows with money on a day: past due and due rows first, oldest first, then rows in advance. A row in advance owes
 *  the interest accrued to the day; the rest of its level amount is principal; when all of it is paid the row keeps these
 *  figures. `money` null pays everything payable. Source: exam README, rules of ACTUAL_BALANCE 5. */
export function payRows(from: LoanFacts, rule: ReplayTerms['allocation'], day: Day, money: Fraction | null): PaymentOutcome {
  const due = from.periods.map((_, index) => index).filter((index) => (from.periods[index]?.end ?? 0) <= day);
  const later = from.periods.map((_, index) => index).filter((index) => (from.periods[index]?.end ?? 0) > day);
  let facts = from;
  let left = money;
  const paid: RowPayment[] = [];
  const pay = (row: number, order: readonly Component[], owed: { principal: Fraction; interest: Fraction }): boolean => {
    const part = takeParts(left, order, owed);
    left = left === null ? null : subtract(left, add(part.principal, part.interest));
    if (isZero(add(part.principal, part.interest))) return false;
    const line = { row, day, ...part };
    paid.push(line);
    facts = { ...facts, payments: [...facts.payments, line] };
    return compare(part.principal, owed.principal) === 0 && compare(part.interest, owed.interest) === 0;
  };
  const rows = evaluateRows(facts, day);
  const owedOf = (row: number): { principal: Fraction; interest: Fraction } => {
    const had = paidOf(facts, row);
    const figures = rows[row];
    return {
      principal: larger(ZERO, subtract(figures?.principal ?? ZERO, had.principal)),
      interest: larger(ZERO, subtract(figures?.interest ?? ZERO, had.interest)),
    };
  };
  for (const [row, order] of dueWalk(from, due, day, rule)) pay(row, order, owedOf(row));
  if (rule.axis === 'VERTICAL' && later.length > 0 && (left === null || !isZero(left))) throw unsupported('a vertical allocation in advance');
  for (const row of rule.advance === 'LAST_INSTALMENT' ? later.toReversed() : later) {
    if (facts.settled.has(row) || (left !== null && isZero(left))) continue;
    const owed = owedInAdvance(facts, row, day);
    if (pay(row, rule.order, owed)) facts = settle(facts, row);
  }
  return { facts, principal: sum(paid.map((part) => part.principal)), interest: sum(paid.map((part) => part.interest)), surplus: left ?? ZERO };
}

/** Due rows in groups (past due, due on the day), by the axis. */
function* dueWalk(facts: LoanFacts, due: readonly number[], day: Day, rule: ReplayTerms['allocation']): Generator<[number, readonly Component[]]> {
  const groups = [due.filter((row) => (facts.periods[row]?.end ?? 0) < day), due.filter((row) => facts.periods[row]?.end === day)];
  for (const group of groups) {
    if (rule.axis === 'HORIZONTAL') for (const row of group) yield [row, rule.order];
    else for (const component of rule.order) for (const row of group) yield [row, [component]];
  }
}

function owedInAdvance(facts: LoanFacts, row: number, day: Day): { principal: Fraction; interest: Fraction } {
  const figures = evaluateRows(facts, day)[row];
  const had = paidOf(facts, row);
  if (!figures) return { principal: ZERO, interest: ZERO };
  const accrued = figures.accruedTo(day);
  // More principal than was ever paid out can not be owed, whatever the level amounts of reopened rows say.
  const unpaid = subtract(disbursedBefore(facts, day + 1), sum(facts.payments.map((part) => part.principal)));
  const rest = figures.takesRest ? figures.principal : smaller(subtract(facts.levels[row] ?? ZERO, accrued), add(figures.principal, figures.balance));
  return { principal: larger(ZERO, smaller(unpaid, subtract(rest, had.principal))), interest: larger(ZERO, subtract(accrued, had.interest)) };
}

function settle(facts: LoanFacts, row: number): LoanFacts {
  const { principal, interest } = paidOf(facts, row);
  return { ...facts, settled: new Map(facts.settled).set(row, { principal, interest }) };
}

function takeParts(
  money: Fraction | null,
  order: readonly Component[],
  owed: { principal: Fraction; interest: Fraction },
): { principal: Fraction; interest: Fraction } {
  const part = { principal: ZERO, interest: ZERO };
  let left = money;
  for (const component of order) {
    if (component !== 'principal' && component !== 'interest') continue;
    const amount = left === null ? owed[component] : smaller(left, owed[component]);
    part[component] = amount;
    left = left === null ? null : subtract(left, amount);
  }
  return part;
}
