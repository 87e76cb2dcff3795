import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, TestServer } from '../support/server.ts';
import { act, create, decide, startLendingServer, tryAct } from './lending-server.ts';

/** 100,000.00 at 12 % a year over 12 months, level, 30/360: vector V1 of the calculation spec, from the counter to the last cent. */
let server: TestServer;
const people: Record<string, Person> = {};
const person = (name: string): Person => {
  const found = people[name];
  if (found === undefined) throw new Error(name);
  return found;
};
let customer = '';
let application = '';
let contract = '';
let order = '';
let loan = '';

const names = ['chen.jie', 'zhao.lei', 'sun.mei', 'han.bing', 'li.qiang', 'wang.fang', 'zheng.lin', 'lu.ping', 'wu.hao', 'tang.audit', 'xu.admin'];
const signInAll = async (): Promise<void> => {
  for (const name of names) people[name] = await server.signIn(name);
};
/** The clock moves on; everybody signs in again. */
const later = async (days: number): Promise<void> => {
  server.advance({ days });
  await signInAll();
};

beforeAll(async () => {
  server = await startLendingServer();
  await signInAll();
});
afterAll(() => server?.close());

describe('the officer takes the application', () => {
  it('a wrong check character is refused at the field', async () => {
    const answer = await person('chen.jie').post('/api/records/customer', { kind: 'individual', name: '罗一', idNumber: '110105194912310021' });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/idNumber', code: 'china.identity-number-check' })]);
  });
  it('a customer is made and activated', async () => {
    const made = await create(person('chen.jie'), 'customer', {
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
    customer = made.id;
    expect((await act(person('chen.jie'), 'customer', customer, 'customer-activate')).record['state']).toBe('active');
  });
  it('an officer of another department does not find her, the administrator neither', async () => {
    expect((await person('zhao.lei').get(`/api/records/customer/${customer}`)).status).toBe(404);
    expect([403, 404]).toContain((await person('xu.admin').get(`/api/records/customer/${customer}`)).status);
    expect((await person('wang.fang').get(`/api/records/customer/${customer}`)).status).toBe(404);
  });
  it('her department head reads her with masks', async () => {
    const answer = await person('li.qiang').get(`/api/records/customer/${customer}`);
    expect(answer.status).toBe(200);
    expect(answer.body.idNumber).toEqual({ masked: '110105**********45' });
    expect(answer.body.phone).toEqual({ masked: '138****2222' });
  });
  it('an amount outside the product is refused at submission', async () => {
    const small = await create(person('chen.jie'), 'loan-application', {
      customer,
      product: 'level-business',
      appliedAmount: '500.00',
      term: 12,
      annualRate: '0.12',
      method: 'LEVEL',
      purpose: 'workingCapital',
      guaranteeModes: ['credit'],
    });
    const answer = await tryAct(person('chen.jie'), 'loan-application', small.id, 'loan-application-submit');
    expect([answer.status, answer.body.code]).toEqual([422, 'lending.amount-outside']);
  });
  it('the application is submitted', async () => {
    const made = await create(person('chen.jie'), 'loan-application', {
      customer,
      product: 'level-business',
      appliedAmount: '100000.00',
      term: 12,
      annualRate: '0.12',
      method: 'LEVEL',
      purpose: 'workingCapital',
      purposeNote: '备货',
      guaranteeModes: ['credit'],
      monthlyIncome: '26000.00',
    });
    application = made.id;
    expect((await act(person('chen.jie'), 'loan-application', application, 'loan-application-submit')).record['state']).toBe('approving');
  });
});

describe('the approval', () => {
  it('asks risk for its opinion', async () => {
    await decide(person('sun.mei'), application, 'approve', { opinion: '现金流充足', changes: { riskScore: 82, riskConclusion: 'low', riskOpinion: '同意' } });
  });
  it('goes through the node that the client added', async () => {
    await decide(person('han.bing'), application, 'done', { opinion: '摊位属实', changes: { demoSiteOpinion: '摊位属实' } });
  });
  it('ends with her own department head up to 500,000', async () => {
    await decide(person('li.qiang'), application, 'approve', { opinion: '同意' });
    const answer = await person('chen.jie').get(`/api/records/loan-application/${application}`);
    expect([answer.body.state, answer.body.approvedAmount, answer.body.approvedTerm, answer.body.approvedOn]).toEqual([
      'approved',
      '100000.00',
      12,
      '2026-01-15',
    ]);
  });
});

describe('contract and disbursement', () => {
  it('the contract carries the approved terms', async () => {
    const { result } = await act(person('chen.jie'), 'loan-application', application, 'loan-application-make-contract');
    contract = String(result['contract']?.['contract']);
    const answer = await person('chen.jie').get(`/api/records/contract/${contract}`);
    expect(answer.body).toMatchObject({ state: 'draft', amount: '100000.00', quotedRate: '12 %/年', periods: 12, drawnAmount: '0.00' });
    expect(answer.body.no).toMatch(/^HT2026\d{5}$/);
  });
  it('is signed before money is ordered', async () => {
    expect((await tryAct(person('chen.jie'), 'contract', contract, 'contract-draw')).status).toBe(409);
    await act(person('chen.jie'), 'contract', contract, 'contract-sign', { signedOn: '2026-01-15' });
    const { result } = await act(person('chen.jie'), 'contract', contract, 'contract-draw');
    order = String(result['order']?.['order']);
    const again = await tryAct(person('chen.jie'), 'contract', contract, 'contract-draw', { amount: '1.00' });
    expect(again.body.code).toBe('lending.contract-exceeded');
  });
  it('neither the officer nor the cashier checks it, nor does the accountant pay it', async () => {
    for (const name of ['chen.jie', 'wu.hao'])
      expect(
        (await tryAct(person(name), 'disbursement-order', order, 'disbursement-order-check', { signed: true, conditionsMet: true, payeeVerified: true }))
          .status,
      ).toBe(403);
    expect((await tryAct(person('wu.hao'), 'disbursement-order', order, 'disbursement-order-pay', { valueDate: '2026-01-15', bankRef: 'B1' })).status).toBe(
      409,
    );
    const unticked = await tryAct(person('zheng.lin'), 'disbursement-order', order, 'disbursement-order-check', {
      signed: true,
      conditionsMet: false,
      payeeVerified: true,
    });
    expect(unticked).toMatchObject({ status: 422, body: { errors: [{ pointer: '/conditionsMet', code: 'value.not-ticked' }] } });
    await act(person('zheng.lin'), 'disbursement-order', order, 'disbursement-order-check', { signed: true, conditionsMet: true, payeeVerified: true });
    expect((await tryAct(person('zheng.lin'), 'disbursement-order', order, 'disbursement-order-pay', { valueDate: '2026-01-15', bankRef: 'B1' })).status).toBe(
      403,
    );
  });
  it('the cashier pays, once', async () => {
    const { record, result } = await act(person('wu.hao'), 'disbursement-order', order, 'disbursement-order-pay', {
      valueDate: '2026-01-15',
      bankRef: 'BANK-0001',
    });
    expect(record['state']).toBe('paid');
    loan = String(result['loan']?.['loan']);
    expect(
      (await tryAct(person('wu.hao'), 'disbursement-order', order, 'disbursement-order-pay', { valueDate: '2026-01-15', bankRef: 'BANK-0002' })).status,
    ).toBe(409);
  });
  it('the loan belongs to the officer, not to the cashier', async () => {
    const mine = await person('chen.jie').get(`/api/records/loan/${loan}`);
    expect(mine.body).toMatchObject({
      state: 'normal',
      balance: '100000.00',
      instalment: '8884.88',
      totalInterest: '6618.53',
      nextDueOn: '2026-02-15',
      nextDueAmount: '8884.88',
    });
    expect((await person('zhao.lei').get(`/api/records/loan/${loan}`)).status).toBe(404);
  });
  it('its schedule is the golden one', async () => {
    const { body } = await person('chen.jie').post('/api/operations/lending.loan-schedule', { record: loan });
    expect(body.rows.map((row: { total: string }) => row.total)).toEqual([...Array.from({ length: 11 }, () => '8884.88'), '8884.85']);
    expect(body.rows[2]).toMatchObject({ principal: '8043.37', interest: '841.51', dueOn: '2026-04-15' });
  });
  it('every figure explains itself', async () => {
    const { body } = await person('chen.jie').post('/api/operations/lending.explain-amount', { record: loan, period: 2, figure: 'interest' });
    expect(body).toMatchObject({ amount: '921.15', trace: { balance: '92115.12', rate: '0.12', unrounded: '921.1512', rounded: '921.15' } });
  });
});

describe('repayment', () => {
  it('the cashier registers and cannot post her own entry', async () => {
    await later(31);
    const preview = await person('wu.hao').post(`/api/records/loan/${loan}/actions/loan-receive/preview`, {
      amount: '8884.88',
      valueDate: '2026-02-15',
      channel: 'transfer',
    });
    expect(preview.body).toMatchObject({ surplus: '0.00', totals: { interest: '1000.00', principal: '7884.88' }, balanceAfter: '92115.12' });
    const { result } = await act(person('wu.hao'), 'loan', loan, 'loan-receive', {
      amount: '8884.88',
      valueDate: '2026-02-15',
      channel: 'transfer',
      bankRef: 'IN-1',
    });
    const receipt = String(result['receipt']?.['id']);
    expect((await tryAct(person('wu.hao'), 'receipt', receipt, 'receipt-post')).status).toBe(403);
    expect((await person('chen.jie').get(`/api/records/receipt/${receipt}`)).body.state).toBe('registered');
    const posted = await act(person('zheng.lin'), 'receipt', receipt, 'receipt-post');
    expect(posted.record).toMatchObject({ state: 'posted', surplus: '0.00' });
    expect(posted.record['allocations']).toEqual([
      expect.objectContaining({ periodNo: 1, component: 'interest', amount: '1000.00' }),
      expect.objectContaining({ periodNo: 1, component: 'principal', amount: '7884.88' }),
    ]);
    expect((await tryAct(person('zheng.lin'), 'receipt', receipt, 'receipt-post')).status).toBe(409);
  });
  it('two receipts of one loan at the same time queue up and both count', async () => {
    await later(28);
    const ids: string[] = [];
    for (const amount of ['5000.00', '3884.88'])
      ids.push(
        String((await act(person('wu.hao'), 'loan', loan, 'loan-receive', { amount, valueDate: '2026-03-15', channel: 'transfer' })).result['receipt']?.['id']),
      );
    await Promise.all(ids.map((id, index) => act(person(index === 0 ? 'zheng.lin' : 'lu.ping'), 'receipt', id, 'receipt-post')));
    expect((await person('chen.jie').get(`/api/records/loan/${loan}`)).body).toMatchObject({ balance: '84151.39', nextDueOn: '2026-04-15' });
  });
  it('the last instalment settles loan and contract at zero', async () => {
    await later(310);
    for (let period = 3; period <= 12; period += 1) {
      const amount = period === 12 ? '8884.85' : '8884.88';
      const valueDate = period === 12 ? '2027-01-15' : `2026-${String(period + 1).padStart(2, '0')}-15`;
      const { result } = await act(person('wu.hao'), 'loan', loan, 'loan-receive', { amount, valueDate, channel: 'transfer', bankRef: `IN-P${period}` });
      await act(person('zheng.lin'), 'receipt', String(result['receipt']?.['id']), 'receipt-post');
    }
    expect((await person('chen.jie').get(`/api/records/loan/${loan}`)).body).toMatchObject({
      state: 'settled',
      balance: '0.00',
      principalPaid: '100000.00',
      interestPaid: '6618.53',
      settledOn: '2027-01-15',
    });
    expect((await person('chen.jie').get(`/api/records/contract/${contract}`)).body.state).toBe('settled');
    expect((await tryAct(person('wu.hao'), 'loan', loan, 'loan-receive', { amount: '1.00', valueDate: '2027-01-16', channel: 'cash' })).status).toBe(409);
  });
});

describe('the books', () => {
  it('balance, and show the interest as income', async () => {
    const { body } = await person('zheng.lin').post('/api/operations/ledger.trial-balance', {});
    const closing = Object.fromEntries(
      body.rows.map((row: { account: string; closingDebit: string; closingCredit: string }) => [row.account, [row.closingDebit, row.closingCredit]]),
    );
    expect(closing).toEqual({ '1002.01': ['6618.53', '0.00'], '1132': ['0.00', '0.00'], '1303': ['0.00', '0.00'], '6011': ['0.00', '6618.53'] });
    expect(body.totals).toEqual([expect.objectContaining({ ledger: 'main', closingDebit: '6618.53', closingCredit: '6618.53' })]);
  });
  it('are closed to the officer and open to the auditor', async () => {
    expect((await person('chen.jie').post('/api/operations/ledger.trial-balance', {})).status).toBe(403);
    expect((await person('tang.audit').post('/api/operations/ledger.trial-balance', {})).status).toBe(200);
    expect((await person('chen.jie').get('/api/lists/journal/rows')).status).toBe(403);
  });
  it('cannot be changed even in the database', async () => {
    const { database } = server.store;
    await expect(database.query('update app.journal_line set debit = debit + 1')).rejects.toThrow('ledger.immutable');
    await expect(database.query('delete from app.journal')).rejects.toThrow('ledger.immutable');
    await expect(
      database.query(`insert into app.journal_line (id, journal, line_no, ledger, account, debit, credit, currency, book_date, created_at, updated_at)
      select gen_random_uuid(), id, 9, 'main', '1001', 1, 0, 'CNY', '2027-01-15', now(), now() from app.journal limit 1`),
    ).rejects.toThrow('ledger.unbalanced');
  });
});
