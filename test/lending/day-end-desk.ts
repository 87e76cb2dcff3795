import { invariant } from '../../engine/kernel/refusal.ts';
import type { BatchOutcome, BatchStepDefinition, OperationContext, RecordValue } from '../../engine/plugin-api/plugin.ts';
import { createOperations } from '../../engine/run/operations.ts';
import { createRecordWriter } from '../../engine/run/writer.ts';
import china from '../../plugins/china/index.ts';
import ledger from '../../plugins/ledger/index.ts';
import { openLoan } from '../../plugins/lending/account/open-loan.ts';
import { productOf } from '../../plugins/lending/account/records.ts';
import { dayEndSteps } from '../../plugins/lending/day-end/steps.ts';
import lending from '../../plugins/lending/index.ts';
import { postRepayment } from '../../plugins/lending/operations/post-repayment.ts';
import { reverseReceipt } from '../../plugins/lending/operations/reverse-receipt.ts';
import type { LoanTerms, Product } from '../../plugins/lending/product/product.ts';
import type { Engine } from '../../engine/cli/open-engine.ts';

/** A lending desk without people: opens loans, takes money and runs day-ends, each in a transaction of its own on a given day. */
export interface DayEndDesk {
  open(product: Partial<Product>, terms: LoanTerms): Promise<string>;
  /** Takes money of a day, booked on it unless said; answers the receipt. */
  repay(loan: string, amount: string, date: string, bookedOn?: string, prepayment?: string): Promise<string>;
  reverse(receipt: string, date: string): Promise<void>;
  /** Runs the steps over one slice; `steps` names some of them. */
  run(date: string, options?: RunOptions): Promise<ReadonlyMap<string, BatchOutcome>>;
  within<Result>(date: string, work: (context: OperationContext) => Promise<Result>): Promise<Result>;
}

export interface RunOptions {
  readonly except?: readonly string[];
  readonly only?: string;
  /** First and last id; all loans unless given. */
  readonly range?: readonly [from: string, to: string];
  readonly steps?: readonly string[];
}

const least = '00000000-0000-0000-0000-000000000000';
const most = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const everything: readonly [from: string, to: string] = [least, most];

export async function openDayEndDesk(engine: Engine): Promise<DayEndDesk> {
  const work = new Map<string, (context: OperationContext) => Promise<unknown>>();
  let keys = 0;
  const plugin = {
    ...lending,
    operations: [
      {
        name: 'lending.work-of-a-test',
        title: 'work',
        input: {},
        output: {},
        run: (context: OperationContext, { key }: { key: string }) => work.get(key)?.(context) ?? Promise.resolve(),
      },
    ],
  };
  const { store } = engine.services;
  const operations = createOperations({ store, writer: createRecordWriter(store, new Map()), plugins: [china, ledger, plugin] });
  const within = async <Result>(date: string, run: (context: OperationContext) => Promise<Result>): Promise<Result> => {
    const call = { ...(await engine.callAs(null)), today: date, now: `${date}T20:00:00.000Z` };
    const key = `${(keys += 1)}`;
    let result: { readonly value: Result } | undefined;
    work.set(key, async (context) => {
      result = { value: await run(context) };
    });
    await store.database.transaction((tx) => operations.run(tx, call, 'lending.work-of-a-test', { key }));
    work.delete(key);
    invariant(result !== undefined, 'the work was done');
    return result.value;
  };
  const { customer, contract } = await within('2020-01-01', makeContract);

  return {
    within,
    open: (product, terms) =>
      within(terms.disbursementDate, async (context) => {
        const base = productOf(context, 'level-business');
        await context.sql('update {contract} set drawn_amount = drawn_amount + $2::numeric where id = $1', [contract, terms.amount]);
        const { loan } = await openLoan(context, {
          ...terms,
          product: { ...base.product, ...product },
          pinned: base.pinned,
          contract,
          customer,
          valueDate: terms.disbursementDate,
          owner: { ownerUser: null, ownerUnit: null, ownerPath: null },
        });
        return loan.id;
      }),
    repay: (loan, amount, date, bookedOn = date, prepayment) =>
      within(bookedOn, async (context) => {
        const records = context.asSystem('test');
        const receipt = await records.create('receipt', {
          loan,
          customer,
          amount,
          valueDate: date,
          channel: 'transfer',
          prepayment: prepayment ?? null,
          state: 'registered',
        });
        const { allocations, surplus } = await postRepayment.run(context, { receipt: receipt.id });
        await records.update('receipt', receipt.id, { state: 'posted', allocations, surplus });
        return receipt.id;
      }),
    reverse: (receipt, date) =>
      within(date, async (context) => {
        await reverseReceipt.run(context, { receipt, reason: 'test' });
        await context.asSystem('test').update('receipt', receipt, { state: 'reversed' });
      }),
    async run(date, { except = [], only, range = everything, steps } = {}) {
      const outcomes = new Map<string, BatchOutcome>();
      for (const step of dayEndSteps) {
        if (steps !== undefined && !steps.includes(step.name)) continue;
        outcomes.set(step.name, await within(date, (context) => runStep(context, step, { date, except, only, range })));
      }
      return outcomes;
    },
  };
}

function runStep(
  context: OperationContext,
  step: BatchStepDefinition,
  slice: { readonly date: string; readonly except: readonly string[]; readonly only: string | undefined; readonly range: readonly [string, string] },
): Promise<BatchOutcome> {
  const { date, except, only, range } = slice;
  const ids = step.over === undefined ? { from: null, to: null } : { from: range[0], to: range[1] };
  return step.run(context, { run: `run-${date}`, date, except, ...ids, ...(only === undefined ? {} : { only }) });
}

/** One contract of one customer for all loans of a test. */
async function makeContract(context: OperationContext): Promise<{ readonly customer: string; readonly contract: string }> {
  const records = context.asSystem('test');
  const { pinned } = productOf(context, 'level-business');
  const customer: RecordValue = await records.create('customer', { kind: 'individual', name: '周转', state: 'active' });
  const shared = { customer: customer.id, product: pinned, annualRate: '0.12', method: 'LEVEL' };
  const application = await records.create('loan-application', {
    ...shared,
    appliedAmount: '1000000.00',
    approvedAmount: '1000000.00',
    term: 12,
    approvedTerm: 12,
    approvedRate: '0.12',
    appliedOn: '2020-01-01',
    purpose: 'other',
    guaranteeModes: ['credit'],
    state: 'contracted',
  });
  const contract = await records.create('contract', {
    ...shared,
    application: application.id,
    amount: '99999999999.00',
    periods: 12,
    purpose: 'other',
    guaranteeModes: ['credit'],
    signedOn: '2020-01-01',
    drawnAmount: '0.00',
    state: 'performing',
  });
  return { customer: customer.id, contract: contract.id };
}
