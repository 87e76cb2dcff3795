import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts';
import { openStorageShop, type StorageShop } from './support/storage-shop.ts';

// Holds the database server from one shop to the next.
let held: FreshDatabase;
beforeAll(async () => {
  held = await freshDatabase();
});
afterAll(() => held?.drop());

let shop: StorageShop;
afterEach(() => shop?.close());

const enter = async (): Promise<string> => {
  const boss = await shop.server.signIn('boss');
  const answer = await boss.post('/api/actions/lab-enter', {}, { 'idempotency-key': crypto.randomUUID() });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.record.on;
};
const session = async () => (await (await shop.server.signIn('boss')).get('/api/session')).body.businessDate;

test('entries during a run are accepted and carry the next date, and the run does not see them', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T12:00:00.000Z', job: { cutOff: '23:00', at: '00:30' } });
  await shop.addOrders(8);
  expect(await enter()).toBe('2026-03-02');
  let during: string | undefined;
  shop.before = async () => {
    shop.before = async () => undefined;
    during = await enter();
  };
  // Closed early, by hand, at eight in the evening.
  expect((await shop.run('2026-03-02')).state).toBe('done');
  expect(during).toBe('2026-03-03');
  expect(await enter()).toBe('2026-03-03');
  expect(await session()).toBe('2026-03-03');
});

test('after the cut-off entries carry the next date, before the run has begun', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T14:59:00.000Z', job: { cutOff: '23:00', at: '00:30' } });
  expect(await enter()).toBe('2026-03-02');
  shop.server.advance({ minutes: 2 });
  expect(await enter()).toBe('2026-03-03');
});

test('a cut-off after midnight keeps the date of the evening open', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T17:00:00.000Z', job: { cutOff: '01:30', at: '02:00' } });
  expect(await session()).toBe('2026-03-02');
  shop.server.advance({ minutes: 31 });
  expect(await session()).toBe('2026-03-03');
});

test('what a run closes is committed: it begins when entries under its date have ended', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T12:00:00.000Z', job: { cutOff: '23:00' } });
  await shop.addOrders(4);
  const { database } = shop.server.store;
  let isCommitted = false;
  const entry = database.transaction(async (tx) => {
    await tx.query("insert into loom.outbox (at, topic, payload) values (now(), 'slow', '{}')");
    await new Promise((done) => setTimeout(done, 1_000));
    isCommitted = true;
  });
  let seen: boolean | undefined;
  shop.before = async () => void (seen ??= isCommitted);
  await shop.run('2026-03-02');
  await entry;
  expect(seen).toBe(true);
});

test('another server enters the next date as soon as the first has closed this one', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T12:00:00.000Z', job: { cutOff: '23:00' } });
  await shop.addOrders(1);
  const node = await shop.openNode();
  let there: string | undefined;
  shop.before = async () => void (there = node.services.today(shop.server.now()));
  await shop.run('2026-03-02');
  expect(there).toBe('2026-03-03');
});

test('without a cut-off the business date is the calendar’s, whatever runs', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T12:00:00.000Z' });
  await shop.addOrders(1);
  expect((await shop.run('2026-03-02')).state).toBe('done');
  expect(await enter()).toBe('2026-03-02');
});
