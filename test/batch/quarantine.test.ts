import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { QuarantinedRecord } from '../../engine/store/batch/quarantine-rows.ts';
import { openStorageShop, type StorageShop } from './support/storage-shop.ts';

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop({ clock: '2026-03-06T02:00:00.000Z' });
});
beforeEach(() => shop.reset());
afterAll(() => shop?.close());

const waiting = () => shop.server.engine.services.batch.quarantine(100);
const mend = (id: string) => shop.server.store.database.query('update app.repair_order set complaint = null where id = $1', [id]);
const retry = async ({ id }: QuarantinedRecord) => shop.server.engine.services.batch.retry(await shop.server.engine.callAs('ada'), id);
const orderOf = async (id: string) => {
  const [row] = await shop.server.store.database.query<{ storage: string; reminded: string | null }>(
    'select lab_storage as storage, lab_reminded as reminded from app.repair_order where id = $1',
    [id],
  );
  return row;
};

test('a record that fails its slice is set aside with its reason, and the others of the slice go on', async () => {
  await shop.addOrders(5);
  const [broken = ''] = await shop.addOrders(1, { complaint: 'no frame number' });
  await shop.addOrders(3);
  expect(await shop.run('2026-03-02')).toMatchObject({ state: 'done', quarantined: 1 });
  expect(await orderOf(broken)).toEqual({ storage: '0.00', reminded: null });
  expect((await shop.storage()).filter((amount) => amount === '1.00').length).toBe(8);
  expect(await waiting()).toEqual([
    expect.objectContaining({
      entity: 'repair-order',
      recordId: broken,
      date: '2026-03-02',
      stepKey: 'charge',
      reason: { code: 'storage.no-frame', message: { zh: '没有车架号：RO0006。', en: 'No frame number: RO0006.' } },
    }),
  ]);
});

test('a record that a step reports itself is set aside as well', async () => {
  const [unnamed = ''] = await shop.addOrders(1, { complaint: 'no rider' });
  await shop.run('2026-03-02');
  expect(await waiting()).toMatchObject([{ recordId: unnamed, reason: { code: 'storage.no-rider', message: { zh: '车主不明' } } }]);
});

test('a quarantined record is passed over until a retry brings it up to date: every missed step of every missed date, in order', async () => {
  await shop.addOrders(3);
  const [broken = ''] = await shop.addOrders(1, { complaint: 'no frame number' });
  for (const date of ['2026-03-02', '2026-03-03', '2026-03-04']) await shop.run(date);
  expect(await orderOf(broken)).toEqual({ storage: '0.00', reminded: null });
  const [entry] = await waiting();
  expect(entry).toMatchObject({ date: '2026-03-02', attempts: 1 });
  if (entry === undefined) throw new Error('nothing is set aside');

  expect(await retry(entry)).toMatchObject({ resolvedAt: null, attempts: 2, reason: { code: 'storage.no-frame' } });
  expect(await orderOf(broken)).toEqual({ storage: '0.00', reminded: null });

  await mend(broken);
  expect(await retry(entry)).toMatchObject({ resolvedBy: { label: '艾达' } });
  expect(await orderOf(broken)).toEqual({ storage: '3.00', reminded: '02 03 04 ' });
  expect(await waiting()).toEqual([]);
  expect(await retry(entry)).toMatchObject({ resolvedBy: { label: '艾达' } });
  expect(await orderOf(broken)).toEqual({ storage: '3.00', reminded: '02 03 04 ' });
  await shop.run('2026-03-05');
  expect(await orderOf(broken)).toEqual({ storage: '4.00', reminded: '02 03 04 05 ' });
});

test('while a run of the job goes on, a retry is refused', async () => {
  await shop.addOrders(1, { complaint: 'no frame number' });
  await shop.addOrders(8);
  await shop.run('2026-03-02');
  const [entry] = await waiting();
  let refused: unknown;
  shop.before = async () => {
    shop.before = async () => undefined;
    if (entry !== undefined) refused = await retry(entry).catch((error: unknown) => error);
  };
  await shop.run('2026-03-03');
  expect(refused).toMatchObject({ code: 'batch.running' });
});

test('a record can be mended while a failed run waits, and misses nothing of it', async () => {
  shop.server.advance({ days: 30 });
  const [broken = ''] = await shop.addOrders(1, { complaint: 'no frame number' });
  shop.closing = new Error('unbalanced');
  expect((await shop.run('2026-03-31')).state).toBe('failed');
  await mend(broken);
  const [entry] = await waiting();
  if (entry !== undefined) expect((await retry(entry)).resolvedAt).not.toBeNull();
  expect(await orderOf(broken)).toEqual({ storage: '1.00', reminded: '31 ' });
  shop.closing = null;
  expect((await shop.run('2026-03-31')).state).toBe('done');
  expect(await orderOf(broken)).toEqual({ storage: '1.00', reminded: '31 ' });
});

test('when too many records fail, the run stops instead of setting the whole shop aside', async () => {
  await shop.addOrders(1_200, { complaint: 'no rider' });
  const run = await shop.run('2026-03-02');
  expect(run).toMatchObject({ state: 'failed', failure: { code: 'batch.too-many-quarantined' } });
  expect(await waiting()).toHaveLength(100);
});
