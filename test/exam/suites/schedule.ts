import {
  addMonths,
  annualRateOf,
  buildSchedule,
  changePlan,
  chargeForDays,
  formatDay,
  type IndexValue,
  type LoanEvent,
  parseDay,
  type PlanEvent,
  type QuotedRate,
  replayLoan,
  type ReplayTerms,
  type ResetRule,
  type ScheduleTerms,
} from '../../../plugins/lending/maths/index.ts';
import { type Answer, type Json, type JsonValue, type Suite, Unsupported } from '../case-file.ts';
import { sameScalar } from '../compare.ts';
import { decimal, fieldsOf, oneOf, readAs, ROUNDING, whole } from '../input-shape.ts';
import { SCHEDULE_INPUT } from './schedule-shape.ts';

/** Plans, their changes, and loans replayed from real payments: one input form, three points of view. */
export const schedule: Suite = {
  names: ['schedule', 'prepay', 'overdue'],
  fields: [
    'instalment',
    'rows',
    'rowsPartial',
    'totals',
    'payments',
    'allocations',
    'instalmentChanges',
    'prepayments',
    'payoff',
    'annualRate',
    'penalty',
    'interest',
  ],
  answer(input) {
    if (input['kind'] === 'PENALTY' || input['kind'] === 'INTEREST') return charge(input);
    const read = readAs<ScheduleInput>(input, SCHEDULE_INPUT);
    const terms = termsOf(read);
    return isReplay(read) ? replay(read, terms) : plan(read, terms);
  },
};

/** The shape above, after reading: schedule terms and what surrounds them. */
export type ScheduleInput = Partial<ScheduleTerms> &
  Pick<ScheduleTerms, 'principal' | 'method' | 'dayCount' | 'rounding'> & {
    readonly quotedRate?: QuotedRate;
    readonly rateRule?: { type?: string; index?: string; spreadBp?: number | string; resetRule?: ResetRule; floor?: string; cap?: string };
    readonly indexTable?: readonly IndexValue[];
    readonly interestBasis?: 'SCHEDULED_BALANCE' | 'ACTUAL_BALANCE';
    readonly allocation?: { axis?: 'HORIZONTAL' | 'VERTICAL'; order: readonly string[]; advance?: 'NEXT_INSTALMENT' | 'LAST_INSTALMENT' };
    readonly events?: readonly (PlanEvent | LoanEvent)[];
    readonly asOf?: string;
    readonly minInterestDays?: number;
  };

const REPLAY_EVENTS = ['DISBURSEMENT', 'REPAYMENT', 'REVERSAL', 'INTEREST_PAUSE'];

function isReplay(read: ScheduleInput): boolean {
  return read.interestBasis === 'ACTUAL_BALANCE' || (read.events ?? []).some((event) => REPLAY_EVENTS.includes(event.type));
}

export function termsOf(read: ScheduleInput): ScheduleTerms {
  const annualRate = read.annualRate ?? (read.quotedRate ? annualRateOf(read.quotedRate) : isFloating(read) ? '0' : undefined);
  if (annualRate === undefined) throw new Unsupported('a case without a rate');
  if (read.rounding.mode === undefined) throw new Unsupported('a case without a rounding mode');
  const { quotedRate: _q, rateRule: _r, indexTable: _i, interestBasis: _b, allocation: _a, events: _e, asOf: _o, minInterestDays: _m, ...rest } = read;
  const terms = { ...rest, annualRate, disbursementDate: read.disbursementDate ?? undatedStart(read) };
  delete (terms as Record<string, unknown>)['approvedPrincipal'];
  return terms;
}

/** Some published plans state no dates: twelfths of a year make them unnecessary. */
function undatedStart(read: ScheduleInput): string {
  if (read.dayCount !== 'MONTHLY_FIXED' || read.termUnit !== 'MONTH') throw new Unsupported('a case without a disbursement date');
  return read.firstDueDate === undefined ? '2000-01-01' : formatDay(addMonths(parseDay(read.firstDueDate), -(read.interval ?? 1)));
}

function isFloating(read: ScheduleInput): boolean {
  return read.rateRule?.type === 'float';
}

