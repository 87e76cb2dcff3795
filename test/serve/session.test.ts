import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
}, 120_000);
afterAll(() => server?.close());

const signIn = (username: string, password: string) => server.nobody().post('/api/session', { username, password });

test('a wrong password and an unknown name get one and the same answer', async () => {
  const wrong = await signIn('finn', 'not the password');
  const unknown = await signIn('nobody-there', 'not the password');
  expect([wrong.status, wrong.body.code, wrong.body.detail]).toEqual([401, 'access.sign-in-failed', '用户名或密码不正确。']);
  expect([unknown.status, unknown.body.code, unknown.body.detail]).toEqual([wrong.status, wrong.body.code, wrong.body.detail]);
});

test('the cookie cannot be read by scripts nor sent by other sites', async () => {
  await server.setPassword('fay', server.passwordOf('fay'));
  const answer = await signIn('fay', server.passwordOf('fay'));
  expect(answer.status).toBe(204);
  const cookie = answer.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Lax/);
  expect(cookie).toMatch(/; Path=\//);
});

test('the session says who, which roles, which unit and which release', async () => {
  const fay = await server.signIn('fay');
  const { body } = await fay.get('/api/session');
  expect(body).toMatchObject({ person: { username: 'fay', name: '菲' }, unit: { name: '东店' }, release: server.release().hash, mustChangePassword: false });
  expect(body.roles.map((role: { name: string }) => role.name)).toContain('front-desk');
  expect(body.csrfToken).not.toBe('');
});

test('five wrong passwords lock the account even for the right one, until the lock ends', async () => {
  await server.setPassword('flo', server.passwordOf('flo'));
  for (let attempt = 0; attempt < 5; attempt += 1) expect((await signIn('flo', 'wrong wrong wrong')).status).toBe(401);
  const locked = await signIn('flo', server.passwordOf('flo'));
  expect([locked.status, locked.body.code]).toEqual([423, 'access.locked']);
  server.advance({ minutes: 16 });
  expect((await signIn('flo', server.passwordOf('flo'))).status).toBe(204);
});

test('an initial password opens nothing but its own change', async () => {
  await server.setPassword('moss', 'first-password-1', { mustChange: true });
  const moss = await server.signIn('moss', 'first-password-1');
  expect((await moss.get('/api/session')).body.mustChangePassword).toBe(true);
  expect((await moss.get('/api/records/bike')).body.code).toBe('access.password-change-required');
  const weak = await moss.post('/api/session/password', { current: 'first-password-1', next: 'short' });
  expect([weak.status, weak.body.code]).toEqual([422, 'access.password-weak']);
  expect((await moss.post('/api/session/password', { current: 'first-password-1', next: 'a-second-password' })).status).toBe(204);
  expect((await moss.get('/api/records/bike')).status).toBe(200);
});

test("a changed password ends the person's other sessions and keeps this one", async () => {
  const here = await server.signIn('mo');
  const there = await server.signIn('mo');
  expect((await here.post('/api/session/password', { current: server.passwordOf('mo'), next: 'quite-another-one' })).status).toBe(204);
  expect((await here.get('/api/session')).status).toBe(200);
  expect((await there.get('/api/session')).status).toBe(401);
});

test('signing out ends the session at once', async () => {
  const meg = await server.signIn('meg');
  expect((await meg.delete('/api/session')).status).toBe(204);
  expect((await meg.get('/api/records/bike')).status).toBe(401);
});

test('a person sees her devices and ends another one', async () => {
  const here = await server.signIn('audrey');
  const there = await server.signIn('audrey');
  const { body } = await here.get('/api/session/devices');
  const other = body.rows.find((device: { current: boolean }) => !device.current);
  expect(body.rows.filter((device: { current: boolean }) => device.current)).toHaveLength(1);
  expect((await here.delete(`/api/session/devices/${other.id}`)).status).toBe(204);
  expect((await there.get('/api/session')).status).toBe(401);
  const mia = await server.signIn('mia');
  const again = (await here.get('/api/session/devices')).body.rows[0];
  expect((await mia.delete(`/api/session/devices/${again.id}`)).status).toBe(404);
});

test("an API token has the person's rights, needs no CSRF proof, and ends when revoked", async () => {
  const mia = await server.signIn('mia');
  const made = await mia.post('/api/session/tokens', { name: 'nightly' });
  expect(made.status).toBe(201);
  const program = server.bearer(made.body.token);
  expect((await program.get('/api/session')).body.person.username).toBe('mia');
  expect((await program.send('PUT', '/api/preferences/theme', { body: 'dark' })).status).toBe(204);
  const [token] = (await mia.get('/api/session/tokens')).body.rows;
  expect(JSON.stringify(token)).not.toContain(made.body.token);
  expect((await mia.delete(`/api/session/tokens/${token.id}`)).status).toBe(204);
  expect((await program.get('/api/session')).status).toBe(401);
});

test('an idle session ends', async () => {
  const boss = await server.signIn('boss');
  expect((await boss.get('/api/session')).status).toBe(200);
  server.advance({ minutes: 121 });
  expect((await boss.get('/api/session')).status).toBe(401);
});

test('a person who has been suspended is out with her next request', async () => {
  const ada = await server.signIn('ada');
  const finn = await server.signIn('finn');
  const { body } = await ada.get(`/api/records/staff?filter=${encodeURIComponent('{"fact":"username","operator":"equal","value":"finn"}')}`);
  const suspended = await ada.post(`/api/records/staff/${body.rows[0].id}/actions/staff-suspend`, {}, { 'idempotency-key': 'suspend-finn' });
  expect(suspended.status).toBe(200);
  expect((await finn.get('/api/session')).status).toBe(401);
});
