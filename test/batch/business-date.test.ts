import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts';
import { openStorageShop, type StorageShop } from './support/storage-shop.ts';

// Holds the database server from one shop to the next.
let held: FreshDatabase;
let shop: StorageShop;
beforeAll(async () => {
  held = await freshDatabase();
});
afterAll(() => held?.drop());

const enter = async (action = 'lab-enter'): Promise<string> => {
  const boss = await shop.server.signIn('boss');
  const answer = await boss.post(`/api/actions/${action}`, {}, { 'idempotency-key': crypto.randomUUID() });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.record.on;
};
const session = async () => (await (await shop.server.signIn('boss')).get('/api/session')).body.businessDate;
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
/** How long an entry stays under way: longer than anybody would have the patience for. */
const long = process.env['LOOM_TEST_FULL'] === '1' ? 12_000 : 600;

describe('with a cut-off at 23:00', () => {
  beforeAll(async () => {
    shop = await openStorageShop({ clock: '2026-03-02T12:00:00.000Z', job: { cutOff: '23:00', at: '00:30' } });
    await shop.addOrders(8);
  });
  afterAll(() => shop?.close());

  test('entries during a run are accepted and carry the next date, and the run does not see them', async () => {
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

  test('an entry that is under way is waited for, however long it takes, while others are accepted', async () => {
    shop.server.advance({ days: 1 });
    let goOn = () => {};
    const isUnderWay = new Promise<void>((begun) => {
      shop.pause = () => {
        begun();
        return new Promise<void>((done) => {
          goOn = done;
        });
      };
    });
    let isSaved = false;
    const slow = enter('lab-enter-slowly').finally(() => {
      isSaved = true;
    });
    await isUnderWay;
    let seen: boolean | undefined;
    shop.before = async () => {
      seen ??= isSaved;
    };
    const run = shop.run('2026-03-03');
    await wait(long);
    expect(seen).toBeUndefined();
    expect(await enter()).toBe('2026-03-04');
    goOn();
    expect(await slow).toBe('2026-03-03');
    expect((await run).state).toBe('done');
    expect(seen).toBe(true);
    shop.before = async () => undefined;
  });

  test('an entry that was asked for under a date and comes to be written after that was closed carries the next', async () => {
    shop.server.advance({ days: 1 });
    const { engine } = shop.server;
    const asked = await engine.callAs('boss');
    expect(asked.today).toBe('2026-03-04');
    await shop.run('2026-03-04');
    const answer = await engine.services.actions.act(asked, { action: 'lab-enter', recordId: null, input: {}, idempotencyKey: crypto.randomUUID() });
    expect(JSON.parse(answer).record.on).toBe('2026-03-05');
  });

  test('another server enters the next date as soon as the first has closed this one, even when it has not heard of it', async () => {
    shop.server.advance({ days: 1 });
    const node = await shop.openNode();
    let there: string | undefined;
    shop.before = async () => {
      there = node.services.today(shop.server.now());
    };
    await shop.run('2026-03-05');
    expect(there).toBe('2026-03-06');
    await shop.server.store.database.query("update loom.business_date set open_date = '2026-03-07'");
    const answer = await node.services.actions.act(await node.callAs('boss'), {
      action: 'lab-enter',
      recordId: null,
      input: {},
      idempotencyKey: crypto.randomUUID(),
    });
    expect(JSON.parse(answer).record.on).toBe('2026-03-07');
  });

  test('after the cut-off entries carry the next date, before the run has begun', async () => {
    shop.server.advance({ days: 3, minutes: 179 });
    expect(await session()).toBe('2026-03-08');
    shop.server.advance({ minutes: 2 });
    expect(await enter()).toBe('2026-03-09');
  });
});

test('a cut-off after midnight keeps the date of the evening open', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T17:00:00.000Z', job: { cutOff: '01:30', at: '02:00' } });
  expect(await session()).toBe('2026-03-02');
  shop.server.advance({ minutes: 31 });
  expect(await session()).toBe('2026-03-03');
  await shop.close();
});

test('without a cut-off the business date is the calendar’s, whatever runs', async () => {
  shop = await openStorageShop({ clock: '2026-03-02T12:00:00.000Z' });
  await shop.addOrders(1);
  expect((await shop.run('2026-03-02')).state).toBe('done');
  expect(await enter()).toBe('2026-03-02');
  await shop.close();
});
