import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, startTestServer, type TestServer } from '../support/server.ts';

/** What meg (mechanic, east) may not see of a rider: phone only masked, credit limit not at all; riders of the west not at all. */
let server: TestServer;
let meg: Person;
let mia: Person;
let eastId = '';
let westId = '';
const eastPhone = '13800138000';
const westPhone = '13900139000';

beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
  const fay = await server.signIn('fay');
  const flo = await server.signIn('flo');
  meg = await server.signIn('meg');
  mia = await server.signIn('mia');
  eastId = (await fay.post('/api/records/rider', { name: '东风一', phone: eastPhone, creditLimit: '77777.77' })).body.id;
  westId = (await flo.post('/api/records/rider', { name: '西风一', phone: westPhone, creditLimit: '66666.66' })).body.id;
}, 120_000);
afterAll(() => server?.close());

const filter = (condition: object) => encodeURIComponent(JSON.stringify(condition));
const exits: readonly (readonly [title: string, path: () => string])[] = [
  ['rows of the entity', () => '/api/records/rider'],
  ['one record', () => `/api/records/rider/${eastId}`],
  ['rows of the list', () => '/api/lists/rider/rows'],
  ['totals of the list', () => '/api/lists/rider/totals'],
  ['the picker', () => '/api/lookup/rider?search=%E9%A3%8E'],
  ['the picker by ids', () => `/api/lookup/rider?ids=${eastId},${westId}`],
  ['the global search', () => '/api/search?q=%E9%A3%8E'],
  ['history', () => `/api/records/rider/${eastId}/history`],
  ['what is allowed', () => `/api/records/rider/${eastId}/allowed`],
  ['the list descriptor', () => '/api/screens/list/rider'],
  ['the form descriptor', () => '/api/screens/form/rider-edit'],
  ['the page descriptor', () => '/api/screens/page/rider'],
  ['the API description', () => '/api/openapi.json'],
];

describe('nothing that a person may not see leaves by any exit', () => {
  test.each(exits)('%s', async (_, path) => {
    const { status, text } = await meg.get(path());
    expect(status).toBe(200);
    for (const secret of [eastPhone, westPhone, '77777.77', '66666.66', 'creditLimit', '赊账额度', '西风一']) expect(text).not.toContain(secret);
  });
});

test('a masked value shows its mask, a hidden one leaves no key', async () => {
  const { body } = await meg.get(`/api/records/rider/${eastId}`);
  expect(body.phone).toEqual({ masked: '138****8000' });
  expect(Object.keys(body)).not.toContain('creditLimit');
});

test('a mask cannot be found out by filtering, sorting or searching', async () => {
  for (const path of [
    `/api/records/rider?filter=${filter({ fact: 'phone', operator: 'equal', value: eastPhone })}`,
    `/api/records/rider/count?filter=${filter({ fact: 'creditLimit', operator: 'greaterThan', value: '1' })}`,
    '/api/lists/rider/rows?sort=creditLimit',
  ]) {
    const { status, body } = await meg.get(path);
    expect([status, body.code]).toEqual([400, 'list.field-not-sortable']);
  }
  expect((await meg.get(`/api/records/rider/count?search=${eastPhone}`)).body).toEqual({ count: 0, capped: false });
});

test('a count counts only what the person sees', async () => {
  expect((await meg.get('/api/records/rider/count')).body.count).toBe(1);
  expect((await mia.get('/api/records/rider/count')).body.count).toBe(1);
  const boss = await server.signIn('boss');
  expect((await boss.get('/api/records/rider/count')).body.count).toBe(2);
});

test('an export keeps masks and rows, and needs its own right', async () => {
  expect((await meg.get('/api/exports/rider?format=csv')).body.code).toBe('access.right-missing');
  const { status, text, headers } = await mia.get('/api/exports/rider?format=csv');
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename=/);
  expect(text).toContain('138****8000');
  expect(text).toContain('77777.77');
  expect(text).not.toContain(eastPhone);
  expect(text).not.toContain('西风一');
});

test('a property that the person may not write is refused, whoever sends it', async () => {
  const { body, headers } = await mia.get(`/api/records/rider/${eastId}`);
  const answer = await mia.patch(`/api/records/rider/${eastId}`, { phone: '13700137000' }, { 'if-match': headers.get('etag') ?? '' });
  expect([answer.status, answer.body.code]).toEqual([403, 'access.field-not-writable']);
  expect((await mia.get(`/api/records/rider/${eastId}`)).body.version).toBe(body.version);
});

test('the descriptors say what a mask forbids', async () => {
  const { body } = await meg.get('/api/screens/list/rider');
  expect(body.columns.find((column: { key: string }) => column.key === 'phone')).toMatchObject({ masked: true, sortable: false, filterable: false });
  expect(body.canCreate).toBe(false);
  expect(body.canExport).toBe(false);
  expect(body.actions).toEqual([]);
  const form = (await meg.get('/api/screens/form/rider-edit')).body;
  expect(form.fields.name).toMatchObject({ right: 'read', readOnly: true });
  expect(form.fields.phone).toMatchObject({ right: 'mask' });
});
