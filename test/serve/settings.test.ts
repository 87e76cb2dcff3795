import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openEngine } from '../../engine/cli/open-engine.ts';
import type { SettingBody } from '../../engine/contract/wire.ts';
import { readFolders } from '../../engine/load/read-folders.ts';
import { type Person, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let ada: Person;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'], clock: '2026-03-05T17:30:00.000Z' });
  ada = await server.signIn('ada');
}, 120_000);
afterAll(() => server?.close());

const settingOf = async (name: string) => (await ada.get('/api/settings')).body.rows.find((row: SettingBody) => row.name === name) as SettingBody;
const put = async (name: string, value: unknown, version?: number) =>
  ada.send('PUT', `/api/settings/${name}`, { body: { value }, headers: { 'if-match': `"${version ?? (await settingOf(name)).version}"` } });

test('settings are for administrators', async () => {
  const fay = await server.signIn('fay');
  expect((await fay.get('/api/settings')).body.code).toBe('access.right-missing');
  const refused = await fay.send('PUT', '/api/settings/product-name', { body: { value: 'x' }, headers: { 'if-match': '"0"' } });
  expect([refused.status, refused.body.code]).toEqual([403, 'access.right-missing']);
  const places = async (person: Person) => (await person.get('/api/screens/menu')).text;
  expect(await places(fay)).not.toContain('/settings');
  expect(await places(ada)).toContain('/settings');
});

test('a value out of its bounds is refused with the bound, and nothing changes', async () => {
  const answer = await put('password-minimum-length', 3);
  expect([answer.status, answer.body.errors[0]]).toEqual([422, expect.objectContaining({ pointer: '/value', code: 'value.minimum', detail: '不得小于 8。' })]);
  expect((await put('time-zone', 'Mars/Olympus')).body.errors[0].code).toBe('value.not-a-choice');
  expect((await put('sign-in-attempts', 'many')).status).toBe(422);
  expect((await put('warp-speed', 9, 0)).body.code).toBe('setting.unknown');
  expect(await settingOf('password-minimum-length')).toMatchObject({ value: 10, version: 0, updatedBy: null });
});

test('of two who change the same version one is told; the history says who, from what, to what', async () => {
  const answers = await Promise.all([put('product-name', '东店', 0), put('product-name', '西店', 0)]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  const name = answers.find((answer) => answer.status === 200)?.body.value;
  expect((await ada.get('/api/session')).body.productName).toBe(name);
  expect((await server.nobody().get('/api/welcome')).body).toEqual({ productName: name });
  expect(await settingOf('product-name')).toMatchObject({ value: name, version: 1, updatedBy: { label: '艾达' } });
  const rows = await server.store.database.query<{ actor_name: string; before: object; after: object }>(
    "select actor_name, before, after from loom.audit where entity = 'setting'",
  );
  expect(rows).toEqual([{ actor_name: '艾达', before: { name: 'product-name', value: 'Loanloom' }, after: { name: 'product-name', value: name } }]);
  expect((await ada.send('PUT', '/api/settings/product-name', { body: { value: 'x' } })).body.code).toBe('request.precondition-required');
});

test('null goes back to the default', async () => {
  await put('session-idle-minutes', 30);
  expect((await put('session-idle-minutes', null)).body).toMatchObject({ value: 120, version: 2 });
});

test('the shortest password, the failed attempts and the idle minutes are the ones that were set', async () => {
  await put('password-minimum-length', 20);
  await put('sign-in-attempts', 3);
  await put('session-idle-minutes', 5);
  const fay = await server.signIn('fay');
  const weak = await fay.post('/api/session/password', { current: server.passwordOf('fay'), next: 'Sixteen-letters1' });
  expect(weak.status).toBe(422);
  const meg = server.nobody();
  await server.signIn('meg');
  const tries: string[] = [];
  for (let count = 0; count < 4; count += 1) tries.push((await meg.post('/api/session', { username: 'meg', password: 'Wrong-horse-1' })).body.code);
  expect(tries).toEqual(['access.sign-in-failed', 'access.sign-in-failed', 'access.sign-in-failed', 'access.locked']);
  server.advance({ minutes: 6 });
  expect((await fay.get('/api/session')).body.code).toBe('access.no-session');
  ada = await server.signIn('ada');
  await put('session-idle-minutes', null);
});

test('the business date follows the time zone', async () => {
  expect((await ada.get('/api/session')).body.businessDate).toBe('2026-03-06');
  await put('time-zone', 'America/New_York');
  expect((await ada.get('/api/session')).body.businessDate).toBe('2026-03-05');
});

test('a change reaches the other nodes without a restart', async () => {
  const root = join(import.meta.dirname, '..', '..');
  const other = await openEngine({
    databaseUrl: server.databaseUrl,
    sources: await readFolders(['metadata/platform', 'test/support/repair-shop'].map((pack) => join(root, pack))),
    plugins: [],
    screensFolder: null,
    logger: pino({ level: 'error', base: null }),
    secret: 'a secret of the tests, long enough for all',
    now: server.now,
    randomBytes: (count) => randomBytes(count),
    isStopping: () => false,
    progress: () => undefined,
    connections: 2,
  });
  try {
    const there = () => other.services.settings.value(other.services.serving.current(), 'product-name');
    await put('product-name', '两店一名');
    await vi.waitFor(() => expect(there()).toBe('两店一名'), 5_000);
  } finally {
    await other.close();
  }
});
