import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let fay: Person;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
  fay = await server.signIn('fay');
}, 120_000);
afterAll(() => server?.close());

let phone = 13_000_000_000;
const newRider = async (values: object = {}) => (await fay.post('/api/records/rider', { name: '李四', phone: String((phone += 1)), ...values })).body;

test('a created record says where it is and which version it has', async () => {
  const answer = await fay.post('/api/records/rider', { name: '李四', phone: '13011112222' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/api/records/rider/${answer.body.id}`);
  expect(answer.headers.get('etag')).toBe(`"${answer.body.version}"`);
  expect((await fay.get(answer.headers.get('location') ?? '')).body).toEqual(answer.body);
});

test('an unchanged record is only confirmed', async () => {
  const { id } = await newRider();
  const first = await fay.get(`/api/records/rider/${id}`);
  expect((await fay.get(`/api/records/rider/${id}`, { 'if-none-match': first.headers.get('etag') ?? '' })).status).toBe(304);
});

test('a merge patch changes what it names, null empties, and the version goes up', async () => {
  const rider = await newRider({ note: '老客户', creditLimit: '100.00' });
  const answer = await fay.patch(`/api/records/rider/${rider.id}`, { note: null, creditLimit: '250.5' }, { 'if-match': `"${rider.version}"` });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ note: null, creditLimit: '250.50', name: '李四', version: rider.version + 1 });
});

test('of two who change the same version one is told', async () => {
  const rider = await newRider();
  const answers = await Promise.all(['一', '二'].map((note) => fay.patch(`/api/records/rider/${rider.id}`, { note }, { 'if-match': `"${rider.version}"` })));
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(answers.find((answer) => answer.status === 409)?.body.code).toBe('request.stale');
});

test('a second record with the same unique value is refused at its place', async () => {
  const rider = await newRider({ phone: '13555555555' });
  expect(rider.id).toBeDefined();
  const answer = await fay.post('/api/records/rider', { name: '王五', phone: '13555555555' });
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([409, '/phone']);
});

test('pages follow each other without a gap or a repetition', async () => {
  const flo = await server.signIn('flo');
  for (let count = 0; count < 7; count += 1) await flo.post('/api/records/rider', { name: `客户${count}`, phone: `1770000000${count}` });
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { body } = await flo.get(`/api/records/rider?sort=-createdAt&limit=3${after === null ? '' : `&after=${encodeURIComponent(after)}`}`);
    seen.push(...body.rows.map((row: { name: string }) => row.name));
    after = body.next;
  } while (after !== null);
  expect(seen).toEqual(['客户6', '客户5', '客户4', '客户3', '客户2', '客户1', '客户0']);
});

test('an action with a key that was used gives the first answer again, and makes nothing twice', async () => {
  const body = { name: '周八', phone: '13444444444', brand: '永久', frameNo: 'YJ-1' };
  const first = await fay.post('/api/actions/rider-register', body, { 'idempotency-key': 'register-1' });
  const second = await fay.post('/api/actions/rider-register', body, { 'idempotency-key': 'register-1' });
  expect(first.status).toBe(200);
  expect(second.body).toEqual(first.body);
  const other = await fay.post('/api/actions/rider-register', { ...body, frameNo: 'YJ-2' }, { 'idempotency-key': 'register-1' });
  expect([other.status, other.body.code]).toEqual([409, 'request.key-reused']);
  expect((await fay.post('/api/actions/rider-register', { ...body, frameNo: 'YJ-3' })).body.code).toBe('request.key-required');
});

test('what one may do with a record is told with the reason for what one may not', async () => {
  const rider = await newRider();
  const order = (await fay.post('/api/records/repair-order', { rider: rider.id, receivedOn: '2026-11-20' })).body;
  const { body } = await fay.get(`/api/records/repair-order/${order.id}/allowed`);
  const submit = body.actions.find((action: { name: string }) => action.name === 'repair-order-submit');
  expect(submit.allowed).toBe(false);
  expect(submit.reason).not.toBe('');
  expect(body.update.allowed).toBe(true);
});

test('history tells who changed what from what to what', async () => {
  const rider = await newRider();
  await fay.patch(`/api/records/rider/${rider.id}`, { level: 'gold' }, { 'if-match': `"${rider.version}"` });
  const { body } = await fay.get(`/api/records/rider/${rider.id}/history`);
  const change = body.rows.find((entry: { type: string }) => entry.type === 'updated');
  expect(change.actor.label).toBe('菲');
  expect(change.changes).toEqual([expect.objectContaining({ key: 'level', before: 'bronze', after: 'gold' })]);
});

test('a preference is kept for the person and nobody else', async () => {
  expect((await fay.send('PUT', '/api/preferences/list:rider', { body: { columns: ['no', 'name'] } })).status).toBe(204);
  expect((await fay.get('/api/preferences/list:rider')).body).toEqual({ columns: ['no', 'name'] });
  const meg = await server.signIn('meg');
  expect((await meg.get('/api/preferences/list:rider')).body).toBeNull();
});
