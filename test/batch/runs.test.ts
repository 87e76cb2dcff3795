import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorageShop, type StorageShop } from './support/storage-shop.ts';

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop();
  await shop.addOrders(10);
});
afterAll(() => shop?.close());

const count = async (sql: string) => Number((await shop.server.store.database.query<{ count: string }>(sql))[0]?.count);

test('every record is in exactly one slice of each step, and a step begins when the one before is done', async () => {
  const run = await shop.run('2026-03-02');
  expect(run.state).toBe('done');
  expect(await shop.storage()).toEqual(Array.from({ length: 10 }, () => '1.00'));
  const found = await shop.server.engine.services.batch.run(run.id);
  expect(found?.steps.map(({ key, state, processed, slicesDone, slicesTotal }) => [key, state, processed, slicesDone, slicesTotal])).toEqual([
    ['charge', 'done', 10, 3, 3],
    ['remind', 'done', 10, 3, 3],
    ['close', 'skipped', 0, 0, 0],
  ]);
  const [charge, remind] = found?.steps ?? [];
  expect(Date.parse(remind?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(charge?.endedAt ?? ''));
});

test('the same date again does nothing and answers the same hash', async () => {
  const before = await shop.run('2026-03-02');
  const calls = shop.slices.length;
  const again = await shop.run('2026-03-02');
  expect(again).toEqual(before);
  expect(again.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(shop.slices.length).toBe(calls);
  expect(await count("select count(*) from loom.batch_run where job = 'shop-day-end'")).toBe(1);
});

test('the steps of a month end are run on its last day only', async () => {
  shop.server.advance({ days: 27 });
  const run = await shop.run('2026-03-31');
  const found = await shop.server.engine.services.batch.run(run.id);
  expect(found?.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

test('a date that is passed and one that has not come are refused', async () => {
  await expect(shop.run('2026-02-28')).rejects.toMatchObject({ code: 'batch.date-passed', params: { last: '2026-03-31' } });
  await expect(shop.run('2026-05-01')).rejects.toMatchObject({ code: 'batch.date-ahead', params: { latest: '2026-04-01' } });
});

test('a step without records that fails stops the run, and starting it again goes on there', async () => {
  shop.server.advance({ days: 30 });
  shop.closing = new Error('the till does not balance');
  const failed = await shop.run('2026-04-30');
  expect(failed).toMatchObject({ state: 'failed', failure: { code: 'server.unexpected' } });
  const calls = shop.slices.length;
  shop.closing = null;
  expect(await shop.run('2026-04-30')).toMatchObject({ state: 'done', failure: null });
  expect(shop.slices.length).toBe(calls);
});
