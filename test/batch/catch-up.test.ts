import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts';
import { openStorageShop, type StorageShop } from './support/storage-shop.ts';

// Holds the database server from one shop to the next.
let held: FreshDatabase;
beforeAll(async () => {
  held = await freshDatabase();
});
afterAll(() => held?.drop());

const open: StorageShop[] = [];
afterEach(async () => {
  for (const shop of open.splice(0)) await shop.close();
});

async function openWith(job: Readonly<Record<string, unknown>>, clock = '2026-03-01T17:00:00.000Z'): Promise<StorageShop> {
  const shop = await openStorageShop({ clock, job });
  open.push(shop);
  await shop.addOrders(9);
  return shop;
}

async function tick(shop: StorageShop): Promise<void> {
  await shop.server.engine.services.batch.tick();
  await shop.server.engine.services.batch.settled();
}

const runsOf = async (shop: StorageShop) =>
  (await shop.server.engine.services.batch.runs({ job: null, before: null, limit: 100 })).map(({ date, state, hash }) => ({ date, state, hash })).reverse();

test('three missed days are run one after another, and give what day by day would have given', async () => {
  // The clock of Shanghai shows 01:00 of 2 March: the job, new here, begins with the date that is open.
  const daily = await openWith({ at: '00:30' });
  const late = await openWith({ at: '00:30' });
  await tick(daily);
  await tick(late);
  expect(await runsOf(daily)).toEqual([]);
  for (let day = 0; day < 3; day += 1) {
    daily.server.advance({ days: 1 });
    await tick(daily);
    await tick(daily);
  }
  late.server.advance({ days: 3 });
  await tick(late);
  const runs = await runsOf(late);
  expect(runs.map(({ date, state }) => `${date} ${state}`)).toEqual(['2026-03-02 done', '2026-03-03 done', '2026-03-04 done']);
  expect(runs).toEqual(await runsOf(daily));
  expect(await late.storage()).toEqual(Array.from({ length: 9 }, () => '3.00'));
  expect(await late.storage()).toEqual(await daily.storage());
});

test('the hash does not depend on where the slices were cut', async () => {
  const small = await openWith({ sliceSize: 2 });
  const large = await openWith({ sliceSize: 1000 });
  const hashes = [await small.run('2026-03-02'), await large.run('2026-03-02')].map(({ hash }) => hash);
  expect(hashes[0]).toBe(hashes[1]);
});

test('a job that does not catch up runs the latest date alone', async () => {
  const shop = await openWith({ at: '00:30', catchUp: false });
  await tick(shop);
  shop.server.advance({ days: 3 });
  await tick(shop);
  expect((await runsOf(shop)).map(({ date }) => date)).toEqual(['2026-03-04']);
});

test('of several servers one plans a date, and a date begins at its time', async () => {
  const shop = await openWith({ at: '23:15' }, '2026-03-02T15:10:00.000Z');
  const node = await shop.openNode();
  await tick(shop);
  await node.services.batch.tick();
  expect(await runsOf(shop)).toEqual([]);
  shop.server.advance({ minutes: 5 });
  await Promise.all([tick(shop), node.services.batch.tick()]);
  await node.services.batch.settled();
  expect((await runsOf(shop)).map(({ date, state }) => `${date} ${state}`)).toEqual(['2026-03-02 done']);
  expect(await shop.storage()).toEqual(Array.from({ length: 9 }, () => '1.00'));
});

test('a failed date holds those behind it', async () => {
  const shop = await openWith({ steps: { close: { title: '结账', step: 'storage.close' } } });
  shop.closing = new Error('unbalanced');
  await shop.run('2026-03-01');
  shop.server.advance({ days: 2 });
  const waiting = await shop.run('2026-03-03');
  expect(waiting.state).toBe('waiting');
  shop.closing = null;
  await shop.run('2026-03-01');
  expect((await runsOf(shop)).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});
