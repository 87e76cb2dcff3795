import { type Component, MathsRefusal, type PrepaymentFee } from '../../maths/index.ts';

/** A fact in the life of a loan. It is never changed or removed: a mistake is a `reversal` and the right fact.
 *  Dates ISO; money and rates decimal strings. Source: lending spec B.13.1. */
export type AccountEvent = AccountEventFrame & AccountFact;

export interface AccountEventFrame {
  /** Order of booking; unique within the loan. */
  readonly seq: number;
  /** The day on which it acts. */
  readonly valueDate: string;
  /** The day on which the company knew it. */
  readonly bookDate: string;
  /** What it came from, such as a receipt; the fold does not read it. */
  readonly cause?: string;
}

export type AccountFact =
  /** The whole principal of the terms, on their date. */
  | { readonly kind: 'disbursement'; readonly amount: string }
  | { readonly kind: 'rateChange'; readonly annualRate: string; readonly reset?: 'IMMEDIATE' | 'NEXT_PERIOD' }
  /** Exactly one of `periods` and `newMaturity`. */
  | {
      readonly kind: 'extension';
      readonly annualRate?: string;
      readonly periods?: number;
      readonly newMaturity?: string;
      readonly interestAtOldMaturity?: 'PAY' | 'CARRY';
    }
  /** A fee, or a cost of collection, that falls due with an instalment. */
  | { readonly kind: 'charge'; readonly n: number; readonly component: 'fee' | 'cost'; readonly amount: string }
  /** Forgives at most what is open of a component of an instalment. */
  | { readonly kind: 'waiver'; readonly n: number; readonly component: Exclude<Component, 'principal'>; readonly amount: string }
  | { readonly kind: 'repayment'; readonly amount: string }
  /** Cash: what is due first, then accrued interest, fee and principal. FULL pays the loan off. */
  | { readonly kind: 'prepayment'; readonly mode: PrepaymentMode; readonly amount: string; readonly fee?: PrepaymentFee }
  /** Everything that is owed on the day; later instalments bear no interest. */
  | { readonly kind: 'writeOff' }
  /** Money on what was written off. */
  | { readonly kind: 'recovery'; readonly amount: string }
  /** The target never happened. */
  | { readonly kind: 'reversal'; readonly target: number };

export type PrepaymentMode = 'FULL' | 'REDUCE_INSTALMENT' | 'REDUCE_TERM' | 'KEEP_PLAN';

/** Events that act: everything but reversals and what they take out. */
export type ActingEvent = Exclude<AccountEvent, { readonly kind: 'reversal' }>;

/** Order of kinds on one date; facts of one kind keep the order of booking. Source: lending spec B.13.6. */
const RANK: Record<ActingEvent['kind'], number> = {
  disbursement: 0,
  rateChange: 1,
  extension: 2,
  charge: 3,
  waiver: 4,
  repayment: 5,
  prepayment: 6,
  writeOff: 7,
  recovery: 8,
};

/** Events that act up to a value date, as known on a booking date, in the order in which they act. A reversal counts
 *  from its booking on, whatever value date it bears, and can itself be reversed.
 *  Refuses SEQ_TWICE, UNKNOWN_TARGET, REVERSED_TWICE. */
export function actingEvents(events: readonly AccountEvent[], reading: { readonly asOf: string; readonly knownOn: string }): ActingEvent[] {
  const known = events.filter((event) => event.bookDate <= reading.knownOn);
  const reversed = reversedOf(known);
  return known
    .filter((event): event is ActingEvent => event.kind !== 'reversal' && event.valueDate <= reading.asOf && !reversed.has(event.seq))
    .toSorted((a, b) => compareText(a.valueDate, b.valueDate) || RANK[a.kind] - RANK[b.kind] || a.seq - b.seq);
}

/** Latest reversal first, so that a reversal that was itself reversed takes nothing out. */
function reversedOf(events: readonly AccountEvent[]): ReadonlySet<number> {
  const bySeq = new Map<number, AccountEvent>();
  for (const event of events) {
    if (bySeq.has(event.seq)) throw new MathsRefusal('SEQ_TWICE', { seq: String(event.seq) });
    bySeq.set(event.seq, event);
  }
  const reversed = new Set<number>();
  for (const event of [...events].sort((a, b) => b.seq - a.seq)) {
    if (event.kind !== 'reversal' || reversed.has(event.seq)) continue;
    if (event.target >= event.seq || !bySeq.has(event.target)) throw new MathsRefusal('UNKNOWN_TARGET', { target: String(event.target) });
    if (reversed.has(event.target)) throw new MathsRefusal('REVERSED_TWICE', { target: String(event.target) });
    reversed.add(event.target);
  }
  return reversed;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
