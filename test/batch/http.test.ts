import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../support/server.ts';
import { openStorageShop, type StorageShop } from './support/storage-shop.ts';

let shop: StorageShop;
let ada: Person;
let boss: Person;
let broken: string;
beforeAll(async () => {
  shop = await openStorageShop();
  await shop.addOrders(6);
  [broken = ''] = await shop.addOrders(1, { complaint: 'no frame number' });
  ada = await shop.server.signIn('ada');
  boss = await shop.server.signIn('boss');
});
afterAll(() => shop?.close());

test('jobs are for administrators and for roles with the function batch, by menu and by route', async () => {
  const fay = await shop.server.signIn('fay');
  const routes = [
    ['GET', '/api/batch/jobs'],
    ['GET', '/api/batch/runs'],
    ['GET', `/api/batch/runs/${broken}`],
    ['GET', '/api/batch/quarantine'],
    ['POST', '/api/batch/jobs/shop-day-end/runs'],
    ['POST', `/api/batch/quarantine/${broken}/retry`],
  ] as const;
  for (const [method, path] of routes) {
    const answer = await fay.send(method, path, method === 'POST' ? { body: {} } : {});
    expect([answer.status, answer.body.code], path).toEqual([403, 'access.right-missing']);
  }
  expect((await boss.get('/api/batch/jobs')).status).toBe(200);
  expect((await ada.get('/api/screens/menu')).text).toContain('"/batch"');
  expect((await shop.server.nobody().get('/api/batch/jobs')).status).toBe(401);
});

test('a job says when it runs, which date is next, and how many records wait', async () => {
  expect((await ada.get('/api/batch/jobs')).body.rows).toEqual([
    { name: 'shop-day-end', title: '日终处理', at: null, cutOff: null, catchUp: true, next: '2026-03-04', latest: '2026-03-05', quarantined: 0 },
  ]);
});

test('what is asked wrongly is refused with its code', async () => {
  const start = (body: unknown, job = 'shop-day-end') => ada.post(`/api/batch/jobs/${job}/runs`, body);
  expect((await start({}, 'night-end')).body.code).toBe('batch.job-unknown');
  expect((await start({ date: '2026-02-30' })).body.errors).toMatchObject([{ pointer: '/date', code: 'value.date' }]);
  expect((await start({ day: '2026-03-04' })).body.errors).toMatchObject([{ pointer: '/day', code: 'value.unknown-property' }]);
  expect((await start([])).body.code).toBe('request.malformed');
  expect((await start({ date: '2026-03-09' })).body).toMatchObject({ status: 422, code: 'batch.date-ahead' });
  expect((await ada.get('/api/batch/runs/1')).body.code).toBe('batch.run-unknown');
  expect((await ada.post('/api/batch/quarantine/1/retry', {})).body.code).toBe('batch.quarantine-unknown');
});

test('a started run is watched until it is done, with steps, rows and who started it', async () => {
  const started = await ada.post('/api/batch/jobs/shop-day-end/runs', { date: '2026-03-02' });
  expect([started.status, started.body.date]).toEqual([202, '2026-03-02']);
  const events = await ada.get(`/api/batch/runs/${started.body.id}`, { accept: 'text/event-stream' });
  const last = JSON.parse(
    events.text
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^data: /, '') ?? 'null',
  );
  expect(last).toMatchObject({
    state: 'done',
    startedBy: { label: '艾达' },
    processed: 12,
    quarantined: 1,
    steps: [
      { key: 'charge', title: '计收存放费', state: 'done', processed: 6, quarantined: 1, slices: { done: 2, total: 2 } },
      { key: 'remind', state: 'done' },
      { key: 'close', state: 'skipped' },
    ],
  });
  expect((await ada.get('/api/batch/runs')).body.rows).toMatchObject([{ date: '2026-03-02', steps: { done: 3, total: 3 } }]);
});

test('a quarantined record is named to those who may see it, and told in the reader’s language', async () => {
  const [forAda] = (await ada.get('/api/batch/quarantine')).body.rows;
  expect(forAda).toMatchObject({ record: null, code: 'storage.no-frame', message: '没有车架号：RO0007。', stepTitle: '计收存放费' });
  await boss.send('PUT', '/api/session/language', { body: { language: 'en' } });
  const [forBoss] = (await boss.get('/api/batch/quarantine')).body.rows;
  expect(forBoss).toMatchObject({
    record: { id: broken, label: 'RO0007 陈思远' },
    jobTitle: 'Day end',
    stepTitle: 'Storage',
    message: 'No frame number: RO0007.',
  });
});

test('a retry answers the record with its present reason, or resolved', async () => {
  const [{ id }] = (await ada.get('/api/batch/quarantine')).body.rows;
  expect((await ada.post(`/api/batch/quarantine/${id}/retry`, {})).body).toMatchObject({ resolvedAt: null, attempts: 2 });
  await shop.server.store.database.query('update app.repair_order set complaint = null where id = $1', [broken]);
  expect((await ada.post(`/api/batch/quarantine/${id}/retry`, {})).body).toMatchObject({ resolvedBy: { label: '艾达' }, code: 'storage.no-frame' });
  expect((await ada.get('/api/batch/quarantine')).body.rows).toEqual([]);
});
