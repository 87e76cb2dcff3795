import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform'] });
}, 120_000);
afterAll(() => server?.close());

const first = { username: 'wang.root', name: '王根', password: 'a password to begin' };

test('the one-time link makes the first administrator, once', async () => {
  const nobody = server.nobody();
  expect(await server.engine.accounts.canAnybodySignIn()).toBe(false);
  const code = await server.engine.accounts.createSetUpCode();
  const { text, headers } = await nobody.get('/setup');
  expect(text).not.toContain(code);
  expect(headers.get('cache-control')).toBe('no-store');

  const weak = await nobody.post('/api/setup', { code, ...first, password: 'short' });
  expect([weak.status, weak.body.code]).toEqual([422, 'access.password-weak']);
  const wrong = await nobody.post('/api/setup', { code: `${code}x`, ...first });
  expect([wrong.status, wrong.body.code]).toEqual([403, 'setup.link-invalid']);

  expect((await nobody.post('/api/setup', { code, ...first })).status).toBe(204);
  const root = await server.signIn(first.username, first.password);
  expect((await root.get('/api/session')).body.functions).toEqual(expect.arrayContaining(['administer', 'design']));
  const again = await nobody.post('/api/setup', { code, ...first, username: 'li.second' });
  expect([again.status, again.body.code]).toEqual([403, 'setup.link-invalid']);
});

test('a link ends after a day, and a new one ends the one before', async () => {
  const old = await server.engine.accounts.createSetUpCode();
  const code = await server.engine.accounts.createSetUpCode();
  expect((await server.nobody().post('/api/setup', { code: old, ...first, username: 'li.old' })).status).toBe(403);
  server.advance({ days: 1, minutes: 1 });
  expect((await server.nobody().post('/api/setup', { code, ...first, username: 'li.late' })).status).toBe(403);
});
