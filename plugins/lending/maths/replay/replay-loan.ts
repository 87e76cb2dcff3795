import { type Day, formatDay, parseDay } from '../calendar/date.ts';
import { add, type Fraction, isZero, parseDecimal, subtract, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { unsupported } from '../refusal.ts';
import { buildPeriods } from '../schedule/build-periods.ts';
import { readTerms, wholeNumber } from '../schedule/terms.ts';
import { type EvaluatedRow, evaluateRows, type InterestSegment } from './evaluate-rows.ts';
import { eventsInForce, type LoanEvent, type ReplayTerms } from './loan-event.ts';
import { type LoanFacts, paidOf } from './loan-facts.ts';
import { payRows } from './pay-rows.ts';
import { solveLevels } from './solve-levels.ts';

export type { LoanEvent, ReplayTerms } from './loan-event.ts';

export interface ReplayedRow {
  readonly n: number;
  readonly startDate: string;
  readonly dueDate: string;
  readonly principal: string;
  readonly interest: string;
  /** Scheduled balance after the row. */
  readonly balance: string;
  readonly paid: string;
  readonly paidInAdvance: string;
  readonly paidLate: string;
  readonly outstanding: string;
  /** The day on which nothing was left open; null before. */
  readonly paidDate: string | null;
  readonly segments: readonly InterestSegment[];
}

export interface ReplayedPayment {
  readonly valueDate: string;
  readonly amount: string;
  readonly principal: string;
  readonly interest: string;
  readonly surplus: string;
}

export interface ReplayedLoan {
  /** The first level amount. */
  readonly instalment: string | null;
  readonly rows: readonly ReplayedRow[];
  readonly totals: { readonly principal: string; readonly interest: string; readonly total: string; readonly paid: string; readonly outstanding: string };
  readonly allocations: readonly ReplayedPayment[];
}

/** A loan recomputed from what really happened, as it stands on `asOf`. Backdated events and reversals need no special
 *  care: the list is replayed by value date every time. Only LEVEL loans; other methods, grace and stubs are refused as
 *  UNSUPPORTED_CONVENTION. Source: exam README, rules of ACTUAL_BALANCE; calculation spec B.13. */
export function replayLoan(given: ReplayTerms, events: readonly LoanEvent[], asOf: string): ReplayedLoan {
  let facts = startFacts(given);
  const allocations: ReplayedPayment[] = [];
  let instalment: Fraction | null = null;
  for (const event of eventsInForce(events)) {
    const day = parseDay(event.valueDate);
    if (event.type === 'REPAYMENT' || event.type === 'PAYOFF') {
      const outcome = payRows(facts, given.allocation, day, event.type === 'REPAYMENT' ? parseDecimal(event.amount) : null);
      facts = outcome.facts;
      allocations.push({
        valueDate: event.valueDate,
        amount: event.type === 'REPAYMENT' ? event.amount : formatMoney(add(outcome.principal, outcome.interest)),
        principal: formatMoney(outcome.principal),
        interest: formatMoney(outcome.interest),
        surplus: formatMoney(outcome.surplus),
      });
    } else {
      facts = learn(facts, event, day);
      instalment ??= facts.levels[0] ?? null;
    }
  }
  const rows = evaluateRows(facts, parseDay(asOf));
  const shown = facts.periods.map((period, index) => showRow(facts, index, rows[index], period.n));
  const total = (field: 'principal' | 'interest' | 'paid' | 'outstanding'): Fraction => sum(shown.map((row) => parseDecimal(row[field])));
  return {
    instalment: instalment ? formatMoney(instalment) : null,
    rows: shown,
    totals: {
      principal: formatMoney(total('principal')),
      interest: formatMoney(total('interest')),
      total: formatMoney(add(total('principal'), total('interest'))),
      paid: formatMoney(total('paid')),
      outstanding: formatMoney(total('outstanding')),
    },
    allocations,
  };
}

function startFacts(given: ReplayTerms): LoanFacts {
  if (given.method !== 'LEVEL') throw unsupported(`the replay of a ${given.method} loan`);
  if (given.grace !== undefined || given.stub !== undefined) throw unsupported('the replay of a loan with grace or stub');
  if (given.levelRule === 'REGULAR') throw unsupported('the replay of a loan with the REGULAR level rule');
  const terms = readTerms({ ...given, levelRule: 'TRUE_FACTORS' });
  const { periods } = buildPeriods(terms, wholeNumber(given.periods ?? 0, 'periods', 1));
  return {
    terms,
    actual: given.interestBasis === 'ACTUAL_BALANCE',
    periods,
    disbursements: [],
    rates: [],
    pauses: [],
    levels: periods.map(() => ZERO),
    payments: [],
    settled: new Map(),
  };
}

/** A disbursement, a rate change or a pause becomes a fact; the first two solve the level amount again. */
function learn(facts: LoanFacts, event: LoanEvent, day: Day): LoanFacts {
  switch (event.type) {
    case 'DISBURSEMENT':
      return solveLevels(reopen({ ...facts, disbursements: [...facts.disbursements, { day, amount: parseDecimal(event.amount) }] }, day), day);
    case 'RATE_CHANGE':
      return solveLevels({ ...facts, rates: [...facts.rates, { from: day, rate: parseDecimal(event.annualRate) }] }, day);
    case 'INTEREST_PAUSE':
      return { ...facts, pauses: [...facts.pauses, { from: day - 1, to: parseDay(event.endDate) }] };
    default:
      throw unsupported(`the replay of ${event.type}`);
  }
}

/** New money raises the level amount of the period concerned and all later ones, so rows that were settled early are
 *  open again; what was paid on them stays paid. */
function reopen(facts: LoanFacts, day: Day): LoanFacts {
  const settled = new Map([...facts.settled].filter(([row]) => (facts.periods[row]?.end ?? 0) <= day));
  return { ...facts, settled };
}

function showRow(facts: LoanFacts, index: number, row: EvaluatedRow | undefined, n: number): ReplayedRow {
  const period = facts.periods[index];
  if (!period || !row) throw unsupported('a row without a period');
  const parts = facts.payments.filter((part) => part.row === index);
  const paid = paidOf(facts, index).total;
  const paidWhen = (wanted: (day: Day) => boolean): Fraction => sum(parts.filter((part) => wanted(part.day)).map((part) => add(part.principal, part.interest)));
  const outstanding = subtract(add(row.principal, row.interest), paid);
  const lastPaid = Math.max(...parts.map((part) => part.day));
  return {
    n,
    startDate: formatDay(period.start),
    dueDate: formatDay(period.due),
    principal: formatMoney(row.principal),
    interest: formatMoney(row.interest),
    balance: formatMoney(row.balance),
    paid: formatMoney(paid),
    paidInAdvance: formatMoney(paidWhen((day) => day < period.end)),
    paidLate: formatMoney(paidWhen((day) => day > period.end)),
    outstanding: formatMoney(outstanding),
    paidDate: isZero(outstanding) && parts.length > 0 ? formatDay(lastPaid) : null,
    segments: row.segments,
  };
}
