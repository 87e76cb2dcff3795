import { compareMoney, formatDay, parseDay, subtractMoney, sumMoney } from '../maths/index.ts';

/** What is open of an instalment, as ageing reads it. */
export interface AgeingRow {
  readonly dueOn: string;
  readonly principalDue: string;
  readonly principalPaid: string;
  readonly interestDue: string;
  readonly interestPaid: string;
  readonly feeDue: string;
  readonly feePaid: string;
  readonly outstanding: string;
}

export interface Ageing {
  readonly dpd: number;
  readonly dpdPrincipal: number;
  readonly dpdInterest: number;
  readonly bucket: string;
  readonly overduePrincipal: string;
  readonly overdueInterest: string;
  /** Principal that belongs into the overdue account. */
  readonly overdueBooked: string;
}

export const notPastDue: Ageing = {
  dpd: 0,
  dpdPrincipal: 0,
  dpdInterest: 0,
  bucket: 'M0',
  overduePrincipal: '0.00',
  overdueInterest: '0.00',
  overdueBooked: '0.00',
};

/** What is past due of a loan on a day: the same figures as the day-end's statement (`day-end/age-arrears.ts`) writes.
 *  Never aged: nothing is. Source: lending spec B.21, D.7. */
export function ageRows(rows: readonly AgeingRow[], agedThrough: string | null, graceDays: number): Ageing {
  if (agedThrough === null) return notPastDue;
  const late = rows.filter((row) => row.dueOn < agedThrough && isMore(row.outstanding, '0'));
  const dpdPrincipal = daysOf(late.find((row) => isMore(row.principalDue, row.principalPaid)));
  const dpdInterest = daysOf(late.find((row) => isMore(row.interestDue, row.interestPaid) || isMore(row.feeDue, row.feePaid)));
  const dpd = Math.max(dpdPrincipal, dpdInterest);
  const overduePrincipal = sumMoney(late.map((row) => subtractMoney(row.principalDue, row.principalPaid)));
  return {
    dpd,
    dpdPrincipal,
    dpdInterest,
    bucket: dpd === 0 ? 'M0' : dpd <= 30 ? 'M1' : dpd <= 60 ? 'M2' : dpd <= 90 ? 'M3' : 'M4',
    overduePrincipal,
    overdueInterest: sumMoney(late.map((row) => subtractMoney(row.interestDue, row.interestPaid))),
    overdueBooked: dpd > graceDays ? overduePrincipal : '0.00',
  };

  function daysOf(row: AgeingRow | undefined): number {
    return row === undefined ? 0 : parseDay(agedThrough ?? row.dueOn) - parseDay(row.dueOn);
  }
}

/** How an instalment stands. Source: lending spec D.8. */
export function standingOf(
  row: Pick<AgeingRow, 'dueOn' | 'outstanding'> & { readonly totalPaid: string },
  agedThrough: string | null,
  graceDays: number,
): 'open' | 'due' | 'partPaid' | 'overdue' | 'paid' {
  if (!isMore(row.outstanding, '0')) return 'paid';
  if (agedThrough !== null && formatDay(parseDay(row.dueOn) + graceDays) < agedThrough) return 'overdue';
  if (isMore(row.totalPaid, '0')) return 'partPaid';
  return agedThrough !== null && row.dueOn <= agedThrough ? 'due' : 'open';
}

/** The state of a loan that owes something. A non-performing class keeps it non-accrual. Source: lending spec B.23, D.7. */
export function stateOf(loan: { readonly state: string | null; readonly tier: string | null }, ageing: Ageing, graceDays: number): string {
  if (loan.state === 'nonAccrual' || ['substandard', 'doubtful', 'loss'].includes(loan.tier ?? '')) return 'nonAccrual';
  return ageing.dpd > graceDays ? 'overdue' : 'normal';
}

function isMore(a: string, b: string): boolean {
  return compareMoney(a, b) > 0;
}
