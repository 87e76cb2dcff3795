import type { RoundingMode, Schedule, ScheduleTerms } from '../../../plugins/lending/maths/index.ts';
import { type Share, yearShare } from './year-share.ts';

/** What is wrong with a plan, or null. Everything is computed anew on whole numbers of cents: the interest of each row from
 *  its balance and dates, the level amount from the balance that it leaves, sums, and the chain of balances. */
export function auditPlan(terms: ScheduleTerms, schedule: Schedule): string | null {
  const plan: Plan = {
    terms,
    principal: centsOf(terms.principal),
    rate: BigInt(terms.annualRate.replace('.', '')),
    rows: schedule.rows.map((row) => ({
      from: row.startDate,
      to: row.dueDate,
      principal: centsOf(row.principal),
      interest: centsOf(row.interest),
      payment: centsOf(row.payment),
      balance: centsOf(row.balance),
    })),
    instalment: schedule.instalment === null ? null : centsOf(schedule.instalment),
  };
  const { rows } = plan;
  const sum = (value: (row: Row) => bigint): bigint => rows.reduce((total, row) => total + value(row), 0n);
  if (sum((row) => row.principal) !== plan.principal) return 'the principal of the rows is not the loan';
  if (rows.at(-1)?.balance !== 0n) return 'something is left after the last row';
  if (sum((row) => row.payment) !== centsOf(schedule.totals.total)) return 'the total is not the sum of the payments';
  if (sum((row) => row.interest) !== centsOf(schedule.totals.interest)) return 'the interest is not the sum of the rows';
  return auditRows(plan) ?? auditMethod(plan);
}

interface Row {
  readonly from: string;
  readonly to: string;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly payment: bigint;
  readonly balance: bigint;
}

interface Plan {
  readonly terms: ScheduleTerms;
  readonly principal: bigint;
  /** Ten-thousandths. */
  readonly rate: bigint;
  readonly rows: readonly Row[];
  readonly instalment: bigint | null;
}

const RATE_UNIT = 10_000n;

function auditRows({ terms, principal, rate, rows }: Plan): string | null {
  let balance = principal;
  let date = terms.disbursementDate;
  for (const [index, row] of rows.entries()) {
    const place = `row ${index + 1}`;
    if (row.from !== date || row.to <= row.from) return `${place} does not follow the row before it`;
    const { over, under } = yearShare(terms.dayCount, spanOf(terms, row));
    const base = terms.method === 'FLAT' ? principal : balance;
    if (row.interest !== quotient(base * rate * over, RATE_UNIT * under, terms.rounding.mode))
      return `${place}: the interest is not that of its balance and days`;
    if (row.payment !== row.principal + row.interest) return `${place} does not pay its principal and interest`;
    if (row.balance !== balance - row.principal) return `${place} does not continue the balance`;
    if (row.interest < 0n || row.balance < 0n) return `${place} is negative`;
    // A stepped plan may begin below its interest when it grows.
    if (row.principal < 0n && terms.method !== 'STEP') return `${place} takes principal back`;
    balance = row.balance;
    date = row.to;
  }
  return null;
}

function auditMethod(plan: Plan): string | null {
  const { terms, rows, principal } = plan;
  const grace = terms.grace?.principalPeriods ?? 0;
  const inner = rows.slice(Math.min(grace, rows.length - 1), -1);
  if (rows.slice(0, Math.min(grace, rows.length - 1)).some((row) => row.principal !== 0n)) return 'principal is repaid in the grace';
  switch (terms.method) {
    case 'LEVEL':
    case 'BALLOON':
      return inner.some((row) => row.payment !== plan.instalment && row.balance !== 0n) ? 'a payment is not level' : auditLevel(plan, grace);
    case 'EQUAL_PRINCIPAL':
    case 'FLAT': {
      const share = inUnits(terms, { over: principal, under: BigInt(rows.length - grace) }, terms.rounding.mode);
      return inner.some((row) => row.principal !== share && row.balance !== 0n) ? 'a share of principal differs' : null;
    }
    case 'INTEREST_ONLY':
    case 'BULLET':
      return inner.some((row) => row.principal !== 0n) ? 'principal is repaid before the end' : null;
    case 'FIXED_PAYMENT':
      return inner.some((row) => row.payment !== centsOf(terms.payment ?? '0')) ? 'a payment is not the given one' : null;
    case 'CUSTOM':
      return rows.some((row, index) => row.principal !== centsOf(terms.rows?.[index]?.principal ?? '')) ? 'a row differs from the agreed one' : null;
    case 'COMBO':
      return auditStages(plan);
    case 'STEP':
      return auditStep(plan);
  }
}

/** Digits that amounts and balances are carried with beyond the cent: no rounding of them can reach the cent. */
const FINE = 10n ** 30n;

/** The level amount is the rounding of the one that leaves the balloon, or nothing: half a unit less (or a whole unit, where
 *  everything is rounded to one side) leaves more than that, as much more leaves less. */
