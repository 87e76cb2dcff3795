import type { BatchStepDefinition, OperationContext } from '../../../engine/plugin-api/index.ts';
import { compareMoney, MathsRefusal, subtractMoney, sumMoney } from '../maths/index.ts';
import { stateByEvents } from './by-events.ts';
import { lateCharges } from './late-charges.ts';
import { postByProduct, type ProductSum } from './post-by-product.ts';
import { type LateCase, readLateLoans } from './read-late-loans.ts';
import { hasUnpaid, lockLoans, notAged } from './slice.ts';

/** Charges lateness on the rows of overdue loans, up to the total-cost cap. Only the few loans that are late are read; their
 *  figures come from the mathematics and are written back in one statement. What is charged is booked
 *  as C07, one journal a slice, product and unit. Source: lending spec B.8, C.1, C.5 step 5. */
export const chargePenalty: BatchStepDefinition = {
  name: 'lending.charge-penalty',
  title: '计收罚息',
  over: 'loan',
  async run(context, slice) {
    const { live, locked } = await lockLoans(context, slice, `${hasUnpaid} and ${notAged}`);
    const cases = await readLateLoans(context, locked, slice.date);
    const failures: { record: string; code: string; message: string }[] = [];
    const charged: Charged[] = [];
    for (const one of cases) {
      try {
        charged.push({ loan: one.loan, changes: await changesOf(context, one, slice.date) });
      } catch (error) {
        if (!(error instanceof MathsRefusal)) throw error;
        failures.push({ record: one.loan.id, code: 'lending.terms-impossible', message: error.message });
      }
    }
    const changes = charged.flatMap((one) => one.changes);
    await writeCharges(context, changes);
    await postCharges(context, slice.date, charged);
    return { processed: live - failures.length, digest: changes.map(({ line }) => line).join('\n'), failures };
  },
};

/** Brings the penalty of one loan up to a day, before money is divided over its rows. The caller holds the lock of the loan. */
export async function chargeLoanThrough(context: OperationContext, loan: string, asOf: string): Promise<void> {
  const cases = await readLateLoans(context, [loan], asOf);
  const charged: Charged[] = [];
  for (const one of cases) charged.push({ loan: one.loan, changes: await changesOf(context, one, asOf) });
  await writeCharges(
    context,
    charged.flatMap((one) => one.changes),
  );
  await postCharges(context, asOf, charged);
}

interface Change {
  /** The row of the schedule. */
  readonly id: string;
  readonly charge: string;
  /** Charge beyond the one before, below zero when a payment of an earlier day has mended it. */
  readonly more: string;
  /** For the digest. */
  readonly line: string;
}

interface Charged {
  readonly loan: LateCase['loan'];
  readonly changes: readonly Change[];
}

function postCharges(context: OperationContext, date: string, charged: readonly Charged[]): Promise<void> {
  const groups = Map.groupBy(charged, ({ loan }) => `${loan.product} ${loan.unit ?? ''}`);
  const sums = [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]): ProductSum[] => {
      const [first] = group;
      if (first === undefined) return [];
      const penalty = sumMoney(group.flatMap(({ changes }) => changes.map(({ more }) => more)));
      return [{ product: first.loan.product, unit: first.loan.unit, amounts: { penalty } }];
    });
  return postByProduct(context, { event: 'C07', date, memo: '计收罚息', sums, either: true });
}

async function changesOf(context: OperationContext, { loan, rows, payments }: LateCase, asOf: string): Promise<Change[]> {
  const charges = loan.byEvents === true ? await chargesByEvents(context, loan, rows, asOf) : lateCharges({ loan, rows, payments, asOf });
  return rows.flatMap((row) => {
    const charge = charges.get(row.id);
    return charge === undefined ? [] : [{ id: row.id, charge, more: subtractMoney(charge, row.penaltyDue), line: `${row.loan} ${row.periodNo} ${charge}` }];
  });
}

/** The same for a loan that more than repayments have happened to: what is waived is not due. */
async function chargesByEvents(context: OperationContext, loan: LateCase['loan'], rows: LateCase['rows'], asOf: string): Promise<ReadonlyMap<string, string>> {
  const state = await stateByEvents(context, loan, asOf);
  const charges = new Map(state.rows.map((row) => [row.n, subtractMoney(row.due.penalty, row.waived.penalty)]));
  return new Map(
    rows.flatMap((row) => {
      const charge = charges.get(row.periodNo);
      return charge === undefined || compareMoney(charge, row.penaltyDue) === 0 ? [] : [[row.id, charge] as const];
    }),
  );
}

async function writeCharges(context: OperationContext, changes: readonly { readonly id: string; readonly charge: string }[]): Promise<void> {
  if (changes.length === 0) return;
  await context.sql(
    `with charged as (
       update {loan-instalment} i set penalty_due = c.charge, total_due = i.total_due + c.charge - i.penalty_due,
         outstanding = i.outstanding + c.charge - i.penalty_due, version = i.version + 1, updated_at = $3::timestamptz
       from unnest($1::uuid[], $2::numeric[]) as c (id, charge) where c.id = i.id
       returning i.loan, i.due_on, i.outstanding)
     update {loan} l set next_due_amount = c.outstanding from charged c where c.loan = l.id and c.due_on = l.next_due_on`,
    [changes.map((change) => change.id), changes.map((change) => change.charge), context.now],
  );
}
