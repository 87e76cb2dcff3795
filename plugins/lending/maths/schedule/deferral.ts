import { roundInterest } from '../amortization/amortization.ts';
import { add, type Fraction, fraction, multiply, subtract, ZERO } from '../number/fraction.ts';
import { unsupported } from '../refusal.ts';
import type { PlanTerms } from './terms.ts';

/** Interest that accrues in the first rows and is charged later. Source: DEFINITIONS 5, grace. */
export interface Deferral {
  /** Rows still deferred. */
  readonly rowsLeft: number;
  readonly total: Fraction;
  /** SPREAD after the deferral: rows that still take a share, and what is left to share out. */
  readonly spread: { readonly rowsLeft: number; readonly share: Fraction; readonly rest: Fraction } | null;
}

export interface DeferredRow {
  readonly charged: Fraction;
  readonly capitalised: Fraction;
  readonly addToNext: Fraction;
  readonly next: Deferral | null;
}

export function firstDeferral(terms: PlanTerms): Deferral | null {
  return terms.deferredRows > 0 ? { rowsLeft: terms.deferredRows, total: ZERO, spread: null } : null;
}

/** What a row charges of its interest, and what it hands on. Interest is rounded per period all the same. */
export function deferInterest(terms: PlanTerms, deferral: Deferral | null, interest: Fraction, isStub: boolean): DeferredRow {
  const plain: DeferredRow = { charged: interest, capitalised: ZERO, addToNext: ZERO, next: deferral };
  if (!deferral || isStub) return plain;
  if (deferral.spread) return chargeShare(deferral, deferral.spread, interest);
  const total = add(deferral.total, interest);
  const rowsLeft = deferral.rowsLeft - 1;
  const how = terms.given.grace?.deferredInterest ?? 'ADD_TO_FIRST';
  const eachPeriod = how === 'CAPITALISE' && terms.given.grace?.capitalise !== 'END_OF_GRACE';
  const waiting: DeferredRow = { charged: ZERO, capitalised: eachPeriod ? interest : ZERO, addToNext: ZERO, next: { rowsLeft, total, spread: null } };
  if (rowsLeft > 0) return waiting;
  if (how === 'ADD_TO_FIRST') return { ...waiting, addToNext: total, next: null };
  if (how === 'CAPITALISE') return { ...waiting, capitalised: eachPeriod ? interest : total, next: null };
  const rows = (terms.given.periods ?? 0) - terms.deferredRows;
  if (rows <= 0) throw unsupported('interest spread over rows that are not counted');
  const share = roundInterest(terms, multiply(total, fraction(1, rows)));
  return { ...waiting, next: { rowsLeft, total, spread: { rowsLeft: rows, share, rest: total } } };
}

function chargeShare(deferral: Deferral, spread: NonNullable<Deferral['spread']>, interest: Fraction): DeferredRow {
  const part = spread.rowsLeft === 1 ? spread.rest : spread.share;
  const left = { rowsLeft: spread.rowsLeft - 1, share: spread.share, rest: subtract(spread.rest, part) };
  return {
    charged: add(interest, part),
    capitalised: ZERO,
    addToNext: ZERO,
    next: left.rowsLeft === 0 ? null : { ...deferral, spread: left },
  };
}

/** Deferred interest that was neither charged nor capitalised yet: a payoff has to pay it. */
export function uncharged(terms: PlanTerms, deferral: Deferral | null): Fraction {
  if (!deferral) return ZERO;
  if (deferral.spread) return deferral.spread.rest;
  const { deferredInterest, capitalise } = terms.given.grace ?? {};
  return deferredInterest === 'CAPITALISE' && capitalise !== 'END_OF_GRACE' ? ZERO : deferral.total;
}
