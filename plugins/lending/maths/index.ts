/** The face of the lending mathematics: pure functions, money and rates as decimal strings, dates ISO.
 *  Nothing here reads a clock, a database or a file; everything runs in the browser too. */
export { MathsRefusal } from './refusal.ts';

export { buildSchedule, buildScheduleGeneral } from './schedule/build-schedule.ts';
export type { Schedule, ScheduleOptions, ScheduleRow, ScheduleTotals } from './schedule/schedule.ts';
export type {
  CustomRow,
  GraceTerms,
  LevelRule,
  MethodId,
  RoundingTerms,
  ScheduleTerms,
  StageTerms,
  StubTerms,
} from './schedule/terms.ts';
export type { RowTrace } from './schedule/trace.ts';
export { levelInstalment } from './schedule/level-instalment.ts';

export { changePlan } from './change/change-plan.ts';
export type { ChangedRow, ChangedSchedule, FloatingRate, PrepaymentResult } from './change/change-plan.ts';
export type { Extension, Payoff, PlanEvent, Prepayment, PrepaymentFee, RateChange } from './change/plan-event.ts';

export { replayLoan } from './replay/replay-loan.ts';
export type { LoanEvent, ReplayedLoan, ReplayedRow, ReplayTerms } from './replay/replay-loan.ts';

export { allocatePayment, COMPONENTS, openAfter, USUAL_RULE } from './allocation/allocate-payment.ts';
export type { Allocation, AllocationLine, AllocationRule, Component, OpenInstalment } from './allocation/allocate-payment.ts';
export { instalmentStates } from './allocation/instalment-states.ts';
export type { InstalmentStanding, InstalmentState, MovementsInput, PaymentSplit, Waiver } from './allocation/instalment-states.ts';

export { chargeForDays, costCapOf, overdueCharges } from './penalty/overdue-charges.ts';
export type { OverdueCharges, PenaltySegment } from './penalty/overdue-charges.ts';
export type { CostCap, OverdueItem, OverduePayment, OverdueTerms, PenaltyRate, PenaltyTerms } from './penalty/overdue-terms.ts';

export { accrualBasis } from './accrual/accrual-basis.ts';
export type { AccrualBasis } from './accrual/accrual-basis.ts';
export { accrueInterest } from './accrual/accrue-interest.ts';
export type { Accrual, AccrualPost, AccrualSegment, AccrualTerms } from './accrual/accrue-interest.ts';

export { splitByLargestRemainder } from './split/split-by-largest-remainder.ts';

export { annualisedCost, costFlows } from './cost/annualised-cost.ts';
export type { AnnualisedCost, CostFee, CostFlow } from './cost/annualised-cost.ts';
export { europeanAprc, unitedStatesApr } from './apr/disclosed-apr.ts';

export { commitmentFee, moveLine } from './line/credit-line.ts';
export type { LineMovement, LineRefusal, LineState, LineTerms } from './line/credit-line.ts';
export { interestWithPrincipal, statementInterest } from './revolving/revolving-interest.ts';
export type { RevolvingMovement, RevolvingTerms } from './revolving/revolving-interest.ts';

export { classify, TIERS } from './classification/classify.ts';
export type { Classification, ClassificationPolicy, LoanFacts, Tier, UpgradeEvidence } from './classification/classify.ts';
export { daysPastDue } from './classification/days-past-due.ts';
export type { DaysPastDue, UnpaidAmount } from './classification/days-past-due.ts';
export { provisionFor, provisionRates } from './provision/provision.ts';
export type { Provision, ProvisionItem, ProvisionScheme, ProvisionTerms } from './provision/provision.ts';

export { countDays, dayCountFactor, DAY_COUNTS } from './daycount/index.ts';
export type { CountedSpan, DayCountId, SpanContext } from './daycount/index.ts';
export { adjustDay, businessCalendar, offsetDay } from './calendar/business-day.ts';
export type { Adjustment, BusinessCalendar, CalendarData } from './calendar/business-day.ts';
export { addMonths, formatDay, parseDay } from './calendar/date.ts';
export type { Day, MonthEndPolicy } from './calendar/date.ts';
export type { TermUnit } from './due-dates/due-dates.ts';

export { annualRateOf } from './rate/annual-rate.ts';
export type { QuotedRate, RateScale, RateUnit } from './rate/annual-rate.ts';
export type { FloatingRateRule, IndexValue, ResetRule } from './rate/floating-rate.ts';

export { addMoney, compareMoney, roundMoney, subtractMoney, sumMoney } from './number/money.ts';
export type { RoundingMode } from './number/rounding.ts';
export type { Fraction } from './number/fraction.ts';
