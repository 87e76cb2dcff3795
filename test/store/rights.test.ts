import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../engine/model/index.ts';
import type { Values } from '../../engine/store/face.ts';
import { lab, labFolders } from './support/lab.ts';
import { openWorld, type StoreWorld } from './support/store-world.ts';

let world: StoreWorld;
const ids: Record<string, string> = {};
const people: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld(lab, labFolders);
  const head = await world.insert('org-unit', { code: 'EAST', name: '东区', path: '/EAST/' });
  const shop = await world.insert('org-unit', { code: 'ONE', name: '一店', parent: head.id, path: '/EAST/ONE/' });
  const west = await world.insert('org-unit', { code: 'WEST', name: '西区', path: '/WEST/' });
  Object.assign(ids, { head: head.id, shop: shop.id, west: west.id });
  for (const [name, unit] of [
    ['ann', shop.id],
    ['ben', shop.id],
    ['cat', west.id],
  ] as const)
    people[name] = (await world.insert('staff', { username: name, name, unit, state: 'active' })).id;
  const own = (person: string, unit: string, path: string): Values => ({ ownerUser: people[person], ownerUnit: ids[unit], ownerPath: path });
  ids.maker = (await world.insert('maker', { name: '甲厂', secretCode: 'ABCD1234', ...own('ann', 'shop', '/EAST/ONE/') })).id;
  ids.a = (
    await world.insert('sample', {
      text: 'of ann',
      money: '100.00',
      phone: '13800000001',
      choice: 'high',
      reference: ids.maker,
      ...own('ann', 'shop', '/EAST/ONE/'),
    })
  ).id;
  ids.b = (
    await world.insert('sample', {
      text: 'of ben',
      money: '200.00',
      phone: '13800000002',
      choice: 'low',
      reference: ids.maker,
      ...own('ben', 'shop', '/EAST/ONE/'),
    })
  ).id;
  ids.c = (await world.insert('sample', { text: 'of cat', money: '300.00', phone: '13800000003', choice: 'low', ...own('cat', 'west', '/WEST/') })).id;
  ids.sealed = (await world.insert('sample', { text: 'sealed', money: '400.00', ...own('ann', 'shop', '/EAST/ONE/') })).id;
});
afterAll(() => world.close());

const ann = (...roles: string[]): Call => world.as({ userId: people.ann as string, unitId: ids.shop as string, unitPath: '/EAST/ONE/', roles });
const boss = (...roles: string[]): Call => world.as({ userId: people.ben as string, unitId: ids.head as string, unitPath: '/EAST/', roles });

async function rowsFor(call: Call, more: Partial<Parameters<StoreWorld['store']['rows']>[1]> = {}): Promise<Values[]> {
  const { json } = await world.store.rows(call, {
    list: null,
    entity: 'sample',
    filter: null,
    sort: [{ path: 'text', descending: false }],
    after: null,
    limit: 50,
    search: null,
    ...more,
  });
  return (JSON.parse(json) as { rows: Values[] }).rows;
}

async function textsFor(call: Call): Promise<unknown[]> {
  return (await rowsFor(call)).map((row) => row.text);
}

