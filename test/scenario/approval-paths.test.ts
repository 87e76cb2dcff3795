import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, TestServer } from '../support/server.ts';
import { act, create, decide, startLendingServer, tryDecide } from './lending-server.ts';

/** Which application goes to whom. Expected paths: flows spec 6.1, with this pack's limits. */
let server: TestServer;
const people = new Map<string, Person>();
const as = (name: string): Person => people.get(name) ?? server.nobody();
let customer = '';
let relative = '';

beforeAll(async () => {
  server = await startLendingServer();
  for (const name of ['chen.jie', 'sun.mei', 'han.bing', 'li.qiang', 'zhou.min', 'wei.dong', 'feng.gang', 'chu.xia', 'zheng.lin'])
    people.set(name, await server.signIn(name));
  const person = (name: string, idNumber: string, phone: string, more = {}) =>
    create(as('chen.jie'), 'customer', { kind: 'individual', name, idNumber, birthDate: '1980-05-05', phone, ...more });
  customer = (await person('江川', '11010519491231002X', '13700000001')).id;
  relative = (await person('江河', '440524188001010014', '13700000002', { relatedParty: true, birthDate: '1985-01-01' })).id;
  for (const id of [customer, relative]) await act(as('chen.jie'), 'customer', id, 'customer-activate');
});
afterAll(() => server?.close());

async function submitted(amount: string, borrower = customer): Promise<string> {
  const { id } = await create(as('chen.jie'), 'loan-application', {
    customer: borrower,
    product: 'level-business',
    appliedAmount: amount,
    term: 24,
    annualRate: '0.12',
    method: 'LEVEL',
    purpose: 'workingCapital',
    guaranteeModes: ['credit'],
  });
  await act(as('chen.jie'), 'loan-application', id, 'loan-application-submit');
  return id;
}

/** Risk, the site check and the department head all agree. */
async function throughTheDepartment(id: string): Promise<void> {
  await decide(as('sun.mei'), id, 'approve', { opinion: '同意', changes: { riskScore: 70, riskConclusion: 'medium', riskOpinion: '同意' } });
  await decide(as('han.bing'), id, 'done', { changes: { demoSiteOpinion: '属实' } });
  await decide(as('li.qiang'), id, 'approve', { opinion: '同意' });
}

const stateOf = async (id: string): Promise<string> => (await as('chen.jie').get(`/api/records/loan-application/${id}`)).body.state;

describe('amounts', () => {
  it('exactly 500,000.00 ends with the department head', async () => {
    const id = await submitted('500000.00');
    await throughTheDepartment(id);
    expect(await stateOf(id)).toBe('approved');
  });
  it('one cent more goes to the general manager', async () => {
    const id = await submitted('500000.01');
    await throughTheDepartment(id);
    expect(await stateOf(id)).toBe('approving');
    await decide(as('zhou.min'), id, 'approve', { opinion: '同意' });
    expect(await stateOf(id)).toBe('approved');
  });
  it('a related party goes to the committee, however small', async () => {
    const id = await submitted('20000.00', relative);
    await throughTheDepartment(id);
    for (const name of ['wei.dong', 'feng.gang', 'chu.xia']) await decide(as(name), id, 'approve', { opinion: '同意' });
    expect(await stateOf(id)).toBe('approving');
    await decide(as('zhou.min'), id, 'approve', { opinion: '同意' });
    expect(await stateOf(id)).toBe('approved');
  });
});

describe('the committee', () => {
  it('passes with two of three, after everybody has voted', async () => {
    const id = await submitted('3000000.01');
    await throughTheDepartment(id);
    await decide(as('wei.dong'), id, 'approve', { opinion: '同意' });
    await decide(as('feng.gang'), id, 'approve', { opinion: '同意' });
    expect((await as('zhou.min').get('/api/tasks?tab=todo')).body.rows.some((row: { recordId: string }) => row.recordId === id)).toBe(false);
    await decide(as('chu.xia'), id, 'reject', { opinion: '行业风险' });
    await decide(as('zhou.min'), id, 'approve', { opinion: '同意' });
    expect(await stateOf(id)).toBe('approved');
  });
  it('is stopped by the chair alone', async () => {
    const id = await submitted('3500000.00');
    await throughTheDepartment(id);
    await decide(as('feng.gang'), id, 'approve', { opinion: '同意' });
    await decide(as('chu.xia'), id, 'approve', { opinion: '同意' });
    await decide(as('wei.dong'), id, 'reject', { opinion: '否决' });
    expect(await stateOf(id)).toBe('rejected');
  });
  it('wants an opinion with every vote', async () => {
    const id = await submitted('3500000.00');
    await throughTheDepartment(id);
    expect((await tryDecide(as('feng.gang'), id, 'approve')).body.code).toBe('flow.opinion-required');
  });
});

describe('on the way', () => {
  it('risk must give a score and an opinion', async () => {
    const id = await submitted('50000.00');
    const answer = await tryDecide(as('sun.mei'), id, 'approve', { opinion: '同意' });
    expect([answer.status, answer.body.code]).toEqual([422, 'flow.required']);
  });
  it('a returned application can be changed and submitted again', async () => {
    const id = await submitted('60000.00');
    await decide(as('sun.mei'), id, 'return', { opinion: '请补充收入', target: 'start' });
    expect(await stateOf(id)).toBe('draft');
  });
  it('a rejection by the department head ends it', async () => {
    const id = await submitted('70000.00');
    await decide(as('sun.mei'), id, 'approve', { opinion: '同意', changes: { riskScore: 40, riskConclusion: 'high', riskOpinion: '谨慎' } });
    await decide(as('han.bing'), id, 'done', { changes: { demoSiteOpinion: '属实' } });
    await decide(as('li.qiang'), id, 'reject', { opinion: '不同意' });
    expect(await stateOf(id)).toBe('rejected');
  });
});
