import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStorageShop, type StorageShop } from './support/storage-shop.ts';

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop();
});
beforeEach(() => shop.reset());
afterAll(() => shop?.close());

test('two servers share a run: each slice is done once, by one of them', async () => {
  await shop.addOrders(40);
  const node = await shop.openNode();
  await node.services.batch.begin();
  shop.before = async () => new Promise((done) => setTimeout(done, 20));
  const run = await shop.run('2026-03-02');
  expect(run.state).toBe('done');
  expect(await shop.storage()).toEqual(Array.from({ length: 40 }, () => '1.00'));
  const charged = shop.slices.map(({ from }) => from);
  expect(new Set(charged).size).toBe(10);
  expect(charged.length).toBe(10);
});

test('a run whose server dies between slices is taken up by another where it was', async () => {
  await shop.addOrders(20);
  const { database } = shop.server.store;
  // The first server does two slices and dies in the next two: its connections go, as they do with its process.
  let done = 0;
  const dying: number[] = [];
  shop.before = async (context) => {
    done += 1;
    if (done <= 2) return;
    const [row] = await context.sql<{ pid: number }>('select pg_backend_pid() as pid');
    dying.push(row?.pid ?? 0);
    await new Promise((wait) => setTimeout(wait, 60));
    await database.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [dying]);
    await context.sql('select 1');
  };
  const { batch } = shop.server.engine.services;
  await batch.start(await shop.server.engine.callAs(null), 'shop-day-end', '2026-03-02');
  await batch.settled();
  const [left] = await batch.runs({ job: null, before: null, limit: 1 });
  expect(left?.state).toBe('running');
  const finished = shop.slices.slice(0, 2).map(({ from }) => from);
  expect((await shop.storage()).filter((amount) => amount === '1.00').length).toBe(8);

  shop.before = async () => undefined;
  const before = shop.slices.length;
  const node = await shop.openNode();
  await node.services.batch.tick();
  await node.services.batch.settled();
  expect((await batch.runs({ job: null, before: null, limit: 1 }))[0]?.state).toBe('done');
  expect(await shop.storage()).toEqual(Array.from({ length: 20 }, () => '1.00'));
  const later = shop.slices.slice(before).map(({ from }) => from);
  expect(later.length).toBe(3);
  expect(later.filter((from) => finished.includes(from))).toEqual([]);
});

test('a server that stops ends the slice in hand and leaves the rest', async () => {
  await shop.addOrders(40);
  const node = await shop.openNode();
  const { batch } = node.services;
  shop.before = async () => new Promise((done) => setTimeout(done, 150));
  await batch.start(await node.callAs(null), 'shop-day-end', '2026-03-02');
  await new Promise((done) => setTimeout(done, 200));
  await batch.stop();
  const begun = shop.slices.length;
  const rows = await shop.server.store.database.query('select 1 from loom.batch_slice where done_at is not null');
  expect(rows.length).toBe(begun);
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(10);
});
