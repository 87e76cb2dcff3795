import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
}, 120_000);
afterAll(() => server?.close());

interface Item {
  readonly title: string;
  readonly to?: string;
  readonly items?: readonly Item[];
}
const places = (items: readonly Item[]): string[] => items.flatMap((item) => [...(item.to ? [item.to] : []), ...places(item.items ?? [])]);

test('a screen is sent once and then only confirmed, until rights or release change', async () => {
  const fay = await server.signIn('fay');
  const first = await fay.get('/api/screens/list/rider');
  const etag = first.headers.get('etag') ?? '';
  expect(first.status).toBe(200);
  const again = await fay.get('/api/screens/list/rider', { 'if-none-match': etag });
  expect([again.status, again.text]).toEqual([304, '']);
  const meg = await server.signIn('meg');
  expect((await meg.get('/api/screens/list/rider', { 'if-none-match': etag })).status).toBe(200);
});

test('two people with the same roles share a tag, so that a proxy of their own can', async () => {
  const [meg, mo] = [await server.signIn('meg'), await server.signIn('mo')];
  expect((await meg.get('/api/screens/page/rider')).headers.get('etag')).toBe((await mo.get('/api/screens/page/rider')).headers.get('etag'));
});

test('the menu has only what opens', async () => {
  const meg = await server.signIn('meg');
  const boss = await server.signIn('boss');
  expect(places((await meg.get('/api/screens/menu')).body.items)).not.toContain('/list/invoice');
  expect(places((await boss.get('/api/screens/menu')).body.items)).toContain('/list/invoice');
  for (const place of places((await meg.get('/api/screens/menu')).body.items)) {
    if (place.startsWith('/list/') || place.startsWith('/page/')) expect((await meg.get(`/api/screens${place}`)).status).toBe(200);
  }
});

test('screens, choices and problems speak the language that the person chose', async () => {
  const fay = await server.signIn('fay');
  expect((await fay.send('PUT', '/api/session/language', { body: { language: 'en' } })).status).toBe(204);
  const { body } = await fay.get('/api/screens/list/rider');
  expect(body.title).toBe('Riders');
  expect(body.columns.find((column: { key: string }) => column.key === 'phone').title).toBe('Phone');
  expect(body.columns.find((column: { key: string }) => column.key === 'level').choices.map((choice: { title: string }) => choice.title)).toEqual([
    'Bronze',
    'Silver',
    'Gold',
  ]);
  expect((await fay.get('/api/records/spaceship')).body.detail).toBe('There is no such entity: spaceship.');
  const orders = (await fay.get('/api/screens/list/repair-order')).body;
  expect(orders.columns.find((column: { key: string }) => column.key === 'rider.level').title).toBe('Level');
  const refused = await fay.send('PUT', '/api/session/language', { body: { language: 'tlh' } });
  expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'value.not-a-choice']);
});

test('a page has no block over a list that the person may not read', async () => {
  const meg = await server.signIn('meg');
  const { body } = await meg.get('/api/screens/page/repair-order');
  expect(JSON.stringify(body)).not.toContain('"list":"invoice"');
  expect(body.tabs.every((tab: { blocks: unknown[] }) => tab.blocks.length > 0)).toBe(true);
});

test('no screen holds a value of a record', async () => {
  const fay = await server.signIn('fay');
  await fay.post('/api/records/rider', { name: '孙三', phone: '13612345678' });
  for (const place of ['menu', 'entity/rider', 'list/rider', 'form/rider-edit', 'page/rider'])
    expect((await fay.get(`/api/screens/${place}`)).text).not.toContain('孙三');
});

test('what the engine names itself and what documents say when they refuse is in the language of the person', async () => {
  const boss = await server.signIn('boss');
  await boss.send('PUT', '/api/session/language', { body: { language: 'en' } });
  const orders = (await boss.get('/api/screens/list/repair-order')).body;
  const state = orders.columns.find((column: { key: string }) => column.key === 'state');
  expect([state.title, orders.searchTitle]).toEqual(['State', expect.stringContaining('Number')]);
  const page = (await boss.get(`/api/screens/page/invoice`)).body;
  const form = (await boss.get(`/api/screens/form/invoice-view`)).body;
  expect(JSON.stringify([orders.searchTitle, page, form])).not.toMatch(/\p{Script=Han}/u);
  const fay = await server.signIn('fay');
  await fay.send('PUT', '/api/session/language', { body: { language: 'en' } });
  const rider = (await fay.post('/api/records/rider', { name: 'Ann', phone: '13988887777' })).body;
  const order = (await fay.post('/api/records/repair-order', { rider: rider.id, receivedOn: '2026-11-20' })).body;
  const { body } = await fay.get(`/api/records/repair-order/${order.id}/allowed`);
  const reasons = Object.fromEntries(body.actions.map((action: { name: string; reason?: string }) => [action.name, action.reason]));
  expect(reasons['repair-order-submit']).toContain('At least one line is needed.');
  expect(JSON.stringify(reasons)).not.toMatch(/\p{Script=Han}/u);
  const early = await fay.post('/api/records/repair-order', { rider: rider.id, receivedOn: '2026-11-20', promisedOn: '2026-11-19' });
  expect(JSON.stringify(early.body.errors)).toContain('The promised date is before the day of receipt.');
});
