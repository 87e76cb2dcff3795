import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredRecord, Transaction, Values } from '../../engine/store/face.ts';
import { lab, labFolders } from './support/lab.ts';
import { openWorld, type StoreWorld } from './support/store-world.ts';

let world: StoreWorld;

beforeAll(async () => {
  world = await openWorld(lab, labFolders);
});
afterAll(() => world.close());

const load = (tx: Transaction, id: string): Promise<StoredRecord> =>
  world.store.load(tx, world.as('system'), 'sample', id, { operation: null }) as Promise<StoredRecord>;
const change = (id: string, changes: Values, expectedVersion?: number): Promise<StoredRecord> =>
  world.database.transaction(async (tx) =>
    world.store.update(tx, world.as('system'), 'sample', await load(tx, id), changes, {
      audit: { type: 'updated' },
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
    }),
  );

describe('an update', () => {
  it('of many people at once succeeds for one of each version', async () => {
    const { id } = await world.insert('sample', { text: 'race' });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => change(id, { text: `race ${index}` }, 1)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'request.stale' });
    const [{ count } = { count: '' }] = await world.database.query<{ count: string }>('select count(*) from loom.audit where record_id = $1', [id]);
    expect(count).toBe('2');
  });

  it('that changes nothing writes nothing, not even a version', async () => {
    const { id } = await world.insert('sample', { text: 'same', money: '12.50' });
    expect((await change(id, { text: 'same', money: '12.5' })).version).toBe(1);
  });

  it('notes what changed, before and after, and no other property', async () => {
    const { id } = await world.insert('sample', { text: 'old', money: '1.00', phone: '13700000001' });
    await change(id, { text: 'new', phone: '13700000002' });
    const [row] = await world.database.query('select before, after from loom.audit where record_id = $1 order by id desc limit 1', [id]);
    expect(row).toEqual({ before: { text: 'old', phone: { masked: '137****0001' } }, after: { text: 'new', phone: { masked: '137****0002' } } });
  });

  it('of children adds, changes, moves and removes rows by their ids', async () => {
    const { id } = await world.insert('sample', { parts: [{ label: 'a', cost: '1.00', pin: '1111' }, { label: 'b' }, { label: 'c' }] });
    const before = await world.database.transaction((tx) => load(tx, id));
    const [a, b, c] = before.parts as Values[];
    await change(id, { parts: [{ ...c }, { ...a, cost: '2.00' }, { label: 'd' }] });
    const after = await world.database.transaction((tx) => load(tx, id));
    expect(after.parts).toMatchObject([{ id: c?.id, label: 'c' }, { id: a?.id, label: 'a', cost: '2.00', pin: '1111' }, { label: 'd' }]);
    expect((after.parts as Values[]).some((row) => row.id === b?.id)).toBe(false);
    expect(after.version).toBe(2);
  });

  it('of a child row that belongs to another record makes a new row and leaves that one alone', async () => {
    const first = await world.insert('sample', { parts: [{ label: 'mine' }] });
    const second = await world.insert('sample', {});
    const [row] = (await world.database.transaction((tx) => load(tx, first.id))).parts as Values[];
    await change(second.id, { parts: [{ ...row, label: 'taken' }] });
    expect((await world.database.transaction((tx) => load(tx, first.id))).parts).toMatchObject([{ id: row?.id, label: 'mine' }]);
  });

  it('of links keeps their order', async () => {
    const call = world.as('system');
    const makers = await world.database.transaction((tx) =>
      world.store.insertMany(tx, call, 'maker', [{ name: '1' }, { name: '2' }, { name: '3' }], { type: 'created' }),
    );
    const { id } = await world.insert('sample', { references: makers });
    await change(id, { references: [makers[2], makers[0]] });
    expect((await world.database.transaction((tx) => load(tx, id))).references).toEqual([makers[2], makers[0]]);
  });
});

