import { Refusal } from '../../../engine/plugin-api/index.ts';
import { annualRateOf, compareMoney } from '../maths/index.ts';

/** One row of a portfolio tape as the columns of its spreadsheet give it; texts, dates and figures as written. */
export interface TapeRow {
  readonly externalNo: string;
  readonly borrower?: string | null;
  readonly region?: string | null;
  readonly employment?: string | null;
  readonly employmentYears?: string | null;
  readonly housing?: string | null;
  readonly annualIncome?: string | null;
  readonly purpose?: string | null;
  readonly amount: string;
  readonly term: number;
  readonly ratePercent: string;
  readonly instalment: string;
  readonly grade?: string | null;
  /** `Jan-18`. */
  readonly issueMonth: string;
}

export interface ReadTapeRow {
  readonly amount: string;
  readonly annualRate: string;
  readonly periods: number;
  readonly disbursedOn: string;
  readonly instalment: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Refuses `lending.tape-value` for an amount, term, rate, instalment or month that cannot be. */
export function readTapeRow(row: TapeRow): ReadTapeRow {
  const bad = (column: string, value: unknown): Refusal => new Refusal('lending.tape-value', { row: row.externalNo, column, value: String(value) });
  if (!/^\d+(\.\d{1,2})?$/.test(row.amount) || compareMoney(row.amount, '0') <= 0) throw bad('loan_amount', row.amount);
  if (!Number.isInteger(row.term) || row.term < 1 || row.term > 360) throw bad('term', row.term);
  if (!/^\d+(\.\d+)?$/.test(row.ratePercent) || compareMoney(row.ratePercent, '100') > 0) throw bad('interest_rate', row.ratePercent);
  if (!/^\d+(\.\d{1,2})?$/.test(row.instalment)) throw bad('installment', row.instalment);
  const month = /^([A-Z][a-z]{2})-(\d{2})$/.exec(row.issueMonth);
  const index = MONTHS.indexOf(month?.[1] ?? '');
  if (month === null || index < 0) throw bad('issue_month', row.issueMonth);
  return {
    amount: row.amount,
    annualRate: annualRateOf({ unit: 'YEAR', scale: 'PERCENT', value: row.ratePercent }),
    periods: row.term,
    disbursedOn: `20${month[2]}-${String(index + 1).padStart(2, '0')}-01`,
    instalment: row.instalment,
  };
}