describe('rows', () => {
  it('of the own scope are those one owns', async () => expect(await textsFor(ann('worker'))).toEqual(['of ann']));
  it("of the unit scope are those of one's unit", async () => expect(await textsFor(ann('unit-clerk'))).toEqual(['of ann', 'of ben']));
  it("of the tree scope are those of one's unit and the units below", async () => {
    expect(await textsFor(boss('head'))).toEqual(['of ann', 'of ben']);
    expect(await textsFor(boss('unit-clerk'))).toEqual([]);
  });
  it('without condition are all rows but the restricted', async () => expect(await textsFor(ann('watcher'))).toEqual(['of ann', 'of ben', 'of cat']));
  it('of several roles unite', async () => expect(await textsFor(boss('worker', 'secretary'))).toEqual(['of ann', 'of ben']));
  it('of a person without a unit are none in the unit scopes, and no error', async () => {
    const lost = world.as({ userId: people.ann as string, roles: ['unit-clerk', 'head'] });
    expect(await textsFor(lost)).toEqual([]);
  });
  it('are closed to a role without a grant', async () => {
    await expect(rowsFor(ann('outsider'))).rejects.toMatchObject({ code: 'access.right-missing' });
    await expect(world.store.read(ann('outsider'), 'sample', ids.a as string)).rejects.toMatchObject({ code: 'access.right-missing' });
  });
  it('outside the scope are not there, in a read, a count, a picker and among the visible ids', async () => {
    const call = ann('worker');
    expect(await world.store.read(call, 'sample', ids.b as string)).toBeUndefined();
    expect(await world.store.count(call, { list: null, entity: 'sample', filter: null, search: null })).toEqual({ count: 1, capped: false });
    expect(await world.store.lookup(call, 'sample', { search: 'of', ids: null, limit: 10 })).toMatchObject([{ id: ids.a }]);
    const seen = await world.database.transaction((tx) => world.store.visibleIds(tx, call, 'sample', [ids.a as string, ids.b as string, ids.sealed as string]));
    expect([...seen]).toEqual([ids.a]);
  });
  it('of a restriction are kept from everybody', async () => {
    expect(await world.store.read(ann('watcher'), 'sample', ids.sealed as string)).toBeUndefined();
  });
  it('keep the scope of a unit that moved', async () => {
    await world.database.transaction(async (tx) => {
      const call = world.as('system');
      const unit = await world.store.load(tx, call, 'org-unit', ids.west as string, { operation: null });
      if (unit) await world.store.update(tx, call, 'org-unit', unit, { path: '/EAST/WEST/' }, { audit: { type: 'system' } });
    });
    expect(await textsFor(boss('head'))).toEqual(['of ann', 'of ben', 'of cat']);
    await world.database.query("update app.sample set owner_path = '/WEST/' where owner_unit = $1", [ids.west]);
  });
});

