import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HistoryEntry } from '../../engine/contract/wire.ts';
import type { Values } from '../../engine/store/face.ts';
import { lab, labFolders } from './support/lab.ts';
import { openWorld, type StoreWorld } from './support/store-world.ts';

let world: StoreWorld;
let maker: string;
let other: string;
let staff: string;
let id: string;

beforeAll(async () => {
  world = await openWorld(lab, labFolders);
  maker = (await world.insert('maker', { name: '甲厂', secretCode: 'ABCD1234' })).id;
  other = (await world.insert('maker', { name: '乙厂' })).id;
  staff = (await world.insert('staff', { username: 'ann', name: '安', state: 'active' })).id;
  id = (
    await world.insert('sample', {
      text: '一',
      choice: 'low',
      reference: maker,
      references: [maker],
      document: 'worker',
      parts: [{ label: '磨', cost: '5.00', pin: '1234' }],
    })
  ).id;
  await change({ reference: other, references: [maker, other], choice: 'high', ownerUser: staff });
});
afterAll(() => world?.close());

async function change(changes: Values): Promise<void> {
  const call = world.as('system');
  await world.database.transaction(async (tx) => {
    const before = await world.store.load(tx, call, 'sample', id, { operation: null, children: true, lock: true });
    if (before !== undefined) await world.store.update(tx, call, 'sample', before, changes, { audit: { type: 'updated' } });
  });
}

const changeOf = (entry: HistoryEntry | undefined, key: string) => entry?.changes.find((one) => one.key === key);
const rowsAfter = (entry: HistoryEntry | undefined) => (changeOf(entry, 'parts')?.after ?? []) as readonly Values[];

it('names the records, documents and people that changed, choices stay values', async () => {
  const [changed, created] = await world.store.history(world.as({ roles: ['watcher'] }), 'sample', id);
  expect(changeOf(changed, 'reference')).toMatchObject({ before: { id: maker, label: '甲厂' }, after: { id: other, label: '乙厂' } });
  expect(changeOf(changed, 'references')?.after).toEqual([
    { id: maker, label: '甲厂' },
    { id: other, label: '乙厂' },
  ]);
  expect(changeOf(changed, 'choice')).toMatchObject({ before: 'low', after: 'high' });
  expect(changeOf(created, 'document')?.after).toMatchObject({ name: 'worker', label: 'worker' });
  expect(changeOf(changed, 'ownerUser')).toMatchObject({ title: '经办人', after: { id: staff, label: expect.stringContaining('安') } });
});

it('names system properties in the language of the reader', async () => {
  const entries = await world.store.history(world.as({ roles: ['watcher'], language: 'en' }), 'sample', id);
  expect(changeOf(entries[0], 'ownerUser')?.title).toBe('Owner');
});

it('shows of the rows inside a record only what the record shows of them', async () => {
  const entries = await world.store.history(world.as({ roles: ['watcher'] }), 'sample', id);
  const [row] = rowsAfter(entries.at(-1));
  expect(row).toMatchObject({ label: '磨', pin: { masked: expect.any(String) } });
  expect(row).not.toHaveProperty('cost');
  const all = await world.store.history(world.as({ roles: ['secretary'] }), 'sample', id);
  expect(rowsAfter(all.at(-1))[0]).toMatchObject({ cost: '5.00' });
});

it('asks once for each kind of record, however long the history is', async () => {
  const reader = world.as({ roles: ['watcher'] });
  const counted = await statementsOf(() => world.store.history(reader, 'sample', id));
  for (let round = 0; round < 10; round += 1) await change({ reference: round % 2 === 0 ? maker : other });
  expect(await statementsOf(() => world.store.history(reader, 'sample', id))).toBe(counted);
});

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { database } = world;
  const { run } = database;
  let count = 0;
  Object.assign(database, {
    run: (...parameters: Parameters<typeof run>) => {
      count += 1;
      return run(...parameters);
    },
  });
  await work();
  Object.assign(database, { run });
  return count;
}
