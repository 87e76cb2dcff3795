import { CALENDAR, date, DAY_COUNT, decimal, fieldsOf, flag, listOf, oneOf, ROUNDING, text, whole } from '../input-shape.ts';

const SCALE = oneOf('FRACTION', 'PERCENT', 'PERMILLE', 'PERMYRIAD', 'FEN', 'LI', 'HAO');
const COMPONENT = oneOf('COST', 'FEE', 'PENALTY', 'COMPOUND', 'INTEREST', 'PRINCIPAL');

const QUOTED_RATE = fieldsOf({
  unit: oneOf('YEAR', 'MONTH', 'DAY'),
  value: decimal,
  scale: SCALE,
  parts: listOf(fieldsOf({ value: decimal, scale: SCALE })),
  basis: oneOf(360, 365),
});

const FEE_TIER = { pct: decimal, min: decimal, max: decimal };

const EVENT = fieldsOf({
  seq: whole,
  type: oneOf('DISBURSEMENT', 'REPAYMENT', 'PAYOFF', 'REVERSAL', 'RATE_CHANGE', 'INTEREST_PAUSE', 'EXTENSION', 'PREPAYMENT'),
  valueDate: date,
  bookDate: date,
  endDate: date,
  amount: decimal,
  target: whole,
  annualRate: decimal,
  reset: oneOf('IMMEDIATE', 'NEXT_PERIOD'),
  periods: whole,
  newMaturity: date,
  interestAtOldMaturity: oneOf('PAY', 'CARRY'),
  mode: oneOf('REDUCE_INSTALMENT', 'REDUCE_TERM', 'KEEP_PLAN', 'ADVANCE_NEXT'),
  principalAmount: decimal,
  accruedInterest: oneOf('PAY_NOW', 'WITH_NEXT'),
  fee: fieldsOf({ ...FEE_TIER, tiers: listOf(fieldsOf({ ...FEE_TIER, beforeMonths: whole })) }),
  lockMonths: whole,
  minAmount: decimal,
  minInterestDays: whole,
});

/** Every field a schedule, prepay or overdue case may have. */
export const SCHEDULE_INPUT = fieldsOf({
  principal: decimal,
  approvedPrincipal: decimal,
  annualRate: decimal,
  quotedRate: QUOTED_RATE,
  rateRule: fieldsOf({
    type: oneOf('fixed', 'float'),
    index: text,
    spread: decimal,
    spreadBp: decimal,
    resetRule: oneOf('1_Jan', 'anniversary', 'next_period', 'immediate'),
    floor: decimal,
    cap: decimal,
  }),
  indexTable: listOf(fieldsOf({ publishDate: date, value: decimal })),
  method: oneOf('LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET', 'FLAT', 'BALLOON', 'FIXED_PAYMENT', 'STEP', 'COMBO', 'CUSTOM'),
  payment: decimal,
  termUnit: oneOf('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'),
  interval: whole,
  periods: whole,
  disbursementDate: date,
  firstDueDate: date,
  dueDay: whole,
  dueDates: listOf(date),
  monthEndPolicy: oneOf('LAST_DAY', 'ROLL_FORWARD'),
  dayCount: DAY_COUNT,
  endOfFebruaryRule: flag,
  dayBelongsTo: oneOf('START', 'END'),
  segmentRule: oneOf('ACTUAL_SHARE', 'ELAPSED_FIRST'),
  rounding: ROUNDING,
  levelRule: oneOf('REGULAR', 'TRUE_FACTORS'),
  levelAdjust: oneOf('NONE', 'SPREAD_LAST_DIFF'),
  grace: fieldsOf({
    principalPeriods: whole,
    interestDeferredPeriods: whole,
    interestFreePeriods: whole,
    deferredInterest: oneOf('ADD_TO_FIRST', 'SPREAD', 'CAPITALISE'),
    capitalise: oneOf('EACH_PERIOD', 'END_OF_GRACE'),
  }),
  stub: fieldsOf({ policy: oneOf('SEPARATE_STUB', 'ADD_TO_FIRST', 'SOLVE_EQUAL', 'MERGE'), dayCount: DAY_COUNT, mergeDays: whole }),
  businessDay: fieldsOf({
    adjustment: oneOf('NONE', 'FOLLOWING', 'MODIFIED_FOLLOWING', 'PRECEDING', 'NEXT_CYCLE'),
    interestToAdjusted: flag,
    laterDatesMove: flag,
  }),
  calendar: CALENDAR,
  balloon: fieldsOf({ kind: oneOf('FIXED', 'AMORTISE_OVER'), amount: decimal, periods: whole }),
  step: fieldsOf({ everyPeriods: whole, growth: decimal }),
  stages: listOf(
    fieldsOf({ periods: whole, method: oneOf('INTEREST_ONLY', 'LEVEL', 'EQUAL_PRINCIPAL'), annualRate: decimal, principal: decimal, share: decimal }),
  ),
  rows: listOf(fieldsOf({ date, principal: decimal, payment: decimal })),
  interestBasis: oneOf('SCHEDULED_BALANCE', 'ACTUAL_BALANCE'),
  allocation: fieldsOf({ axis: oneOf('HORIZONTAL', 'VERTICAL'), order: listOf(COMPONENT), advance: oneOf('NEXT_INSTALMENT', 'LAST_INSTALMENT') }),
  events: listOf(EVENT),
  asOf: date,
  minInterestDays: whole,
});
