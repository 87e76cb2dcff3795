/** First and last day of a calendar month `YYYY-MM`. */
export function daysOfMonth(month: string): { readonly startsOn: string; readonly endsOn: string } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { startsOn: `${month}-01`, endsOn: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
}

/** The calendar month after one. */
export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}
