import { type Adjustment, businessCalendar, type CalendarData, formatDay, offsetDay, parseDay } from '../../../plugins/lending/maths/index.ts';
import type { Suite } from '../case-file.ts';
import { date, fieldsOf, flag, listOf, oneOf, readAs, whole } from '../input-shape.ts';

const INPUT = fieldsOf({
  start: date,
  offset: whole,
  offsetUnit: oneOf('BUSINESS_DAY', 'DAY', 'WEEK', 'MONTH'),
  adjustment: oneOf('NONE', 'FOLLOWING', 'MODIFIED_FOLLOWING', 'PRECEDING', 'MODIFIED_PRECEDING', 'NEAREST', 'HALF_MONTH_MODIFIED_FOLLOWING'),
  endOfMonth: flag,
  weekend: listOf(oneOf('MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN')),
  holidays: listOf(date),
  workdays: listOf(date),
});

export const businessday: Suite = {
  names: ['businessday'],
  fields: ['date'],
  answer(input) {
    const read = readAs<
      { start: string; offset?: number; offsetUnit?: 'BUSINESS_DAY' | 'DAY' | 'WEEK' | 'MONTH'; adjustment: Adjustment; endOfMonth?: boolean } & CalendarData
    >(input, INPUT);
    const move = {
      start: parseDay(read.start),
      offset: read.offset ?? 0,
      unit: read.offsetUnit ?? 'MONTH',
      adjustment: read.adjustment,
      endOfMonth: read.endOfMonth === true,
    } as const;
    return { got: { date: formatDay(offsetDay(move, businessCalendar(read))) } };
  },
};
