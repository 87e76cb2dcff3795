import { type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { foldLoan } from '../account/fold/fold-loan.ts';
import type { LoanState, StateRow } from '../account/fold/loan-state.ts';
import { accountTermsOf, eventsOf, type StoredEvent } from '../account/loan-events.ts';
import type { LoanRecord } from '../account/records.ts';
import { addMoney, type Component, parseDay } from '../maths/index.ts';
import { calculate, found } from '../refuse.ts';
import { type Standing, standingOn } from './loan-schedule.ts';

/** One fact of the loan, and what it did with its money when it acted. */
export interface LifeEvent {
  readonly id: string;
  readonly seq: number;
  readonly kind: StoredEvent['kind'];
  readonly valueDate: string;
  readonly bookDate: string;
  readonly amount: string | null;
  /** The receipt that it came from. */
  readonly receipt: string | null;
  /** False for a fact that had not acted on the day, was not known yet, or was taken back. */
  readonly acts: boolean;
  /** Number of the event that took it back, as known on the day. */
  readonly reversedBy: number | null;
  readonly lines: readonly { readonly n: number; readonly component: Component; readonly amount: string }[];
  readonly surplus: string;
}

export interface LoanAsOf {
  readonly asOf: string;
  readonly knownOn: string;
  /** From the disbursement to the business date. */
  readonly life: { readonly from: string; readonly to: string };
  readonly balance: string;
  /** Contract interest earned since the disbursement, due or not. */
  readonly accruedInterest: string;
  /** What is still to be paid of instalments that have fallen due. */
  readonly arrears: string;
  readonly penalty: string;
  readonly paid: string;
  readonly surplus: string;
  readonly daysPastDue: number;
  readonly isSettled: boolean;
  readonly writtenOffOn: string | null;
  readonly rows: readonly LifeRow[];
  readonly versions: readonly {
    readonly version: number;
    readonly from: string;
    readonly cause: string;
    readonly instalment: string | null;
    readonly rows: readonly { readonly n: number; readonly dueDate: string; readonly principal: string; readonly interest: string; readonly balance: string }[];
  }[];
  readonly events: readonly LifeEvent[];
}

export interface LifeRow {
  readonly n: number;
  readonly dueDate: string;
  readonly principal: string;
  readonly interest: string;
  readonly fee: string;
  readonly penalty: string;
  readonly paid: string;
  readonly outstanding: string;
  readonly standing: Standing;
}

interface Input {
  readonly record: string;
  readonly asOf?: string;
  readonly knownOn?: string;
}

/** A loan as it stood on any day, as the company knew it on any day: folded from its facts alone. Both days are the business
 *  date unless given. Refuses lending.value-date-early, lending.value-date-future, and terms that the fold does not cover.
 *  Source: lending spec B.13. */
export const loanAsOf: OperationDefinition<Input, LoanAsOf> = {
  name: 'lending.loan-as-of',
  title: '任一日的借据',
  input: {
    type: 'object',
    properties: { record: { type: 'string' }, asOf: { type: 'string', format: 'date' }, knownOn: { type: 'string', format: 'date' } },
    required: ['record'],
    additionalProperties: false,
  },
  output: { type: 'object' },
  readOnly: true,
  on: 'loan',
  async run(context, { record, asOf = context.businessDate, knownOn = context.businessDate }) {
    const loan = found(await context.records.get('loan', record)) as LoanRecord;
    const today = context.businessDate;
    for (const day of [asOf, knownOn]) {
      calculate(() => parseDay(day));
      if (day < loan.disbursedOn) throw new Refusal('lending.value-date-early', { earliest: loan.disbursedOn });
      if (day > today) throw new Refusal('lending.value-date-future', { today });
    }
    const events = await eventsOf(context, loan.id);
    const { state, splits } = calculate(() => foldLoan(accountTermsOf(loan), events, { asOf, knownOn }));
    const bySeq = new Map(splits.map((split) => [split.seq, split]));
    const reversals = reversalsOf(events.filter((event) => event.bookDate <= knownOn));
    return {
      asOf,
      knownOn,
      life: { from: loan.disbursedOn, to: today },
      ...figuresOf(state, asOf),
      rows: state.rows.map((row) => lifeRow(row, asOf)),
      versions: state.versions.map(({ version, from, cause, instalment, rows }) => ({
        version,
        from,
        cause,
        instalment,
        rows: rows.map(({ n, dueDate, principal, interest, balance }) => ({ n, dueDate, principal, interest, balance })),
      })),
      events: events.map((event) => {
        const reversedBy = reversals.get(event.seq) ?? null;
        const split = bySeq.get(event.seq);
        return {
          id: event.id,
          seq: event.seq,
          kind: event.kind,
          valueDate: event.valueDate,
          bookDate: event.bookDate,
          amount: 'amount' in event ? event.amount : null,
          receipt: event.cause ?? null,
          acts: event.bookDate <= knownOn && event.valueDate <= asOf && reversedBy === null,
          reversedBy,
          lines: split?.lines ?? [],
          surplus: split?.surplus ?? '0.00',
        };
      }),
    };
  },
};

/** Target → the reversal that took it back. A reversal that was itself reversed takes nothing back, and the latest come first. */
function reversalsOf(events: readonly StoredEvent[]): ReadonlyMap<number, number> {
  const by = new Map<number, number>();
  for (const event of [...events].sort((a, b) => b.seq - a.seq)) if (event.kind === 'reversal' && !by.has(event.seq)) by.set(event.target, event.seq);
  return by;
}

function figuresOf(
  state: LoanState,
  asOf: string,
): Pick<LoanAsOf, 'balance' | 'accruedInterest' | 'arrears' | 'penalty' | 'paid' | 'surplus' | 'daysPastDue' | 'isSettled' | 'writtenOffOn'> {
  const sum = (amounts: readonly string[]): string => amounts.reduce(addMoney, '0.00');
  return {
    balance: state.balance,
    accruedInterest: state.accruedInterest,
    arrears: sum(state.rows.filter((row) => row.dueDate <= asOf).flatMap((row) => Object.values(row.outstanding))),
    penalty: addMoney(state.totals.outstanding.penalty, state.totals.outstanding.compound),
    paid: sum([...Object.values(state.totals.paid), ...Object.values(state.prepaid), ...Object.values(state.recovered)]),
    surplus: state.surplus,
    daysPastDue: state.daysPastDue.dpd,
    isSettled: state.isSettled,
    writtenOffOn: state.writtenOffOn,
  };
}

function lifeRow(row: StateRow, asOf: string): LifeRow {
  const sum = (amounts: Readonly<Record<Component, string>>): string => Object.values(amounts).reduce(addMoney, '0.00');
  const outstanding = sum(row.outstanding);
  const paid = sum(row.paid);
  return {
    n: row.n,
    dueDate: row.dueDate,
    principal: row.due.principal,
    interest: row.due.interest,
    fee: addMoney(row.due.fee, row.due.cost),
    penalty: addMoney(row.due.penalty, row.due.compound),
    paid,
    outstanding,
    standing: standingOn(asOf, { dueOn: row.dueDate, outstanding, paid }),
  };
}
