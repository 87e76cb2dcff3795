import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, TestServer } from '../support/server.ts';
import { act, create, decide, startLendingServer, tryAct } from './lending-server.ts';

/** One loan of 100,000 at 12 % on its way to the counter on 2026-01-15, and a limit of 11 % that comes into force before each
 *  step: every point where a price is fixed asks the same guard. */
let server: TestServer;
const people: Record<string, Person> = {};
const person = (name: string): Person => {
  const found = people[name];
  if (found === undefined) throw new Error(name);
  return found;
};
let application = '';
let contract = '';
let order = '';
let limits = 0;

beforeAll(async () => {
  server = await startLendingServer();
  for (const name of ['chen.jie', 'sun.mei', 'han.bing', 'li.qiang', 'zheng.lin', 'wu.hao', 'zhou.min']) people[name] = await server.signIn(name);
});
afterAll(() => server?.close());

const terms = { product: 'level-business', amount: '100000.00', annualRate: '0.12', periods: 12 };
const quote = async (change: object = {}) => (await person('chen.jie').post('/api/operations/lending.quote-schedule', { ...terms, ...change })).body;

/** Runs with a limit of 11 % in force since 2026-01-10, and takes it back. */
async function underLimit(work: () => Promise<void>): Promise<void> {
  const limit = await create(person('zheng.lin'), 'cost-limit', {
    code: `local${(limits += 1)}`,
    title: '省定上限',
    effect: 'refuse',
    percent: '11',
    basis: 'apr',
    validFrom: '2026-01-10',
    source: '省金办发〔2026〕1号',
  });
  await act(person('sun.mei'), 'cost-limit', limit.id, 'cost-limit-confirm');
  try {
    await work();
  } finally {
    await act(person('zhou.min'), 'cost-limit', limit.id, 'cost-limit-withdraw', { reason: '测试结束' });
  }
}

/** An active borrower with a draft of an application for 100,000. */
async function apply(): Promise<{ id: string }> {
  const customer = await create(person('chen.jie'), 'customer', {
    kind: 'individual',
    name: '罗一',
    idType: 'idCard',
    idNumber: '110105198512310045',
    birthDate: '1985-12-31',
    phone: '13811112222',
    monthlyIncome: '26000.00',
    cards: [{ holderName: '罗一', cardNo: '6200000000000005', bank: '成都银行', purpose: 'both' }],
    contacts: [{ name: '罗二', relation: 'sibling', phone: '13900001111' }],
  });
  await act(person('chen.jie'), 'customer', customer.id, 'customer-activate');
  return create(person('chen.jie'), 'loan-application', {
    customer: customer.id,
    product: 'level-business',
    appliedAmount: '100000.00',
    term: 12,
    annualRate: '0.12',
    method: 'LEVEL',
    purpose: 'workingCapital',
    guaranteeModes: ['credit'],
    monthlyIncome: '26000.00',
  });
}

function expectRefused(answer: { status: number; body: { code?: string; detail?: string } }): void {
  expect([answer.status, answer.body.code]).toEqual([422, 'lending.above-cap']);
  expect(answer.body.detail).toMatch(/12\.0000% 超过省定上限 11%（省金办发〔2026〕1号，自2026-01-10起）/);
}

describe('a quote', () => {
  it('is held against every limit of its date; a price at four times LPR itself is within', async () => {
    const { verdict } = await quote();
    expect(verdict.within).toBe(true);
    expect(
      verdict.limits.map((one: { code: string; percent: string; within: boolean; effect: string }) => [one.code, one.percent, one.within, one.effect]),
    ).toEqual([
      ['product', '24', true, 'refuse'],
      ['court24', '24', true, 'refuse'],
      ['guideline24', '24', true, 'refuse'],
      ['fourLpr', '12', true, 'warn'],
    ]);
    expect(verdict.limits[3].source).toContain('4 × 3 %（2025-05-20）');
  });
  it('counts what third parties receive', async () => {
    const { verdict, cost } = await quote({ fees: [{ title: '担保费', payee: 'guarantor', basis: 'PCT_AMOUNT', value: '0.02' }] });
    expect(cost.aprPercent).toBe('15.8545');
    expect([verdict.within, verdict.limits[3].within, verdict.limits[3].margin]).toEqual([true, false, '-3.8545']);
  });
  it('of a later year meets the limit of that year', async () => {
    const { verdict } = await quote({ annualRate: '0.13', date: '2028-01-03' });
    expect(verdict.within).toBe(false);
    expect(verdict.limits[0]).toMatchObject({ code: 'fourLpr', effect: 'refuse', percent: '12', within: false, since: '2028-01-01' });
  });
});

