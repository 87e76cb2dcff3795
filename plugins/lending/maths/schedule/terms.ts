import { businessCalendar, type BusinessCalendar, type CalendarData, type Adjustment } from '../calendar/business-day.ts';
import { type Day, type MonthEndPolicy, parseDay } from '../calendar/date.ts';
import { dayCountOf, type DayCount, type DayCountId } from '../daycount/index.ts';
import { type BusinessDayRule, MONTHS_OF_UNIT, type TermUnit } from '../due-dates/due-dates.ts';
import { type Fraction, parseDecimal } from '../number/fraction.ts';
import { parseUnit, type RoundingMode } from '../number/rounding.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';

export type MethodId = 'LEVEL' | 'EQUAL_PRINCIPAL' | 'INTEREST_ONLY' | 'BULLET' | 'FLAT' | 'BALLOON' | 'FIXED_PAYMENT' | 'STEP' | 'COMBO' | 'CUSTOM';

export type LevelRule = 'REGULAR' | 'TRUE_FACTORS';

/** Rounding points. `money`: unit of R2, R4, R5, R6. `instalment`: unit of R1 and R3, `money` unless said.
 *  `instalmentMode`: mode of level amounts only, `mode` unless said. `interest: NONE` carries interest
 *  unrounded and rounds figures to `display` only for showing. Source: calculation spec B.0.3, DEFINITIONS 1.2. */
export interface RoundingTerms {
  readonly mode: RoundingMode;
  readonly money?: string;
  readonly instalment?: string;
  readonly instalmentMode?: RoundingMode;
  readonly interest?: 'NONE';
  readonly display?: string;
}

export interface GraceTerms {
  readonly principalPeriods?: number;
  readonly interestDeferredPeriods?: number;
  readonly interestFreePeriods?: number;
  readonly deferredInterest?: 'ADD_TO_FIRST' | 'SPREAD' | 'CAPITALISE';
  readonly capitalise?: 'EACH_PERIOD' | 'END_OF_GRACE';
}

export interface StubTerms {
  readonly policy: 'SEPARATE_STUB' | 'ADD_TO_FIRST' | 'SOLVE_EQUAL' | 'MERGE';
  readonly dayCount?: DayCountId;
  readonly mergeDays?: number;
}

export interface StageTerms {
  readonly periods: number;
  readonly method: 'INTEREST_ONLY' | 'LEVEL' | 'EQUAL_PRINCIPAL';
  readonly annualRate?: string;
  readonly principal?: string;
  readonly share?: string;
}

export interface CustomRow {
  readonly date: string;
  readonly principal?: string;
  readonly payment?: string;
}

/** Everything a plan needs. Money, rates and units are decimal strings, the rate a fraction ("0.12" = 12 %),
 *  dates are ISO. Meaning of every field: DEFINITIONS 1–5. */
export interface ScheduleTerms {
  readonly principal: string;
  readonly annualRate: string;
  readonly method: MethodId;
  readonly termUnit?: TermUnit;
  readonly interval?: number;
  readonly periods?: number;
  readonly disbursementDate: string;
  readonly firstDueDate?: string;
  readonly dueDay?: number;
  /** Replaces the date rule when given. */
  readonly dueDates?: readonly string[];
  readonly monthEndPolicy?: MonthEndPolicy;
  readonly dayCount: DayCountId;
  readonly endOfFebruaryRule?: boolean;
  readonly dayBelongsTo?: 'START' | 'END';
  readonly segmentRule?: 'ACTUAL_SHARE' | 'ELAPSED_FIRST';
  readonly rounding: RoundingTerms;
  readonly levelRule?: LevelRule;
  readonly levelAdjust?: 'NONE' | 'SPREAD_LAST_DIFF';
  readonly grace?: GraceTerms;
  readonly stub?: StubTerms;
  readonly businessDay?: {
    readonly adjustment: Adjustment | 'NEXT_CYCLE';
    readonly interestToAdjusted?: boolean;
    readonly laterDatesMove?: boolean;
  };
  readonly calendar?: CalendarData;
  readonly payment?: string;
  readonly balloon?: { readonly kind: 'FIXED'; readonly amount: string } | { readonly kind: 'AMORTISE_OVER'; readonly periods: number };
  readonly step?: { readonly everyPeriods: number; readonly growth: string };
  readonly stages?: readonly StageTerms[];
  readonly rows?: readonly CustomRow[];
}

