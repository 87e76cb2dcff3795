import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let ada: Person;
let fay: Person;
let riderId = '';
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
  ada = await server.signIn('ada');
  fay = await server.signIn('fay');
  riderId = (await fay.post('/api/records/rider', { name: '冯一', phone: '13020202020', note: '旧数据' })).body.id;
}, 120_000);
afterAll(() => server?.close());

const nickname = {
  documents: [
    {
      kind: 'entity',
      name: 'rider',
      content: { kind: 'entity', name: 'rider', properties: { siteNickname: { $ref: '/types/text', title: '昵称', maxLength: 20 } } },
    },
    { kind: 'list', name: 'rider', content: { kind: 'list', name: 'rider', columns: { siteNickname: {} } } },
    { kind: 'form', name: 'rider-edit', content: { kind: 'form', name: 'rider-edit', sections: { basic: { fields: { siteNickname: { width: 12 } } } } } },
  ],
  title: '车主昵称',
};

test('a check says what publishing would do, and changes nothing', async () => {
  const before = server.release().hash;
  const { status, body } = await ada.post('/api/design/check', nickname);
  expect(status).toBe(200);
  expect(body.ok, JSON.stringify(body.diagnostics)).toBe(true);
  expect(body.migration.steps.join('\n')).toContain('site_nickname');
  expect(body.difference.join('\n')).toContain('昵称');
  expect(server.release().hash).toBe(before);
});

test('a wrong document is refused with its place and a way to mend it, and the running release stays', async () => {
  const before = server.release().hash;
  const wrong = { documents: [{ kind: 'list', name: 'rider', content: { kind: 'list', name: 'rider', columns: { nmae: {} } } }] };
  const { status, body } = await ada.post('/api/design/publish', wrong);
  expect([status, body.code]).toEqual([422, 'design.invalid']);
  expect(body.errors[0].pointer).toMatch(/^\/documents\/0\/content\/columns\/nmae/);
  expect(body.errors[0].detail).toContain('name');
  expect(server.release().hash).toBe(before);
  expect((await fay.get('/api/screens/list/rider')).status).toBe(200);
});

test('a new field is published under load without one failed request; form and list show it at once; old rows stand', async () => {
  const program = server.bearer(await fay.token('load'));
  const statuses = new Map<number, number>();
  let running = true;
  let sent = 0;
  const worker = async (index: number) => {
    while (running) {
      sent += 1;
      const turn = sent % 4;
      const answer =
        turn === 0
          ? await program.post('/api/records/rider', { name: `负载${index}`, phone: String(15_000_000_000 + sent) })
          : await program.get(
              turn === 1 ? '/api/lists/rider/rows?limit=20' : turn === 2 ? `/api/records/rider/${riderId}` : '/api/records/rider?limit=20&sort=-createdAt',
            );
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    }
  };
  const workers = Array.from({ length: 12 }, (_, index) => worker(index));
  while (sent < 600) await new Promise((next) => setTimeout(next, 5));
  const before = server.release().hash;
  const published = await ada.post('/api/design/publish', nickname);
  expect(published.status, published.text).toBe(201);
  const screens = await Promise.all(['form/rider-edit', 'list/rider'].map((place) => fay.get(`/api/screens/${place}`)));
  const list = await fay.get('/api/lists/rider/rows?limit=1');
  while (sent < 2_000) await new Promise((next) => setTimeout(next, 5));
  running = false;
  await Promise.all(workers);
  expect([...statuses.keys()].sort()).toEqual([200, 201]);
  expect(screens[0]?.body.fields.siteNickname).toMatchObject({ title: '昵称' });
  expect(screens[1]?.body.columns.map((column: { key: string }) => column.key)).toContain('siteNickname');
  expect(Object.keys(list.body.rows[0])).toContain('siteNickname');
  const old = (await fay.get(`/api/records/rider/${riderId}`)).body;
  expect(old).toMatchObject({ note: '旧数据', siteNickname: null, version: 1 });
  const changed = await fay.patch(`/api/records/rider/${riderId}`, { siteNickname: '阿冯' }, { 'if-match': `"${old.version}"` });
  expect(changed.body.siteNickname).toBe('阿冯');

  const back = await ada.post('/api/design/rollback', { release: before });
  expect(back.status, back.text).toBe(200);
  expect(server.release().hash).toBe(before);
  expect((await fay.get(`/api/records/rider/${riderId}`)).body).not.toHaveProperty('siteNickname');
  expect((await fay.patch(`/api/records/rider/${riderId}`, { note: '仍可写' }, { 'if-match': `"${changed.body.version}"` })).status).toBe(200);

  const forward = await ada.post('/api/design/rollback', { release: published.body.release });
  expect(forward.status).toBe(200);
  expect((await fay.get(`/api/records/rider/${riderId}`)).body.siteNickname).toBe('阿冯');
}, 120_000);

test('releases are listed, newest first, with the one in force', async () => {
  const { body } = await ada.get('/api/design/releases');
  expect(body.rows.filter((release: { current: boolean }) => release.current)).toHaveLength(1);
  expect(body.rows[0].note).toBe('车主昵称');
});

test('an unknown release cannot be gone back to', async () => {
  const { status, body } = await ada.post('/api/design/rollback', { release: 'nonsense' });
  expect([status, body.code]).toEqual([404, 'design.release-unknown']);
});

test('a document shows what is in force and what the site layer adds', async () => {
  const { body } = await ada.get('/api/design/documents/entity/rider');
  expect(Object.keys(body.content.properties)).toContain('siteNickname');
  expect(Object.keys(body.site.properties)).toEqual(['siteNickname']);
  expect(body.packs).toEqual(['repair-shop', 'site']);
});