describe('a refusal', () => {
  it('names the property whose value exists already, sensitive ones too', async () => {
    await world.insert('sample', { phone: '13600000001' });
    await expect(world.insert('sample', { phone: '13600000001' })).rejects.toMatchObject({
      code: 'record.duplicate',
      errors: [{ pointer: '/phone', code: 'value.duplicate' }],
    });
  });
  it('names the reference that leads nowhere', async () => {
    await expect(world.insert('sample', { reference: '01890000-0000-7000-8000-000000000000' })).rejects.toMatchObject({
      code: 'record.invalid',
      errors: [{ pointer: '/reference', code: 'value.reference-missing' }],
    });
  });
  it('keeps a record in use from being retired', async () => {
    const maker = await world.insert('maker', { name: 'used' });
    const { id } = await world.insert('sample', { reference: maker.id });
    const retire = (entity: string, record: StoredRecord): Promise<void> =>
      world.database.transaction((tx) => world.store.retire(tx, world.as('system'), entity, record, { type: 'retired' }));
    await expect(retire('maker', maker)).rejects.toMatchObject({ code: 'record.in-use' });
    await retire('sample', await world.database.transaction((tx) => load(tx, id)));
    await retire('maker', maker);
    expect(await world.store.read(world.as('system'), 'maker', maker.id)).toBeUndefined();
  });
  it('takes everything of its transaction back', async () => {
    await expect(
      world.database.transaction(async (tx) => {
        const call = world.as('system');
        await world.store.insert(tx, call, 'maker', { name: 'gone' }, { type: 'created' });
        await world.store.emit(tx, 'made', { name: 'gone' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await world.database.query("select 1 from app.maker where name = 'gone' union all select 1 from loom.outbox")).toEqual([]);
  });
  it('that is swallowed does not let a broken transaction commit', async () => {
    await expect(
      world.database.transaction(async (tx) => {
        await tx.query('select 1/0').catch(() => undefined);
      }),
    ).rejects.toThrow('must not be committed');
  });
});

describe('numbers', () => {
  it('have no gaps and no doubles, however many take them and give them up at once', async () => {
    const taken: string[] = [];
    const tries = await Promise.allSettled(
      Array.from({ length: 24 }, (_, index) =>
        world.database.transaction(async (tx) => {
          const number = await world.store.nextNumber(tx, 'N{yyyyMMdd}-{seq:3}', '2026-03-05');
          if (index % 4 === 3) throw new Error('given up');
          taken.push(number);
        }),
      ),
    );
    expect(tries.filter((one) => one.status === 'rejected')).toHaveLength(6);
    expect(taken.sort()).toEqual(Array.from({ length: 18 }, (_, index) => `N20260305-${String(index + 1).padStart(3, '0')}`));
  });
  it('begin again with the date part', async () => {
    const next = (today: string): Promise<string> => world.database.transaction((tx) => world.store.nextNumber(tx, 'M{yyyy}{seq:2}', today));
    expect([await next('2026-12-31'), await next('2026-12-31'), await next('2027-01-01')]).toEqual(['M202601', 'M202602', 'M202701']);
  });
});

describe('an idempotency key', () => {
  const once = (key: string, hash: string, work: () => Promise<string>): Promise<string> =>
    world.database.transaction(async (tx) => {
      const call = world.as('system');
      const known = await world.store.recall(tx, call, key, hash);
      if (known !== undefined) return known;
      const result = await work();
      await world.store.remember(tx, call, key, result);
      return result;
    });
  it('lets one of many equal requests work, and answers all of them alike', async () => {
    let worked = 0;
    const answers = await Promise.all(Array.from({ length: 6 }, () => once('k1', 'h', async () => `done ${(worked += 1)}`)));
    expect(worked).toBe(1);
    expect(new Set(answers)).toEqual(new Set(['done 1']));
  });
  it('is refused for another content', async () => {
    await once('k2', 'h', async () => 'first');
    await expect(once('k2', 'other', async () => 'second')).rejects.toMatchObject({ code: 'request.key-reused' });
  });
  it('is free again when its first use failed', async () => {
    await expect(
      once('k3', 'h', async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await once('k3', 'h', async () => 'yes')).toBe('yes');
  });
});

describe('records for the server', () => {
  it('are found by equality, null and any of a list, sensitive ones by value', async () => {
    await world.insert('sample', { text: 'find me', integer: 1, phone: '13500000001' });
    await world.insert('sample', { text: 'find me', integer: 2 });
    const find = (where: Values): Promise<unknown[]> =>
      world.database.transaction(async (tx) =>
        (await world.store.find(tx, world.as('system'), 'sample', where, { orderBy: ['-integer'] })).map((record) => record.integer),
      );
    expect(await find({ text: 'find me' })).toEqual([2, 1]);
    expect(await find({ text: 'find me', phone: null })).toEqual([2]);
    expect(await find({ text: 'find me', integer: [1, 3] })).toEqual([1]);
    expect(await find({ phone: '13500000001' })).toEqual([1]);
  });
  it('give facts along what the changed record points to, before it is written', async () => {
    const maker = await world.insert('maker', { name: 'far', secretCode: 'XYZ98765' });
    const facts = await world.database.transaction((tx) =>
      world.store.facts(tx, world.as('system'), 'sample', { id: '', version: 0, state: 'draft', reference: maker.id, money: '3.00' }, [
        'reference.name',
        'reference.secretCode',
        'money',
      ]),
    );
    expect(facts).toEqual({ reference: { id: maker.id, name: 'far', secretCode: 'XYZ98765' }, money: '3.00' });
  });
  it('satisfy an operation by their rows as the transaction has left them', async () => {
    const ann = '00000000-0000-7000-8000-00000000000a';
    const call = world.as({ userId: ann, roles: ['worker'] });
    const { id } = await world.insert('sample', { text: 'mine', ownerUser: ann });
    await world.database.transaction(async (tx) => {
      expect(await world.store.satisfies(tx, call, 'sample', id, 'update')).toBe(true);
      await world.store.update(tx, call, 'sample', await load(tx, id), { ownerUser: null }, { audit: { type: 'updated' } });
      expect(await world.store.satisfies(tx, call, 'sample', id, 'update')).toBe(false);
    });
  });
});

describe('files', () => {
  const save = (content: Uint8Array, roles: readonly string[] = [], userId = ''): Promise<{ id: string }> =>
    world.database.transaction((tx) =>
      world.store.saveFile(tx, roles.length === 0 ? world.as('system') : world.as({ userId, roles }), {
        name: 'f.bin',
        type: 'application/octet-stream',
        content,
      }),
    );
  it('of several pieces come back byte for byte', async () => {
    const content = Buffer.alloc(2_500_001, 'loom');
    const { id } = await save(content);
    expect(Buffer.compare((await world.store.readFile(world.as('system'), id))?.content as Buffer, content)).toBe(0);
    expect(await world.database.query('select position from loom.file_chunk where file_id = $1 order by position', [id])).toHaveLength(3);
  });
  it('above 20 MB are refused', async () => {
    await expect(save(Buffer.alloc(20_000_001))).rejects.toMatchObject({ code: 'file.too-large' });
  });
  it('are read by whoever sees a record that holds them, and by who brought them', async () => {
    const ann = '00000000-0000-7000-8000-00000000000b';
    const ben = '00000000-0000-7000-8000-00000000000c';
    const { id } = await save(Buffer.from('x'), ['worker'], ann);
    const asAnn = world.as({ userId: ann, roles: ['worker'] });
    const asBen = world.as({ userId: ben, roles: ['worker'] });
    expect(await world.store.readFile(asAnn, id)).toBeDefined();
    expect(await world.store.readFile(asBen, id)).toBeUndefined();
    const record = await world.insert('sample', { attachments: [id], ownerUser: ben });
    expect(await world.store.readFile(asBen, id)).toBeDefined();
    await change(record.id, { attachments: [] });
    expect(await world.store.readFile(asBen, id)).toBeUndefined();
  });
});
