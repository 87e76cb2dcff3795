import dayjs from 'dayjs';
import type { Words } from '../i18n/words.tsx';

/** `2026-11-24` as it is: a business date has no zone. */
export function formatDate(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value.slice(0, 10) : '–';
}

/** An instant in the reader's zone, `2026-11-24 14:05`. */
export function formatInstant(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '–';
  const moment = dayjs(value);
  return moment.isValid() ? moment.format('YYYY-MM-DD HH:mm') : value;
}

/** How long ago, in one unit; show the exact time beside it on hover. */
function formatWaited(since: string, now: number, words: Words): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  if (minutes < 1) return words('time.now');
  if (minutes < 60) return words('time.minutes', { n: minutes });
  if (minutes < 60 * 24) return words('time.hours', { n: Math.floor(minutes / 60) });
  return words('time.days', { n: Math.floor(minutes / 1440) });
}

/** How long ago, as a phrase: `刚刚`, `3 小时前`. */
export function formatAgo(since: string, now: number, words: Words): string {
  const waited = formatWaited(since, now, words);
  return waited === words('time.now') ? waited : words('time.ago', { time: waited });
}

/** How long something has waited, as a phrase. */
export function formatWaiting(since: string, now: number, words: Words): string {
  const waited = formatWaited(since, now, words);
  return waited === words('time.now') ? waited : words('task.waited', { time: waited });
}

/** What people type for a date: `t` today, `+30` / `-7` days from today, `0630` this year, `20260630`, `6-30`, `2026/6/30`.
 *  Undefined when it is no date. */
export function parseDate(typed: string, today: string): string | undefined {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  if (text === 't' || text === '今天' || text === 'today') return today;
  const offset = /^([+-])(\d{1,4})([dwmy]?)$/.exec(text);
  if (offset !== null) {
    const unit = ({ d: 'day', w: 'week', m: 'month', y: 'year' } as const)[offset[3] as 'd'] ?? 'day';
    return dayjs(today)
      .add(Number(`${offset[1]}${offset[2]}`), unit)
      .format('YYYY-MM-DD');
  }
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ??
    withYear(/^(\d{2})(\d{2})$/.exec(text) ?? /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text), today);
  if (parts === null) return undefined;
  const date = `${parts[1]}-${(parts[2] ?? '').padStart(2, '0')}-${(parts[3] ?? '').padStart(2, '0')}`;
  return dayjs(date).isValid() && dayjs(date).format('YYYY-MM-DD') === date ? date : undefined;
}

function withYear(parts: RegExpExecArray | null, today: string): string[] | null {
  return parts === null ? null : ['', today.slice(0, 4), parts[1] ?? '', parts[2] ?? ''];
}