function plan(read: ScheduleInput, terms: ScheduleTerms): Answer {
  const events = (read.events ?? []).map((event) =>
    event.type === 'PAYOFF' && read.minInterestDays !== undefined ? { minInterestDays: read.minInterestDays, ...event } : event,
  ) as PlanEvent[];
  const { rateRule, indexTable } = read;
  if (isFloating(read) && (rateRule?.resetRule === undefined || indexTable === undefined))
    throw new Unsupported('a floating rate without reset rule or index table');
  const floating =
    isFloating(read) && rateRule?.resetRule !== undefined && indexTable
      ? {
          rule: {
            spreadBp: rateRule.spreadBp ?? 0,
            resetRule: rateRule.resetRule,
            ...(rateRule.floor === undefined ? {} : { floor: rateRule.floor }),
            ...(rateRule.cap === undefined ? {} : { cap: rateRule.cap }),
          },
          table: indexTable,
        }
      : undefined;
  const result =
    events.length === 0 && !floating
      ? { ...buildSchedule(terms), instalmentChanges: [], prepayments: [], payoff: null }
      : changePlan(terms, events, floating ? { floating } : {});
  const rows = result.rows.map((row) => ({ fee: '0.00', penalty: '0.00', ...row }));
  return {
    got: { ...result, rows, rowsPartial: rows, payments: rows.length, annualRate: terms.annualRate },
    compare: { rowsPartial: partialRows },
    derivation: () => traceText(() => changePlan(terms, events, { trace: true, ...(floating ? { floating } : {}) })),
  };
}

function traceText(build: () => { rows: readonly { n: number; trace?: unknown }[] }): string {
  return build()
    .rows.slice(0, 60)
    .map((row) => `\n    row ${row.n}: ${JSON.stringify(row.trace)}`)
    .join('');
}

/** Only some rows were published; they are found by number. */
function partialRows(expected: JsonValue, got: unknown): boolean {
  const rows = got as Record<string, unknown>[];
  return (expected as readonly Json[]).every((wanted) => {
    const row = rows.find((candidate) => candidate['n'] === wanted['n']);
    return row !== undefined && Object.entries(wanted).every(([field, value]) => sameScalar(value, row[field]));
  });
}

function replay(read: ScheduleInput, terms: ScheduleTerms): Answer {
  if (read.asOf === undefined || read.events === undefined) throw new Unsupported('a replay without events or date');
  const replayTerms: ReplayTerms = {
    ...terms,
    interestBasis: read.interestBasis ?? 'SCHEDULED_BALANCE',
    allocation: {
      axis: read.allocation?.axis ?? 'HORIZONTAL',
      order: (read.allocation?.order ?? ['PENALTY', 'FEE', 'INTEREST', 'PRINCIPAL']).map((part) => part.toLowerCase()) as ReplayTerms['allocation']['order'],
      advance: read.allocation?.advance ?? 'NEXT_INSTALMENT',
    },
  };
  const result = replayLoan(replayTerms, read.events as readonly LoanEvent[], read.asOf);
  return {
    got: { ...result, rows: result.rows.map((row) => ({ fee: '0.00', penalty: '0.00', ...row })), payments: result.rows.length },
    derivation: () => result.rows.map((row) => `\n    row ${row.n}: ${JSON.stringify(row.segments)}`).join(''),
  };
}

const CHARGE_INPUT = fieldsOf({
  kind: oneOf('PENALTY', 'INTEREST'),
  base: decimal,
  annualRate: decimal,
  penaltyFactor: decimal,
  days: whole,
  yearBasis: whole,
  penaltyBase: oneOf('PRINCIPAL', 'INTEREST', 'PRINCIPAL_INTEREST', 'OUTSTANDING'),
  rounding: ROUNDING,
});

function charge(input: Json): Answer {
  const read = readAs<Parameters<typeof chargeForDays>[0] & { kind: string }>(input, CHARGE_INPUT);
  const amount = chargeForDays(read);
  return { got: read.kind === 'PENALTY' ? { penalty: amount } : { interest: amount } };
}
