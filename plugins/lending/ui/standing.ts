import type { StateColor } from '../../../runtime-ui/kit/index.ts';
import type { Standing } from '../operations/loan-schedule.ts';

/** Colour means state: how a row of the schedule stands. */
export const STANDING_COLORS: Readonly<Record<Standing, StateColor>> = { paid: 'green', partPaid: 'gold', overdue: 'red', due: 'gold', future: 'grey' };
