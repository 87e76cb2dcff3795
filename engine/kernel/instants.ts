import { addDays, addMonths, isDate, type IsoDate } from './dates.ts';

/** A moment, RFC 3339 in UTC, e.g. `2026-11-24T03:15:00.250Z`; at most six places of a second. */
export type Instant = string;

const shape = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:Z|\+00:00)$/;

export function isInstant(value: unknown): value is Instant {
  const match = typeof value === 'string' ? shape.exec(value) : null;
  return match !== null && isDate(match[1]) && Number(match[2]) < 24 && Number(match[3]) < 60 && Number(match[4]) < 60;
}

/** Text with exactly six places of a second, so that moments compare as texts. Throws RangeError for no moment. */
export function instantKey(instant: Instant): string {
  const match = shape.exec(instant);
  if (!match || !isInstant(instant)) throw new RangeError(`Not a moment in UTC: ${JSON.stringify(String(instant).slice(0, 40))}`);
  return `${match[1]}T${match[2]}:${match[3]}:${match[4]}.${(match[5] ?? '').padEnd(6, '0')}Z`;
}

/** Calendar day of a moment as people in the zone see it. */
export function dateOf(instant: Instant, zone: string): IsoDate {
  return localText(instant, zone).slice(0, 10);
}

/** Time of day of a moment on the zone's clock, `HH:MM`; times compare as texts. */
export function timeOf(instant: Instant, zone: string): string {
  return localText(instant, zone).slice(11, 16);
}

/** First moment of a day in a zone. Where the clock jumps over midnight it is the moment of the jump. */
export function startOfDay(date: IsoDate, zone: string): Instant {
  return toUtc(`${date}T00:00:00.000000`, zone);
}

export function addHours(instant: Instant, hours: number): Instant {
  const key = instantKey(instant);
  const seconds = Date.parse(`${key.slice(0, 19)}Z`) + hours * 3_600_000;
  return instantKey(`${new Date(seconds).toISOString().slice(0, 19)}.${key.slice(20, 26)}Z`);
}

/** Same time of day in the zone, so many days away. */
export function shiftDays(instant: Instant, days: number, zone: string): Instant {
  const local = localText(instant, zone);
  return toUtc(addDays(local.slice(0, 10), days) + local.slice(10), zone);
}

/** Same time of day in the zone, so many months away, clamped to the month's end. */
export function shiftMonths(instant: Instant, months: number, zone: string): Instant {
  const local = localText(instant, zone);
  return toUtc(addMonths(local.slice(0, 10), months) + local.slice(10), zone);
}

/** `YYYY-MM-DDTHH:MM:SS.ffffff` on the zone's clock. */
function localText(instant: Instant, zone: string): string {
  const key = instantKey(instant);
  const millis = Date.parse(`${key.slice(0, 19)}Z`);
  const shifted = new Date(millis + offsetAt(millis, zone)).toISOString();
  return `${shifted.slice(0, 19)}.${key.slice(20, 26)}`;
}

function toUtc(local: string, zone: string): Instant {
  const naive = Date.parse(`${local.slice(0, 19)}Z`);
  const guess = naive - offsetAt(naive, zone);
  const millis = naive - offsetAt(guess, zone);
  return `${new Date(millis).toISOString().slice(0, 19)}.${local.slice(20, 26)}Z`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the zone's clock is ahead of UTC at a moment. */
function offsetAt(millis: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const quarter = Math.floor(millis / quarterHour);
  const known = lastOffset.get(zone);
  if (known?.quarter === quarter) return known.offset;
  const offset = readOffset(millis, zone);
  lastOffset.set(zone, { quarter, offset });
  return offset;
}

/** Zones change their clocks on quarters of an hour of UTC, so most moments asked for have the offset of the one before. */
const quarterHour = 900_000;
const lastOffset = new Map<string, { readonly quarter: number; readonly offset: number }>();

function readOffset(millis: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(millis)) part[type] = Number(value);
  const local = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'] ?? 1, part['hour'] ?? 0, part['minute'] ?? 0, part['second'] ?? 0);
  return local - Math.floor(millis / 1000) * 1000;
}