function auditLevel(plan: Plan, grace: number): string | null {
  const { terms, instalment, principal } = plan;
  if (instalment === null) return 'a level plan states its amount';
  const balloon = terms.balloon?.kind === 'FIXED' ? centsOf(terms.balloon.amount) : 0n;
  const { below, above } = nearest(terms);
  const leftWith = (payment: bigint): bigint => leftAfter(plan, grace, () => payment);
  const target = balloon * FINE;
  if (leftWith(instalment * FINE - below) < target) return 'the level amount is too high';
  if (leftWith(instalment * FINE + above) > target) return 'the level amount is too low';
  return principal > 0n ? null : 'nothing is lent';
}

/** Steps grow from one unrounded first amount; bounded by those of their first payment. */
function auditStep(plan: Plan): string | null {
  const { terms, rows, instalment } = plan;
  const { everyPeriods, growth } = terms.step ?? { everyPeriods: 1, growth: '0' };
  const per = BigInt(Math.round(Number(growth) * 1000)) + 1000n;
  const grown = (amount: bigint, index: number): bigint => {
    const times = BigInt(Math.floor(index / everyPeriods));
    return (amount * per ** times) / 1000n ** times;
  };
  const { below, above } = nearest(terms);
  const first = (instalment ?? 0n) * FINE;
  if (rows.length > 1 && leftAfter(plan, 0, (index) => grown(first - below, index)) < 0n) return 'the first step is too high';
  if (rows.length > 1 && leftAfter(plan, 0, (index) => grown(first + above, index)) > 0n) return 'the first step is too low';
  const isOff = rows.slice(0, -1).some((row, index) => {
    if (row.balance === 0n) return false;
    const paid = row.payment * FINE;
    return paid < grown(first - below, index) - above || paid > grown(first + above, index) + below;
  });
  return isOff ? 'a step does not grow as agreed' : null;
}

/** At the end of each stage its share is repaid. */
function auditStages({ terms, rows, principal }: Plan): string | null {
  const stages = terms.stages ?? [];
  let end = 0;
  let left = principal;
  for (const [index, stage] of stages.entries()) {
    const own = rows.slice(end, end + stage.periods);
    end += stage.periods;
    if (index === stages.length - 1) left = 0n;
    else if (stage.share !== undefined) {
      const [whole = '0', part = ''] = stage.share.split('.');
      left -= quotient(principal * BigInt(whole + part), 10n ** BigInt(part.length), terms.rounding.mode);
    }
    if (own.at(-1)?.balance !== left) return `stage ${index + 1} does not end at its balance`;
    if (stage.method === 'INTEREST_ONLY' && own.some((row) => row.principal !== 0n)) return `stage ${index + 1} repays principal`;
  }
  return null;
}

/** What an unrounded loan leaves after all its rows, in fine cents. */
function leftAfter({ terms, principal, rate, rows }: Plan, grace: number, paymentOf: (index: number) => bigint): bigint {
  const isRegular = terms.termUnit === 'MONTH' && (terms.dayCount === 'MONTHLY_FIXED' || terms.dayCount.startsWith('30'));
  const months = terms.interval ?? 1;
  return rows.slice(grace).reduce((balance, row, index) => {
    const { over, under }: Share = isRegular ? { over: BigInt(months), under: 12n } : yearShare(terms.dayCount, spanOf(terms, row));
    return balance + (balance * rate * over) / (RATE_UNIT * under) - paymentOf(index);
  }, principal * FINE);
}

function spanOf({ method, interval }: ScheduleTerms, { from, to }: Row): Parameters<typeof yearShare>[1] {
  return { from, to, ...(method === 'CUSTOM' ? {} : { months: interval ?? 1 }) };
}

/** How far an amount may lie from the unrounded one, in fine cents, with a little more for the digits cut off above. */
function nearest({ rounding }: ScheduleTerms): { readonly below: bigint; readonly above: bigint } {
  const unit = unitOf(rounding.instalment) * FINE;
  const slack = 10n ** 6n;
  const mode = rounding.instalmentMode ?? rounding.mode;
  if (mode === 'UP') return { below: unit + slack, above: slack };
  if (mode === 'DOWN') return { below: slack, above: unit + slack };
  return { below: unit / 2n + slack, above: unit / 2n + slack };
}

function inUnits({ rounding }: ScheduleTerms, { over, under }: Share, mode: RoundingMode): bigint {
  const unit = unitOf(rounding.instalment);
  return quotient(over, under * unit, mode) * unit;
}

/** A rounding unit in cents. */
function unitOf(unit: string | undefined): bigint {
  return BigInt(Math.round(Number(unit ?? '0.01') * 100));
}

/** A quotient of what is not negative, rounded to a whole number. */
function quotient(over: bigint, under: bigint, mode: RoundingMode): bigint {
  const whole = over / under;
  const rest = over % under;
  if (rest === 0n || mode === 'DOWN') return whole;
  if (mode === 'UP') return whole + 1n;
  const twice = rest * 2n;
  if (twice !== under) return twice > under ? whole + 1n : whole;
  return mode === 'HALF_EVEN' && whole % 2n === 0n ? whole : whole + 1n;
}

function centsOf(money: string): bigint {
  if (!/^-?\d+\.\d\d$/.test(money)) throw new Error(`${money} is no amount in cents`);
  return BigInt(money.replace('.', ''));
}