describe('a limit', () => {
  it('that nobody else has confirmed does not hold', async () => {
    const limit = await create(person('zheng.lin'), 'cost-limit', {
      code: 'draft',
      title: '草拟',
      effect: 'refuse',
      percent: '1',
      basis: 'apr',
      validFrom: '2026-01-01',
      source: '草稿',
    });
    expect((await tryAct(person('zheng.lin'), 'cost-limit', limit.id, 'cost-limit-confirm')).status).toBe(403);
    expect((await quote()).verdict.within).toBe(true);
  });
  it('is a percentage or a multiple of an index, and a value of an index stands once for a day', async () => {
    const both = await person('zheng.lin').post('/api/records/cost-limit', {
      code: 'both',
      title: '两样',
      effect: 'refuse',
      percent: '10',
      index: 'lpr-1y',
      times: '4',
      basis: 'apr',
      validFrom: '2026-01-01',
      source: '–',
    });
    expect([both.status, both.body.errors?.[0]?.pointer]).toEqual([422, '/percent']);
    const again = { index: 'lpr-1y', publishedOn: '2025-05-20', value: '0.029', source: '再录一次' };
    expect((await person('zheng.lin').post('/api/records/rate-index-value', again)).body.code).toBe('record.duplicate');
  });
  it('that follows an index moves with the value that a second person confirms', async () => {
    const value = await create(person('zheng.lin'), 'rate-index-value', { index: 'lpr-1y', publishedOn: '2026-01-12', value: '0.029', source: '公告' });
    expect((await quote()).verdict.limits[3].percent).toBe('12');
    await act(person('sun.mei'), 'rate-index-value', value.id, 'rate-index-value-confirm');
    expect((await quote()).verdict.limits[3]).toMatchObject({ percent: '11.6', within: false });
  });
});

describe('the guard', () => {
  it('lets one borrower owe no more than a tenth of the net assets that are confirmed', async () => {
    const assets = await create(person('zheng.lin'), 'net-assets', { asOf: '2025-12-31', amount: '999999.99', audited: true, source: '2025 年审计报告' });
    const { id } = await apply();
    await act(person('sun.mei'), 'net-assets', assets.id, 'net-assets-confirm');
    const refused = await tryAct(person('chen.jie'), 'loan-application', id, 'loan-application-submit');
    expect([refused.status, refused.body.code]).toEqual([422, 'lending.exposure-above']);
    expect(refused.body.detail).toContain('单户余额将达 100000.00，超过净资产 999999.99（2025-12-31）的 10%，即 99999.99');
    await act(person('zhou.min'), 'net-assets', assets.id, 'net-assets-withdraw', { reason: '重新审计' });
    application = id;
  });
  it('refuses an application above the limit, naming the figure, the limit, its source and its date', async () => {
    await underLimit(async () => expectRefused(await tryAct(person('chen.jie'), 'loan-application', application, 'loan-application-submit')));
    await act(person('chen.jie'), 'loan-application', application, 'loan-application-submit');
    await decide(person('sun.mei'), application, 'approve', { opinion: '同意', changes: { riskScore: 82, riskConclusion: 'low', riskOpinion: '同意' } });
    await decide(person('han.bing'), application, 'done', { opinion: '属实', changes: { demoSiteOpinion: '属实' } });
    await decide(person('li.qiang'), application, 'approve', { opinion: '同意' });
  });
  it('refuses to draw the contract', async () => {
    await underLimit(async () => expectRefused(await tryAct(person('chen.jie'), 'loan-application', application, 'loan-application-make-contract')));
    const { result } = await act(person('chen.jie'), 'loan-application', application, 'loan-application-make-contract');
    contract = String(result['contract']?.['contract']);
  });
  it('refuses to sign it', async () => {
    await underLimit(async () => expectRefused(await tryAct(person('chen.jie'), 'contract', contract, 'contract-sign', { signedOn: '2026-01-15' })));
    await act(person('chen.jie'), 'contract', contract, 'contract-sign', { signedOn: '2026-01-15' });
  });
  it('refuses the order to pay', async () => {
    await underLimit(async () => expectRefused(await tryAct(person('chen.jie'), 'contract', contract, 'contract-draw')));
    order = String((await act(person('chen.jie'), 'contract', contract, 'contract-draw')).result['order']?.['order']);
    await act(person('zheng.lin'), 'disbursement-order', order, 'disbursement-order-check', { signed: true, conditionsMet: true, payeeVerified: true });
  });
  it('refuses the payment itself', async () => {
    const pay = { valueDate: '2026-01-15', bankRef: 'BANK-1' };
    await underLimit(async () => expectRefused(await tryAct(person('wu.hao'), 'disbursement-order', order, 'disbursement-order-pay', pay)));
  });
});

