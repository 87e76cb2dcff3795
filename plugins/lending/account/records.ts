import { type OperationContext, type RecordAccess, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import type { AllocationRule, MethodId, PenaltyTerms, ScheduleTerms } from '../maths/index.ts';
import type { EarningRow } from './earned-interest.ts';
import type { Product } from '../product/product.ts';

/** A loan account (借据) as the plugin writes it; the entity document adds nothing that changes its meaning. */
export interface LoanRecord extends RecordValue {
  readonly no: string;
  readonly contract: string;
  readonly customer: string;
  readonly product: string;
  readonly amount: string;
  readonly annualRate: string;
  readonly periods: number;
  readonly method: MethodId;
  readonly disbursedOn: string;
  readonly maturesOn: string;
  /** Principal outstanding. */
  readonly balance: string;
  readonly principalPaid: string;
  readonly interestPaid: string;
  readonly feePaid: string;
  readonly lastValueDate: string;
  /** Principal that stands in the overdue account. */
  readonly overdueBooked: string | null;
  readonly graceDays: number | null;
  readonly tier: string | null;
  readonly scheduleVersion: number;
  /** Its figures follow from its events alone: something else than repayments has happened to it. */
  readonly byEvents: boolean | null;
  readonly terms: PinnedTerms;
  readonly ownerUser: string | null;
  readonly ownerUnit: string | null;
  readonly ownerPath: string | null;
}

/** How much interest of a loan is recognised. A row of its own: the day-end writes it every day, the loan only when it changes. */
export interface AccrualRecord extends RecordValue {
  /** Interest that income has recognised: the receivable plus what is paid. */
  readonly interest: string;
  /** Interest that only the memo ledger holds, while the loan is non-accrual. */
  readonly memo: string;
  /** Last date for which a day-end has accrued the loan; its disbursement before the first. */
  readonly through: string | null;
  /** Date as of which the loan stands aged. Stored for loans with arrears: one without any stands as any later day-end would
   *  find it, so `accrualOf` answers the date of the accrual where it is later. */
  readonly agedThrough: string | null;
}

/** What a loan keeps of its product, so that its figures can be explained when the product is long gone. */
export interface PinnedTerms {
  readonly schedule: ScheduleTerms;
  readonly allocation: AllocationRule;
  readonly instalment: string | null;
  /** What lateness costs; null or absent: nothing. */
  readonly penalty?: PenaltyTerms | null;
  /** All that the loan may cost in a year, as a fraction of the balance; null or absent: no cap. */
  readonly costCap?: string | null;
}

/** One row of the schedule with what was due and paid of each component. */
export interface InstalmentRecord extends RecordValue {
  readonly loan: string;
  readonly periodNo: number;
  readonly dueOn: string;
  readonly principalDue: string;
  readonly interestDue: string;
  readonly feeDue: string;
  readonly penaltyDue: string;
  readonly totalDue: string;
  readonly principalPaid: string;
  readonly interestPaid: string;
  readonly feePaid: string;
  readonly penaltyPaid: string;
  readonly totalPaid: string;
  readonly outstanding: string;
}

/** The same with what its interest needs to be accrued by day. */
export type StoredInstalment = InstalmentRecord & EarningRow;

export interface Owner {
  readonly ownerUser: string | null;
  readonly ownerUnit: string | null;
  readonly ownerPath: string | null;
}

/** Records follow the officer who owns the business, not the cashier who paid it out. */
export function ownerOf(record: RecordValue): Owner {
  const { ownerUser, ownerUnit, ownerPath } = record as unknown as Owner;
  return { ownerUser, ownerUnit, ownerPath };
}

/** The product version that a record pins (`name@hash`), or the released one for a bare name. */
export function productOf(context: OperationContext, reference: unknown): { readonly product: Product; readonly pinned: string } {
  const text =
    typeof reference === 'object' && reference !== null && 'name' in reference
      ? `${String(reference.name)}@${'hash' in reference ? String(reference.hash) : ''}`
      : String(reference);
  const name = text.split('@')[0] ?? '';
  const document = text.includes('@') ? context.document('product', text) : context.release.plugins.get('product')?.get(name);
  if (document === undefined) throw new Refusal('lending.product-unknown', { product: name });
  return { product: document.compiled as Product, pinned: `${document.name}@${document.hash}` };
}

/** The schedule in force of a loan, oldest row first. */
export async function instalmentsOf(records: RecordAccess, loan: LoanRecord): Promise<readonly StoredInstalment[]> {
  const where = { loan: loan.id, scheduleVersion: loan.scheduleVersion };
  return (await records.find('loan-instalment', where, { orderBy: ['periodNo'], limit: 700 })) as readonly StoredInstalment[];
}

/** The accrual of a loan, locked: a day-end that accrues holds the accruals of its loans and not the loans, so the loan's own
 *  lock does not keep it still. A loan opened before accruals were kept has none. */
export async function accrualOf(records: RecordAccess, loan: string): Promise<AccrualRecord | undefined> {
  const [kept] = await records.find('loan-accrual', { loan }, { limit: 1 });
  const found = kept && ((await records.lock('loan-accrual', kept.id)) as AccrualRecord | undefined);
  return found && { ...found, agedThrough: [found.agedThrough ?? '', found.through ?? ''].sort()[1] || null };
}
