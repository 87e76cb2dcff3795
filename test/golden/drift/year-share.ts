/** A share of a year as a plain quotient. */
export interface Share {
  readonly over: bigint;
  readonly under: bigint;
}

/** The share of a year from one date to another, by a convention's text. `months`: what a period of a regular plan has by
 *  definition; absent for dates that somebody chose. Source: lending spec B.2. */
export function yearShare(dayCount: string, span: { readonly from: string; readonly to: string; readonly months?: number }): Share {
  const days = BigInt(dayNumber(span.to) - dayNumber(span.from));
  switch (dayCount) {
    case 'MONTHLY_FIXED':
      return span.months === undefined ? monthsAndDays(span.from, span.to) : { over: BigInt(span.months), under: 12n };
    case 'ACT_360':
      return { over: days, under: 360n };
    case 'ACT_364':
      return { over: days, under: 364n };
    case 'ACT_365F':
      return { over: days, under: 365n };
    case 'ACT_ACT_ISDA':
      return byCalendarYear(span.from, span.to);
    case '30_360_US':
      return { over: thirtieths(span, false), under: 360n };
    case '30_365':
      return { over: thirtieths(span, false), under: 365n };
    case '30E_360':
      return { over: thirtieths(span, true), under: 360n };
    default:
      throw new Error(`no year share of ${dayCount}`);
  }
}

/** Whole months forward, a missing day being the last of its month, then odd days over 360. */
function monthsAndDays(from: string, to: string): Share {
  const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
  const after = (months: number): number => {
    const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
    return Date.UTC(year, month - 1 + months, Math.min(day, lastDay)) / 86_400_000;
  };
  let months = 0;
  while (after(months + 1) <= dayNumber(to)) months += 1;
  return { over: BigInt(30 * months + dayNumber(to) - after(months)), under: 360n };
}

/** Days in years of 365 and of 366, over the product of both. */
function byCalendarYear(from: string, to: string): Share {
  let common = 0;
  let leap = 0;
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    const begin = Math.max(dayNumber(from), dayNumber(`${year}-01-01`));
    const end = Math.min(dayNumber(to), dayNumber(`${year + 1}-01-01`));
    if (dayNumber(`${year + 1}-01-01`) - dayNumber(`${year}-01-01`) === 366) leap += end - begin;
    else common += end - begin;
  }
  return { over: BigInt(common) * 366n + BigInt(leap) * 365n, under: 365n * 366n };
}

function thirtieths({ from, to }: { readonly from: string; readonly to: string }, isEuropean: boolean): bigint {
  const [y1 = 0, m1 = 0, d1 = 0] = from.split('-').map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = to.split('-').map(Number);
  const first = d1 === 31 ? 30 : d1;
  const last = d2 === 31 && (isEuropean || first === 30) ? 30 : d2;
  return BigInt(360 * (y2 - y1) + 30 * (m2 - m1) + last - first);
}

function dayNumber(date: string): number {
  return Date.parse(date) / 86_400_000;
}
