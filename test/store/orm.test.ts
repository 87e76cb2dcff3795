import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIds } from '../../engine/store/new-id.ts';
import { createOrmGeneration, type OrmGeneration } from '../../engine/store/orm.ts';
import { lab, labFolders } from './support/lab.ts';
import { openWorld, type StoreWorld } from './support/store-world.ts';

let world: StoreWorld;
let generation: OrmGeneration;

beforeAll(async () => {
  world = await openWorld(lab, labFolders);
  generation = createOrmGeneration(world.database, world.release, createIds());
});
afterAll(() => world.close());

const note = { type: 'action', action: 'rebuild' };

it('a unit of work joins the transaction: both see what the other has written, and it is audited', async () => {
  const call = world.as('system');
  const id = await world.database.transaction(async (tx) => {
    const maker = await world.store.insert(tx, call, 'maker', { name: 'joined' }, { type: 'created' });
    const em = generation.unitOfWork(tx, call, note);
    const sample = em.create(
      'sample' as never,
      { text: 'by objects', money: '12345678901234567.89', integer: 7, date: '2026-02-28', choices: ['low'], reference: maker.id } as never,
    ) as unknown as { id: string };
    await em.flush();
    expect(await world.store.load(tx, call, 'sample', sample.id, { operation: null })).toMatchObject({
      text: 'by objects',
      money: '12345678901234567.89',
      integer: 7,
      date: '2026-02-28',
      choices: ['low'],
      reference: maker.id,
      state: 'draft',
      version: 1,
    });
    return sample.id;
  });
  await world.database.transaction(async (tx) => {
    const em = generation.unitOfWork(tx, call, note);
    const sample = (await em.findOneOrFail('sample' as never, { id } as never, { populate: ['reference'] as never })) as unknown as {
      text: string;
      integer: number;
      reference: { name: string };
    };
    expect(sample).toMatchObject({ integer: 7, reference: { name: 'joined' } });
    sample.text = 'changed';
    await em.flush();
  });
  expect(await world.database.query('select type, action, before, after from loom.audit where record_id = $1 order by id', [id])).toMatchObject([
    { type: 'action', action: 'rebuild', before: null, after: { text: 'by objects' } },
    { before: { text: 'by objects' }, after: { text: 'changed' } },
  ]);
  expect(JSON.parse((await world.store.read(call, 'sample', id))?.json ?? '{}')).toMatchObject({ text: 'changed', version: 2 });
});

it('a unit of work goes back with its transaction', async () => {
  const call = world.as('system');
  await expect(
    world.database.transaction(async (tx) => {
      const em = generation.unitOfWork(tx, call, note);
      em.create('maker' as never, { name: 'never' } as never);
      await em.flush();
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await world.database.query("select 1 from app.maker where name = 'never'")).toEqual([]);
});

it('a record that somebody else has changed meanwhile is not overwritten', async () => {
  const call = world.as('system');
  const { id } = await world.insert('maker', { name: 'first' });
  await expect(
    world.database.transaction(async (tx) => {
      const em = generation.unitOfWork(tx, call, note);
      const maker = (await em.findOneOrFail('maker' as never, { id } as never)) as unknown as { name: string };
      await world.database.query("update app.maker set name = 'second', version = version + 1 where id = $1", [id]);
      maker.name = 'third';
      await em.flush();
    }),
  ).rejects.toThrow(/optimistic lock/i);
});

it('records are not deleted by it', async () => {
  const { id } = await world.insert('maker', { name: 'kept' });
  await expect(
    world.database.transaction(async (tx) => {
      const em = generation.unitOfWork(tx, world.as('system'), note);
      em.remove(await em.findOneOrFail('maker' as never, { id } as never));
      await em.flush();
    }),
  ).rejects.toThrow('retired, not deleted');
});