/** The terms with every figure read and every default filled in. */
export interface PlanTerms {
  readonly given: ScheduleTerms;
  readonly principal: Fraction;
  readonly rate: Fraction;
  readonly disbursement: Day;
  readonly dayCount: DayCount;
  readonly monthsPerPeriod: number;
  readonly levelRule: LevelRule;
  readonly moneyMode: RoundingMode;
  readonly moneyUnit: Fraction;
  readonly instalmentUnit: Fraction;
  readonly instalmentMode: RoundingMode;
  readonly policy: MonthEndPolicy;
  readonly businessDay: BusinessDayRule;
  readonly calendar: BusinessCalendar;
  readonly graceRows: number;
  readonly deferredRows: number;
  readonly interestFreeRows: number;
}

/** Without a calendar no day is a rest day. */
const EVERY_DAY: BusinessCalendar = { isBusinessDay: () => true };

export const MOST_ROWS = 2400;

/** Refuses NOT_A_DECIMAL, NOT_A_DATE, NOT_A_UNIT, BAD_TERMS and UNSUPPORTED_CONVENTION. */
export function readTerms(given: ScheduleTerms): PlanTerms {
  const { rounding, grace = {} } = given;
  const moneyUnit = parseUnit(rounding.money ?? '0.01');
  const dayCount = dayCountOf(given.dayCount);
  const unit = given.termUnit ?? 'MONTH';
  if (!(unit in MONTHS_OF_UNIT)) throw unsupported(`term unit ${unit}`);
  const interval = wholeNumber(given.interval ?? 1, 'interval', 1);
  const monthsPerPeriod = MONTHS_OF_UNIT[unit] * interval;
  const levelRule = given.stub?.policy === 'SOLVE_EQUAL' ? 'TRUE_FACTORS' : (given.levelRule ?? usualLevelRule(given, monthsPerPeriod));
  if (levelRule === 'REGULAR' && monthsPerPeriod === 0 && given.levelRule !== undefined) throw unsupported('the REGULAR level rule for days and weeks');
  const graceRows = wholeNumber(grace.principalPeriods ?? 0, 'grace.principalPeriods', 0);
  const deferredRows = wholeNumber(grace.interestDeferredPeriods ?? 0, 'grace.interestDeferredPeriods', 0);
  const interestFreeRows = wholeNumber(grace.interestFreePeriods ?? 0, 'grace.interestFreePeriods', 0);
  if (deferredRows > graceRows) throw unsupported('more deferred periods than grace periods');
  if (grace.deferredInterest === 'CAPITALISE' && deferredRows !== graceRows) throw unsupported('capitalisation of a part of the grace');
  if (levelRule === 'REGULAR' && usesLevelRule(given) && interestFreeRows > graceRows)
    throw unsupported('interest-free rows after the grace with the REGULAR rule');
  if (given.levelAdjust === 'SPREAD_LAST_DIFF' && ['BALLOON', 'STEP', 'COMBO', 'FIXED_PAYMENT'].includes(given.method)) {
    throw unsupported(`levelAdjust of a ${given.method} plan`);
  }
  return {
    given,
    principal: parseDecimal(given.principal),
    rate: parseDecimal(given.annualRate),
    disbursement: parseDay(given.disbursementDate),
    dayCount,
    monthsPerPeriod,
    levelRule,
    moneyMode: rounding.mode,
    moneyUnit,
    instalmentUnit: rounding.instalment === undefined ? moneyUnit : parseUnit(rounding.instalment),
    instalmentMode: rounding.instalmentMode ?? rounding.mode,
    policy: given.monthEndPolicy ?? 'LAST_DAY',
    businessDay: {
      adjustment: given.businessDay?.adjustment ?? 'NONE',
      interestToAdjusted: given.businessDay?.interestToAdjusted === true && given.dayCount !== 'MONTHLY_FIXED',
      laterDatesMove: given.businessDay?.laterDatesMove === true,
    },
    calendar: given.calendar ? businessCalendar(given.calendar) : EVERY_DAY,
    graceRows,
    deferredRows,
    interestFreeRows,
  };
}

/** Months count as twelfths where the day count says so; real days ask for the true factors. */
function usualLevelRule(given: ScheduleTerms, monthsPerPeriod: number): LevelRule {
  const twelfths = given.dayCount === 'MONTHLY_FIXED' || given.dayCount.startsWith('30');
  return twelfths && monthsPerPeriod > 0 ? 'REGULAR' : 'TRUE_FACTORS';
}

function usesLevelRule(given: ScheduleTerms): boolean {
  return given.method === 'LEVEL' || given.method === 'BALLOON' || given.method === 'STEP' || given.method === 'COMBO';
}

export function wholeNumber(value: number, name: string, least: number): number {
  if (!Number.isInteger(value) || value < least || value > MOST_ROWS) {
    throw new MathsRefusal('BAD_TERMS', { field: name, value: String(value) });
  }
  return value;
}
