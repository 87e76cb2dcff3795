import { addDays, type IsoDate } from './dates.ts';
import { dateOf, type Instant, timeOf } from './instants.ts';

const noon = '12:00';

/** Minutes from the midnight that begins a date to the time `HH:MM` that closes it. A time before noon is of the following
 *  morning: `23:00` closes a date on its own evening, `00:30` half an hour after it. */
export function closingMinutes(time: string): number {
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return time < noon ? minutes + 1_440 : minutes;
}

/** The latest date that is closed at a moment, when every date closes at `time` on the zone's clock. */
export function lastClosedDate(instant: Instant, zone: string, time: string): IsoDate {
  const closesToday = time < noon ? -1 : 0;
  return addDays(dateOf(instant, zone), timeOf(instant, zone) >= time ? closesToday : closesToday - 1);
}
