import { adjustDay, businessCalendar } from '../calendar/business-day.ts';
import { type Day, formatDay, parseDay } from '../calendar/date.ts';
import { add, type Fraction, fraction, isZero, larger, multiply, ONE, parseDecimal, smaller, subtract, sum, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { parseUnit, roundToUnit } from '../number/rounding.ts';
import { unsupported } from '../refusal.ts';
import type { CostCap, DatedAmount, OverdueItem, OverdueTerms } from './overdue-terms.ts';

export interface PenaltySegment {
  readonly item: number;
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly base: string;
  readonly penalty: string;
}

export interface OverdueCharges {
  readonly penalty: string;
  readonly compound: string;
  readonly continuingInterest: string;
  readonly total: string;
  readonly segments: readonly PenaltySegment[];
  /** Only with a cap. */
  readonly capAmount?: string;
  readonly trimmed?: { readonly penalty: string; readonly compound: string; readonly continuingInterest: string };
}

interface Charges {
  readonly penalty: Fraction;
  readonly compound: Fraction;
  readonly continuing: Fraction;
}

/** 罚息, 复利 and continuing contract interest of overdue items. Each segment of each item is rounded (R5); compound is
 *  simple and never charged on penalty or on compound. Source: calculation spec B.8, DEFINITIONS 8; vector V10. */
export function overdueCharges(terms: OverdueTerms): OverdueCharges {
  const segments: PenaltySegment[] = [];
  const charged = terms.items.map((item) => chargeItem(terms, item, segments));
  const wanted: Charges = {
    penalty: sum(charged.map((part) => part.penalty)),
    compound: sum(charged.map((part) => part.compound)),
    continuing: sum(charged.map((part) => part.continuing)),
  };
  const capped = terms.cap ? trim(terms, wanted) : null;
  const final = capped?.kept ?? wanted;
  return {
    ...shown(final),
    total: formatMoney(sum([final.penalty, final.compound, final.continuing])),
    segments,
    ...(capped ? { capAmount: formatMoney(capped.capAmount), trimmed: shown(capped.trimmed) } : {}),
  };
}

function shown(charges: Charges): { penalty: string; compound: string; continuingInterest: string } {
  return {
    penalty: formatMoney(charges.penalty),
    compound: formatMoney(charges.compound),
    continuingInterest: formatMoney(charges.continuing),
  };
}

function chargeItem(terms: OverdueTerms, item: OverdueItem, segments: PenaltySegment[]): Charges {
  const due = parseDay(item.dueDate);
  const clear = clearDay(terms, item);
  const start = penaltyStart(terms, due, clear);
  let penalty = ZERO;
  let compound = ZERO;
  let continuing = ZERO;
  const perItem = terms.penalty.rate.kind === 'AMOUNT_PER_INSTALMENT';
  if (perItem && start !== null) penalty = parseDecimal(terms.penalty.rate.kind === 'AMOUNT_PER_INSTALMENT' ? terms.penalty.rate.amount : '0');
  for (const [from, to] of cutSpans(terms, item, { due, clear, start })) {
    const open = openOn(terms, item, from);
    const late = start !== null && from >= start;
    const charge = (base: Fraction, rate: Fraction): Fraction => roundCharge(terms, multiply(multiply(base, rate), fraction(to - from, terms.yearBasis)));
    const contract = contractRateOn(terms, from);
    if (late && !perItem) {
      const base = penaltyBase(terms, open, from);
      const amount = charge(base, penaltyRate(terms, contract));
      penalty = add(penalty, amount);
      segments.push({ item: item.n, from: formatDay(from), to: formatDay(to), days: to - from, base: formatMoney(base), penalty: formatMoney(amount) });
    }
    if (late && terms.compound?.enabled === true) compound = add(compound, charge(open.interest, compoundRate(terms, contract, from)));
    if (continues(terms, late)) continuing = add(continuing, charge(open.principal, contract));
  }
  return { penalty, compound, continuing };
}

/** Contract interest runs on under ADD from the due date on; under REPLACE only in free days that bear interest. */
function continues(terms: OverdueTerms, late: boolean): boolean {
  if (terms.penalty.mode === 'ADD') return true;
  return !late && terms.penalty.graceInterest === 'CONTRACT';
}

/** The day on which both parts are paid, else the day of the calculation. Source: DEFINITIONS 8.1. */
function clearDay(terms: OverdueTerms, item: OverdueItem): Day {
  const asOf = parseDay(terms.asOf);
  const days = [parseDay(item.dueDate), ...paymentDays(terms, item)].sort((a, b) => a - b);
  const cleared = days.find((day) => {
    const open = openOn(terms, item, day);
    return isZero(open.principal) && isZero(open.interest);
  });
  return cleared ?? asOf;
}

function paymentDays(terms: OverdueTerms, item: OverdueItem): Day[] {
  const asOf = parseDay(terms.asOf);
  return (terms.payments ?? [])
    .filter((payment) => payment.item === item.n)
    .map((payment) => parseDay(payment.valueDate))
    .filter((day) => day <= asOf);
}

/** Where the penalty begins, or null when the item was cleared inside its free days. Source: DEFINITIONS 8.2. */
function penaltyStart(terms: OverdueTerms, due: Day, clear: Day): Day | null {
  const grace = terms.penalty.graceDays ?? 0;
  const nominal = due + grace;
  const free = terms.penalty.freeToNextBusinessDay === true && terms.calendar ? adjustDay(nominal, 'FOLLOWING', businessCalendar(terms.calendar)) : nominal;
  if (clear <= free) return null;
  return grace === 0 || terms.penalty.graceRetroactive === true ? due : free;
}

/** Segments of an item between due and clear day. Source: DEFINITIONS 8.3. */
function cutSpans(terms: OverdueTerms, item: OverdueItem, days: { due: Day; clear: Day; start: Day | null }): [Day, Day][] {
  const { due, clear, start } = days;
  const cuts = [
    ...paymentDays(terms, item),
    ...(terms.contractRates ?? []).map((change) => parseDay(change.from)),
    ...(terms.maturityDate === undefined ? [] : [parseDay(terms.maturityDate)]),
    ...(start === null ? [] : [start]),
    ...(terms.outstanding ?? []).map((change) => parseDay(change.from)),
  ].filter((day) => day > due && day < clear);
  const bounds = [...new Set([due, ...cuts, clear])].sort((a, b) => a - b);
  return bounds.slice(1).map((to, index): [Day, Day] => [bounds[index] ?? due, to]);
}

function openOn(terms: OverdueTerms, item: OverdueItem, day: Day): { principal: Fraction; interest: Fraction } {
  const paid = (terms.payments ?? []).filter((payment) => payment.item === item.n && parseDay(payment.valueDate) <= day);
  const rest = (whole: string, parts: readonly string[]): Fraction => larger(ZERO, subtract(parseDecimal(whole), sum(parts.map(parseDecimal))));
  return {
    principal: rest(
      item.principal,
      paid.map((payment) => payment.principal),
    ),
    interest: rest(
      item.interest,
      paid.map((payment) => payment.interest),
    ),
  };
}

function contractRateOn(terms: OverdueTerms, day: Day): Fraction {
  const dated = (terms.contractRates ?? [])
    .map((change) => ({ from: parseDay(change.from), rate: change.annualRate }))
    .sort((a, b) => a.from - b.from)
    .findLast((change) => change.from <= day);
  const rate = dated?.rate ?? terms.contractRate;
  if (rate === undefined) throw unsupported('overdue charges without a contract rate');
  return parseDecimal(rate);
}

function penaltyBase(terms: OverdueTerms, open: { principal: Fraction; interest: Fraction }, day: Day): Fraction {
  switch (terms.penalty.base) {
    case 'PRINCIPAL':
      return open.principal;
    case 'INTEREST':
      return open.interest;
    case 'PRINCIPAL_INTEREST':
      return add(open.principal, open.interest);
    case 'OUTSTANDING':
      return amountOn(terms.outstanding ?? [], day);
  }
}

function amountOn(amounts: readonly DatedAmount[], day: Day): Fraction {
  const dated = amounts
    .map((entry) => ({ from: parseDay(entry.from), amount: entry.amount }))
    .sort((a, b) => a.from - b.from)
    .findLast((entry) => entry.from <= day);
  return dated ? parseDecimal(dated.amount) : ZERO;
}

/** The rate on top of (ADD) or in place of (REPLACE) the contract rate. */
function penaltyRate(terms: OverdueTerms, contract: Fraction): Fraction {
  const { rate, mode } = terms.penalty;
  switch (rate.kind) {
    case 'CONTRACT_FACTOR':
      return multiply(contract, mode === 'REPLACE' ? add(ONE, parseDecimal(rate.m)) : parseDecimal(rate.m));
    case 'ANNUAL_FIXED':
      return parseDecimal(rate.rate);
    case 'DAILY_FIXED':
      return multiply(parseDecimal(rate.rate), fraction(terms.yearBasis));
    case 'AMOUNT_PER_INSTALMENT':
      return ZERO;
  }
}

/** Compound bears the contract rate before maturity, from maturity on the whole penalty rate. Source: DEFINITIONS 8.7. */
function compoundRate(terms: OverdueTerms, contract: Fraction, day: Day): Fraction {
  if (terms.maturityDate === undefined || day < parseDay(terms.maturityDate)) return contract;
  const { rate, mode } = terms.penalty;
  if (rate.kind === 'CONTRACT_FACTOR') return multiply(contract, add(ONE, parseDecimal(rate.m)));
  const own = penaltyRate(terms, contract);
  return mode === 'ADD' || rate.kind === 'AMOUNT_PER_INSTALMENT' ? add(contract, own) : own;
}

/** What the cap leaves: room goes to continuing interest first, then compound, then penalty. Source: DEFINITIONS 8.8. */
function trim(terms: OverdueTerms, wanted: Charges): { kept: Charges; trimmed: Charges; capAmount: Fraction } {
  const capAmount = capAmountOf(terms);
  let room = larger(ZERO, subtract(capAmount, parseDecimal(terms.cap?.charged ?? '0')));
  const take = (amount: Fraction): Fraction => {
    const kept = smaller(amount, room);
    room = subtract(room, kept);
    return kept;
  };
  const continuing = take(wanted.continuing);
  const compound = take(wanted.compound);
  const penalty = take(wanted.penalty);
  return {
    kept: { penalty, compound, continuing },
    trimmed: {
      penalty: subtract(wanted.penalty, penalty),
      compound: subtract(wanted.compound, compound),
      continuing: subtract(wanted.continuing, continuing),
    },
    capAmount,
  };
}

function capAmountOf(terms: OverdueTerms): Fraction {
  const { cap, asOf, rounding } = terms;
  return cap === undefined ? ZERO : capThrough({ ...cap, asOf, rounding });
}

/** What a loan may cost from its first balance to a day: balance × days × cap rate, rounded down once. */
export function costCapOf(cap: Omit<CostCap, 'charged'> & { readonly asOf: string; readonly rounding: OverdueTerms['rounding'] }): string {
  return formatMoney(capThrough(cap));
}

function capThrough(cap: Parameters<typeof costCapOf>[0]): Fraction {
  const asOf = parseDay(cap.asOf);
  const balances = cap.balances.map((entry) => ({ from: parseDay(entry.from), amount: parseDecimal(entry.amount) })).sort((a, b) => a.from - b.from);
  const amounts = balances.map((entry, index) => {
    const to = Math.min(asOf, balances[index + 1]?.from ?? asOf);
    return multiply(entry.amount, fraction(Math.max(0, to - entry.from), cap.yearBasis));
  });
  return roundToUnit(multiply(sum(amounts), parseDecimal(cap.annualRate)), parseUnit(cap.rounding.money ?? '0.01'), 'DOWN');
}

function roundCharge(terms: OverdueTerms, amount: Fraction): Fraction {
  return roundToUnit(amount, parseUnit(terms.rounding.money ?? '0.01'), terms.rounding.mode);
}

/** One charge for a span of days: base × rate × factor × days / yearBasis, rounded once (R5). */
export function chargeForDays(input: {
  base: string;
  annualRate: string;
  penaltyFactor?: string;
  days: number;
  yearBasis: number;
  rounding: OverdueTerms['rounding'];
}): string {
  const rate = multiply(parseDecimal(input.annualRate), parseDecimal(input.penaltyFactor ?? '1'));
  const amount = multiply(multiply(parseDecimal(input.base), rate), fraction(input.days, input.yearBasis));
  return formatMoney(roundToUnit(amount, parseUnit(input.rounding.money ?? '0.01'), input.rounding.mode));
}
