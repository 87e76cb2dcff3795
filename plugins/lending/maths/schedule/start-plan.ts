import { roundInterest, type AmortizationMethod } from '../amortization/amortization.ts';
import { stagePeriods, withStageRates } from '../amortization/combo.ts';
import { customPeriods } from '../amortization/custom.ts';
import { multiply, ZERO } from '../number/fraction.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';
import { buildPeriods, contextOf, cycleOfTerms, periodsBetween, takeDates } from './build-periods.ts';
import { firstDeferral } from './deferral.ts';
import type { Period } from './period.ts';
import { type PlanState, takeAllRows } from './take-row.ts';
import { MOST_ROWS, type PlanTerms, wholeNumber } from './terms.ts';

/** The state of a plan before its first row. Refuses BAD_TERMS, TOO_MANY_ROWS, and what the method refuses. */
export function startPlan(terms: PlanTerms, method: AmortizationMethod): PlanState {
  switch (method.id) {
    case 'CUSTOM':
      return stateOver(terms, customPeriods(terms));
    case 'BULLET':
      return stateOver(terms, [bulletPeriod(terms)]);
    case 'COMBO': {
      const built = buildPeriods(terms, stagePeriods(terms));
      return stateOver(terms, withStageRates(terms, built.periods));
    }
    case 'FIXED_PAYMENT':
      return fixedPaymentStart(terms, method);
    default: {
      const count = terms.given.dueDates ? terms.given.dueDates.length : wholeNumber(terms.given.periods ?? 0, 'periods', 1);
      const built = buildPeriods(terms, count);
      const state = stateOver(terms, built.periods);
      if (!built.stubFactor) return state;
      const stubInterest = roundInterest(terms, multiply(multiply(terms.principal, terms.rate), built.stubFactor));
      return { ...state, addedInterest: stubInterest };
    }
  }
}

function stateOver(terms: PlanTerms, periods: readonly Period[]): PlanState {
  return {
    balance: terms.principal,
    periods,
    graceLeft: terms.graceRows,
    plan: null,
    planIndex: 0,
    levelRule: terms.levelRule,
    owedInterest: ZERO,
    addedInterest: ZERO,
    deferral: firstDeferral(terms),
  };
}

/** One row at the first due date; without one, at the last date of the cycle. */
function bulletPeriod(terms: PlanTerms): Period {
  const cycle = cycleOfTerms(terms);
  const count = terms.given.firstDueDate === undefined ? wholeNumber(terms.given.periods ?? 1, 'periods', 1) : 1;
  const dates = takeDates(terms, cycle, count);
  const last = dates.at(-1);
  if (!last) throw unsupported('BULLET without a due date');
  const cycles = dates.reduce((total, date) => total + date.cycles, 0);
  const [period] = periodsBetween({
    terms,
    cycle,
    dates: [{ ...last, cycles }],
    start: terms.disbursement,
    context: contextOf(terms, last.bound),
    firstNumber: 1,
    rate: terms.rate,
  });
  if (!period) throw unsupported('BULLET without a due date');
  return period;
}

/** The number of rows follows from the payment: tries longer plans until one ends. */
function fixedPaymentStart(terms: PlanTerms, method: AmortizationMethod): PlanState {
  for (let count = 64; count <= MOST_ROWS; count = Math.min(count * 4, MOST_ROWS)) {
    const state = stateOver(terms, buildPeriods(terms, count).periods);
    const rows = takeAllRows(terms, method, state, { trace: false }).rows.length;
    if (rows < count) return stateOver(terms, buildPeriods(terms, rows).periods);
    if (count === MOST_ROWS) break;
  }
  throw new MathsRefusal('TOO_MANY_ROWS', { most: String(MOST_ROWS) });
}