describe('the cost-disclosure sheet', () => {
  const disclosure = async () => (await person('chen.jie').post('/api/operations/lending.contract-disclosure', { record: contract })).body;
  const sheets = async () => (await person('chen.jie').get('/api/lists/cost-disclosure/rows')).body.rows as { state: string; aprPercent: string }[];
  const pay = () => tryAct(person('wu.hao'), 'disbursement-order', order, 'disbursement-order-pay', { valueDate: '2026-01-15', bankRef: 'BANK-2' });

  it('was made with the contract from the same flows, and acknowledged at its signing', async () => {
    const { sheet, ...rest } = await disclosure();
    expect(rest).toMatchObject({ madeOn: '2026-01-15', acknowledgedOn: '2026-01-15', isCurrent: true });
    expect(sheet.totals).toEqual({ interest: '6618.53', charges: '0.00', cost: '6618.53', repaid: '106618.53' });
    expect(sheet.annualised).toEqual({ aprPercent: '12.0000', effectivePercent: '12.6825', xirrPercent: (await quote()).cost.xirrPercent });
    expect(sheet.contingent).toEqual([{ kind: 'penalty', title: null, amount: null, annualPercent: '15.6' }]);
    expect(sheet.flows.length).toBe(13);
  });
  it('belongs to nobody’s pen', async () => {
    const [row] = (await person('chen.jie').get('/api/lists/cost-disclosure/rows')).body.rows;
    expect([403, 409, 422]).toContain(
      (await person('chen.jie').patch(`/api/records/cost-disclosure/${row.id}`, { totalCost: '1.00' }, { 'if-match': '"1"' })).status,
    );
  });
  it('no longer stands for a contract that has changed: nothing is paid before it is disclosed anew', async () => {
    await server.store.database.query('update app.contract set annual_rate = 0.11 where id = $1', [contract]);
    expect((await disclosure()).isCurrent).toBe(false);
    const refused = await pay();
    expect([refused.status, refused.body.code]).toEqual([409, 'lending.not-disclosed']);
    await act(person('chen.jie'), 'contract', contract, 'contract-disclose');
    expect((await sheets()).map((row) => [row.state, row.aprPercent])).toEqual([
      ['current', '11.0000'],
      ['superseded', '12.0000'],
    ]);
  });
  it('that was altered is noticed', async () => {
    const change = (from: string, to: string) =>
      server.store.database.query(`update app.cost_disclosure set sheet = replace(sheet::text, $1, $2)::json where state = 'current'`, [from, to]);
    await change('"11.0000"', '"10.0000"');
    expect((await pay()).body.code).toBe('lending.disclosure-altered');
    await change('"10.0000"', '"11.0000"');
  });
  it('that stands lets the payment through; the loan keeps the strictest limit for what lateness may cost', async () => {
    const answer = await pay();
    expect(answer.status).toBe(200);
    const loan = String(answer.body.result.loan.loan);
    const rows = await server.store.database.query<{ terms: { costCap: string } }>('select terms from app.loan where id = $1', [loan]);
    expect(rows[0]?.terms.costCap).toBe('0.24');
  });
});
