import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OperationContext } from '../../engine/plugin-api/index.ts';
import { type QuoteInput, quoteSchedule } from '../../plugins/lending/operations/quote-schedule.ts';
import { compileProduct } from '../../plugins/lending/product/compile-product.ts';
import type { ProductContent } from '../../plugins/lending/product/product.ts';

const balloon = JSON.parse(readFileSync('metadata/microloan/product/machine-balloon.product.json', 'utf8')) as ProductContent;
const agreed: ProductContent = { ...balloon, methods: { FIXED_PAYMENT: { minShare: '0.05' }, CUSTOM: {} }, fees: {} };
const released = new Map(
  Object.entries({ balloon, agreed }).map(([name, content]) => [name, { name, hash: 'a1', compiled: compileProduct(content, { name, hash: 'a1' }) }]),
);
/** A quote reads the released products and the business date, and nothing else. */
const records = { find: async () => [] };
const context = { businessDate: '2026-01-15', asSystem: () => records, release: { plugins: new Map([['product', released]]) } } as unknown as OperationContext;
const quote = (input: Partial<QuoteInput>) =>
  quoteSchedule.run(context, { product: 'balloon', amount: '100000.00', annualRate: '0.12', periods: 12, ...input });

describe('a quote', () => {
  it('itemises what third parties receive and counts it in the yearly cost', async () => {
    const { fees, cost, rows } = await quote({});
    expect(fees.map((fee) => [fee.key, fee.payee, fee.parts.length])).toEqual([
      ['appraisal', 'appraiser', 1],
      ['guarantee', 'guarantor', 12],
    ]);
    expect(rows.at(-1)?.balance).toBe('0.00');
    expect(Number(cost.aprPercent)).toBeGreaterThan(13.2);
    expect(cost.withinCap).toBe(true);
  });
  it('says when the cost is above the cap', async () => {
    const { cost } = await quote({ annualRate: '0.23' });
    expect(cost.withinCap).toBe(false);
  });
  it('of a method that the product does not offer is refused', async () => {
    await expect(quote({ method: 'LEVEL' })).rejects.toMatchObject({ code: 'lending.method-not-offered' });
  });
  it('takes the payment that the borrower names, from the least on', async () => {
    const { rows } = await quote({ product: 'agreed', payment: '10000.00' });
    expect(rows.length).toBe(11);
    await expect(quote({ product: 'agreed', payment: '4999.99' })).rejects.toMatchObject({ code: 'lending.payment-below', params: { min: '5000.00' } });
  });
  it('takes the rows that are agreed, and refuses those that do not repay the amount', async () => {
    const rows = [{ date: '2026-07-15', principal: '40000.00' }, { date: '2027-01-15' }];
    expect((await quote({ product: 'agreed', method: 'CUSTOM', rows })).totals.principal).toBe('100000.00');
    await expect(quote({ product: 'agreed', method: 'CUSTOM', rows: rows.slice(0, 1) })).rejects.toMatchObject({ code: 'lending.terms-impossible' });
  });
});
