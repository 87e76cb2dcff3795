import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFolders } from '../../engine/load/read-folders.ts';
import { compileSources, type SourceFile } from '../../engine/pipeline.ts';
import china from '../../plugins/china/index.ts';
import ledger from '../../plugins/ledger/index.ts';
import lending from '../../plugins/lending/index.ts';

/** What a client may and may not do to the small-loan pack with an overlay of its own. */
let base: readonly SourceFile[] = [];
const root = join(import.meta.dirname, '../..');

beforeAll(async () => {
  base = await readFolders(['metadata/platform', 'metadata/microloan'].map((pack) => join(root, pack)));
});

function compileWith(documents: Record<string, object>) {
  const pack = { kind: 'pack', name: 'client', title: '客户', version: '1.0.0', language: 'zh', layer: 30, dependencies: { microloan: '>=0.1' } };
  const own = Object.entries({ 'pack.json': pack, ...documents }).map(
    ([file, content]) => ({ pack: 'client', file: `client/${file}`, text: JSON.stringify(content) }) as unknown as SourceFile,
  );
  const { release, diagnostics } = compileSources([...base, ...own], [china, ledger, lending]);
  return { release, found: diagnostics.filter((one) => one.severity === 'error').map((one) => `${one.document} ${one.pointer} ${one.code}`) };
}

describe('a client may', () => {
  it('add a field, a flow node and a product', () => {
    const { release, found } = compileWith({
      'customer/customer.entity.json': { kind: 'entity', name: 'customer', properties: { clientScore: { $ref: '/types/integer', title: '评分' } } },
      'application/loan-approval.flow.json': {
        kind: 'flow',
        name: 'loan-approval',
        steps: {
          clientCheck: { after: 'riskReview', node: 'approve', title: '复审', assignees: { risk: { strategy: 'role', value: 'risk-officer' } }, mode: 'any' },
        },
      },
      'product/client-loan.product.json': {
        kind: 'product',
        name: 'client-loan',
        title: '本地贷',
        code: 'BD',
        customers: ['individual'],
        amount: { min: '1000.00', max: '50000.00' },
        term: { min: 3, max: 12 },
        rate: { unit: 'YEAR', scale: 'PERCENT', min: '8', max: '15' },
        methods: { LEVEL: {} },
        dayCount: '30_360_US',
      },
    });
    expect(found).toEqual([]);
    expect([...(release?.flows.get('loan-approval')?.nodes.keys() ?? [])].slice(0, 3)).toEqual(['riskReview', 'clientCheck', 'departmentHead']);
    expect(release?.entities.get('customer')?.fields.has('clientScore')).toBe(true);
  });
  it('lower a price cap, with the highest rate that keeps an overdue loan below it', () => {
    const product = { kind: 'product', name: 'level-business', capAprPercent: '20' };
    expect(compileWith({ 'product/level-business.product.json': { ...product, rate: { max: '15' } } }).found).toEqual([]);
    expect(compileWith({ 'product/level-business.product.json': product }).found).toEqual(['product:level-business /penalty/rate lending.above-cap']);
  });
});

describe('a client may not', () => {
  it('take a control out of the approval', () => {
    const { found } = compileWith({ 'application/loan-approval.flow.json': { kind: 'flow', name: 'loan-approval', steps: { riskReview: null } } });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^flow:loan-approval \/steps\/riskReview layer\./);
  });
  it('raise a price cap', () => {
    const { found } = compileWith({ 'product/level-business.product.json': { kind: 'product', name: 'level-business', capAprPercent: '36' } });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^product:level-business \/capAprPercent layer\./);
  });
  it('publish a product that could not be lent', () => {
    const { found } = compileWith({ 'product/level-business.product.json': { kind: 'product', name: 'level-business', rate: { max: '30' } } });
    expect(found).toEqual(['product:level-business /penalty/rate lending.above-cap']);
  });
  it('post to an account that the chart does not have', () => {
    const { found } = compileWith({
      'ledger/c02-disbursement.posting.json': { kind: 'posting', name: 'c02-disbursement', lines: { bank: { account: 'BANK_ABROAD' } } },
    });
    expect(found).toEqual(['posting:c02-disbursement /lines/bank/account ledger.unknown-account']);
  });
});
