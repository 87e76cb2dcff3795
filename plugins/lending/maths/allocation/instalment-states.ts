import { type Day, parseDay } from '../calendar/date.ts';
import { add, compare, type Fraction, isZero, parseDecimal, smaller, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { MathsRefusal } from '../refusal.ts';
import { allocatePayment, type AllocationLine, type AllocationRule, type Component, COMPONENTS, openAfter, type OpenInstalment } from './allocate-payment.ts';

export type InstalmentState = 'NOT_DUE' | 'DUE' | 'PART_PAID' | 'OVERDUE' | 'PAID_EARLY' | 'PAID_ON_TIME' | 'PAID_IN_GRACE' | 'PAID_LATE' | 'WAIVED';

export interface Waiver {
  readonly n: number;
  readonly component: Component;
  readonly amount: string;
  readonly date: string;
}

export interface MovementsInput {
  readonly instalments: readonly OpenInstalment[];
  readonly payments: readonly { readonly valueDate: string; readonly amount: string }[];
  readonly waivers?: readonly Waiver[];
  readonly rule: AllocationRule;
  /** Needed for `state`. */
  readonly asOf?: string;
  readonly graceDays?: number;
}

export interface InstalmentStanding {
  readonly n: number;
  readonly paid: string;
  readonly waived: string;
  readonly outstanding: string;
  readonly state: InstalmentState | null;
}

export interface PaymentSplit {
  readonly valueDate: string;
  readonly lines: readonly AllocationLine[];
  readonly surplus: string;
}

/** Every instalment after all payments and waivers. A waiver takes at most what is open and comes before payments of
 *  its date. Source: calculation spec B.11, DEFINITIONS 9 (allocation). */
export function instalmentStates(input: MovementsInput): { standings: InstalmentStanding[]; payments: PaymentSplit[] } {
  let open = [...input.instalments];
  const tally = new Map(input.instalments.map((instalment) => [instalment.n, { paid: ZERO, waived: ZERO, closed: null as Closing | null }]));
  const payments: PaymentSplit[] = [];
  for (const movement of movementsOf(input)) {
    const lines = movement.waiver ? waiverLines(open, movement.waiver) : [];
    if (movement.payment) {
      const allocation = allocatePayment({ instalments: open, ...movement.payment, rule: input.rule });
      payments.push({ valueDate: movement.payment.valueDate, ...allocation });
      lines.push(...allocation.lines);
    }
    open = open.map((instalment) => openAfter(instalment, lines));
    record(tally, open, lines, movement);
  }
  return { standings: input.instalments.map((instalment, index) => standing(input, instalment, open[index] ?? instalment, tally)), payments };
}

interface Closing {
  readonly day: Day;
  readonly byWaiver: boolean;
}

type Tally = Map<number, { paid: Fraction; waived: Fraction; closed: Closing | null }>;

interface Movement {
  readonly day: Day;
  readonly waiver?: Waiver;
  readonly payment?: { readonly valueDate: string; readonly amount: string };
}

function movementsOf(input: MovementsInput): Movement[] {
  const waivers = (input.waivers ?? []).map((waiver): Movement => ({ day: parseDay(waiver.date), waiver }));
  const payments = input.payments.map((payment): Movement => ({ day: parseDay(payment.valueDate), payment }));
  // The sort keeps the order of entries, so waivers stay before payments of the same day.
  return [...waivers, ...payments].sort((a, b) => a.day - b.day);
}

function waiverLines(open: readonly OpenInstalment[], waiver: Waiver): AllocationLine[] {
  const instalment = open.find((candidate) => candidate.n === waiver.n);
  if (!instalment) throw new MathsRefusal('UNKNOWN_INSTALMENT', { n: String(waiver.n) });
  const part = smaller(parseDecimal(waiver.amount), parseDecimal(instalment[waiver.component] ?? '0'));
  return compare(part, ZERO) > 0 ? [{ n: waiver.n, component: waiver.component, amount: formatMoney(part) }] : [];
}

function record(tally: Tally, open: readonly OpenInstalment[], lines: readonly AllocationLine[], movement: Movement): void {
  for (const line of lines) {
    const entry = tally.get(line.n);
    if (!entry) continue;
    const amount = parseDecimal(line.amount);
    if (movement.waiver) entry.waived = add(entry.waived, amount);
    else entry.paid = add(entry.paid, amount);
    const after = open.find((instalment) => instalment.n === line.n);
    if (after && isZero(openTotal(after))) entry.closed = { day: movement.day, byWaiver: movement.waiver !== undefined };
  }
}

function openTotal(instalment: OpenInstalment): Fraction {
  return sum(COMPONENTS.map((component) => parseDecimal(instalment[component] ?? '0')));
}

function standing(input: MovementsInput, instalment: OpenInstalment, open: OpenInstalment, tally: Tally): InstalmentStanding {
  const entry = tally.get(instalment.n) ?? { paid: ZERO, waived: ZERO, closed: null };
  return {
    n: instalment.n,
    paid: formatMoney(entry.paid),
    waived: formatMoney(entry.waived),
    outstanding: formatMoney(openTotal(open)),
    state: input.asOf === undefined ? null : stateOf(parseDay(instalment.dueDate), parseDay(input.asOf), input.graceDays ?? 0, entry),
  };
}

function stateOf(due: Day, asOf: Day, graceDays: number, entry: { paid: Fraction; closed: Closing | null }): InstalmentState {
  const { closed } = entry;
  if (closed?.byWaiver) return 'WAIVED';
  if (closed) {
    if (closed.day < due) return 'PAID_EARLY';
    if (closed.day === due) return 'PAID_ON_TIME';
    return closed.day <= due + graceDays ? 'PAID_IN_GRACE' : 'PAID_LATE';
  }
  if (asOf < due) return 'NOT_DUE';
  if (asOf > due + graceDays) return 'OVERDUE';
  return isZero(entry.paid) ? 'DUE' : 'PART_PAID';
}
