import type { MethodId } from '../maths/index.ts';
import type { ProductContent } from './product.ts';
import type { Report } from './report.ts';

/** Due dates, calendar and grace that contradict each other or the methods. Source: calculation spec B.3, B.5. */
export function checkDates(content: ProductContent, report: Report): void {
  const { dueDates, calendar, penalty } = content;
  const unit = dueDates?.every?.unit;
  if (dueDates?.day !== undefined && (unit === 'DAY' || unit === 'WEEK'))
    report('/dueDates/day', 'lending.due-day-without-month', `Instalments by the ${unit.toLowerCase()} have no day of the month.`, 'remove "day".');
  const use = dueDates?.businessDay !== undefined ? '/dueDates/businessDay' : penalty?.freeToNextBusinessDay === true ? '/penalty/freeToNextBusinessDay' : null;
  if (use !== null && calendar === undefined) report(use, 'lending.calendar-missing', 'Without a calendar every day is a business day.', 'add "calendar".');
  if (use === null && calendar !== undefined)
    report('/calendar', 'lending.calendar-unused', 'Nothing asks for the calendar.', 'add "dueDates.businessDay", or remove it.');
  if (new Set(calendar?.weekend ?? []).size === 7)
    report('/calendar/weekend', 'lending.no-business-day', 'Every day of the week is a rest day.', 'leave at least one day.');
  if (content.grace !== undefined) checkGrace(content, content.grace, report);
}

const WITHOUT_GRACE: Partial<Record<MethodId, string>> = {
  BULLET: 'it has one instalment only',
  CUSTOM: 'its rows say what is repaid',
  COMBO: 'its stages say what is repaid; a stage INTEREST_ONLY does the same',
};

function checkGrace({ methods, term }: ProductContent, grace: NonNullable<ProductContent['grace']>, report: Report): void {
  for (const [method, reason] of Object.entries(WITHOUT_GRACE))
    if (method in methods)
      report('/grace', 'lending.impossible-combination', `${method} takes no grace: ${reason}.`, `remove "grace", or the method ${method}.`);
  const { principalPeriods = 0, interestDeferredPeriods = 0, interestFreePeriods = 0 } = grace;
  const longest = Math.max(principalPeriods, interestFreePeriods);
  if (longest >= term.min)
    report(
      `/grace/${principalPeriods >= term.min ? 'principalPeriods' : 'interestFreePeriods'}`,
      'lending.grace-too-long',
      `The grace takes ${longest} instalments; the shortest loan has ${term.min}.`,
      `write at most ${term.min - 1}, or lengthen the shortest term.`,
    );
  if (interestDeferredPeriods > principalPeriods)
    report(
      '/grace/interestDeferredPeriods',
      'lending.grace-deferral',
      `Interest is deferred for ${interestDeferredPeriods} instalments, principal for ${principalPeriods}.`,
      `write at most ${principalPeriods}, or raise "principalPeriods".`,
    );
  if (grace.deferredInterest !== undefined && interestDeferredPeriods === 0)
    report('/grace/deferredInterest', 'lending.grace-deferral', 'No interest is deferred.', 'add "interestDeferredPeriods", or remove it.');
  if (grace.capitalise !== undefined && grace.deferredInterest !== 'CAPITALISE')
    report(
      '/grace/capitalise',
      'lending.grace-deferral',
      'Deferred interest does not become principal.',
      'write "deferredInterest": "CAPITALISE", or remove it.',
    );
}