describe('fields', () => {
  it('unite, for each record, over exactly the grants that contain it', async () => {
    const [own, other] = await rowsFor(ann('worker', 'unit-clerk'));
    expect(own?.phone).toBe('13800000001');
    expect(other?.phone).toEqual({ masked: '138****0002' });
  });
  it('that are hidden are absent', async () => {
    const [row] = await rowsFor(boss('head'));
    expect(row).not.toHaveProperty('money');
    expect(row?.phone).toEqual({ masked: '138****0001' });
  });
  it('in children follow their own rule', async () => {
    const { id } = await world.insert('sample', { text: 'with parts', choice: 'middle', parts: [{ label: 'x', cost: '9.00' }] });
    const seen = JSON.parse((await world.store.read(ann('watcher'), 'sample', id))?.json ?? '{}') as { parts: Values[] };
    expect(seen.parts).toEqual([expect.objectContaining({ label: 'x' })]);
    expect(seen.parts[0]).not.toHaveProperty('cost');
  });
  it('behind a reference show only what the reader may see of the other record', async () => {
    const call = boss('secretary', 'worker');
    const rows = JSON.parse(
      (await world.store.rows(call, { list: 'samples', entity: 'sample', filter: null, sort: [], after: null, limit: 10, search: null })).json,
    ) as { rows: Values[] };
    // The maker is ann's; ben reads makers of his own only.
    expect(rows.rows.find((row) => row.text === 'of ben')?.['reference.name']).toBeNull();
    const watcher = JSON.parse(
      (
        await world.store.rows(ann('watcher'), {
          list: 'samples',
          entity: 'sample',
          filter: null,
          sort: [{ path: 'money', descending: false }],
          after: null,
          limit: 10,
          search: null,
        })
      ).json,
    ) as { rows: Values[] };
    expect(watcher.rows[0]).toMatchObject({ 'reference.name': '甲厂', 'reference.secretCode': { masked: '****1234' } });
  });
  it('that are masked cannot be sorted, filtered by part or summed', async () => {
    await expect(rowsFor(ann('watcher'), { sort: [{ path: 'phone', descending: false }] })).rejects.toMatchObject({ code: 'list.field-not-sortable' });
    await expect(rowsFor(boss('head'), { sort: [{ path: 'money', descending: false }] })).rejects.toMatchObject({ code: 'list.field-not-sortable' });
    await expect(rowsFor(boss('head'), { filter: { fact: 'money', operator: 'greaterThan', value: '150' } })).rejects.toMatchObject({
      code: 'list.field-not-sortable',
    });
    expect(await world.store.totals(boss('head'), { list: 'samples', entity: 'sample', filter: null, search: null })).toEqual({});
    expect(await world.store.totals(ann('unit-clerk'), { list: 'samples', entity: 'sample', filter: null, search: null })).toEqual({ money: '300.00' });
  });
  it("that are sensitive are found by the whole value, in one's own rows only", async () => {
    expect(await rowsFor(ann('worker'), { filter: { fact: 'phone', operator: 'equal', value: '13800000001' } })).toHaveLength(1);
    expect(await rowsFor(ann('worker'), { filter: { fact: 'phone', operator: 'equal', value: '13800000003' } })).toHaveLength(0);
    await expect(rowsFor(ann('unit-clerk'), { filter: { fact: 'phone', operator: 'equal', value: '13800000002' } })).rejects.toMatchObject({
      code: 'list.field-not-sortable',
    });
    expect(await rowsFor(ann('unit-clerk'), { list: 'samples', search: '13800000002' })).toHaveLength(1);
    expect(await rowsFor(ann('unit-clerk'), { list: 'samples', search: '13800000003' })).toHaveLength(0);
    expect(await rowsFor(ann('unit-clerk'), { list: 'samples', search: '0002' })).toHaveLength(1);
    expect(await rowsFor(ann('unit-clerk'), { list: 'samples', search: '1380000' })).toHaveLength(0);
  });
  it('in the history are masked like in the record', async () => {
    const clear = await world.store.history(ann('worker'), 'sample', ids.a as string);
    const masked = await world.store.history(boss('head'), 'sample', ids.a as string);
    const keys = (entries: typeof clear): string[] => entries.flatMap((entry) => entry.changes.map((change) => change.key));
    expect(keys(clear)).toContain('money');
    expect(keys(masked)).not.toContain('money');
    expect(clear[0]?.changes.find((change) => change.key === 'phone')?.after).toEqual({ masked: '138****0001' });
    await expect(world.store.history(ann('worker'), 'sample', ids.b as string)).rejects.toMatchObject({ code: 'record.not-found' });
  });
  it('in an export are those of the list, for grants that allow exports', async () => {
    const rows: Values[] = [];
    await world.store.stream(boss('head'), { list: null, entity: 'sample', filter: null, sort: [], search: null }, async (batch) => void rows.push(...batch));
    expect(rows.map((row) => row.text).sort()).toEqual(['of ann', 'of ben']);
    expect(rows.every((row) => !('money' in row))).toBe(true);
    await expect(
      world.store.stream(ann('watcher'), { list: null, entity: 'sample', filter: null, sort: [], search: null }, async () => undefined),
    ).rejects.toMatchObject({ code: 'access.right-missing' });
  });
});

describe('sessions', () => {
  it('that have ended end every read, whatever is remembered', async () => {
    const hash = 'f'.repeat(64);
    await world.database.query(
      "insert into loom.session (token_hash, id, kind, user_id, created_at, seen_at, idle_until, expires_at) values ($1, gen_random_uuid(), 'browser', $2, '2026-03-05T08:00Z', '2026-03-05T08:00Z', '2026-03-05T09:00Z', '2026-03-05T20:00Z')",
      [hash, people.ann],
    );
    const signedIn = world.as({ ...ann('worker').actor, sessionHash: hash });
    expect(await textsFor(signedIn)).toEqual(['of ann']);
    await expect(rowsFor({ ...signedIn, now: '2026-03-05T09:00:01.000Z' })).rejects.toMatchObject({ code: 'access.no-session' });
    await world.database.query('update loom.session set ended_at = now() where token_hash = $1', [hash]);
    await expect(rowsFor(signedIn)).rejects.toMatchObject({ code: 'access.no-session' });
    await expect(world.store.read(signedIn, 'sample', ids.a as string)).rejects.toMatchObject({ code: 'access.no-session' });
    await expect(world.store.count(signedIn, { list: null, entity: 'sample', filter: null, search: null })).rejects.toMatchObject({
      code: 'access.no-session',
    });
    await expect(world.store.history(signedIn, 'sample', ids.a as string)).rejects.toMatchObject({ code: 'access.no-session' });
    await expect(world.store.lookup(signedIn, 'sample', { search: null, ids: null, limit: 5 })).rejects.toMatchObject({ code: 'access.no-session' });
  });
});
