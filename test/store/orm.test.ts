import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityObject } from '../../engine/plugin-api/index.ts';
import type { Call } from '../../engine/model/index.ts';
import type { Transaction, UnitOfWork, UnitOfWorkRules } from '../../engine/store/face.ts';
import { lab, labFolders } from './support/lab.ts';
import { compileWorld, openWorld, type StoreWorld } from './support/store-world.ts';

let world: StoreWorld;
beforeAll(async () => {
  world = await openWorld(lab, labFolders);
});
afterAll(() => world.close());

const rules: UnitOfWorkRules = {
  mayWrite: () => true,
  complete: async (entity, { isNew, values }) => (isNew && entity === 'sample' ? { state: 'draft', ...values } : values),
  audit: () => ({ type: 'action', action: 'rebuild' }),
};

function open(tx: Transaction, call: Call = world.as('system'), other: Partial<UnitOfWorkRules> = {}): Promise<UnitOfWork> {
  return world.store.unitOfWork(tx, call, { ...rules, ...other });
}

describe('a unit of work joins the transaction', () => {
  it('it sees rows written before it, and later statements see what it has flushed', async () => {
    const call = world.as('system');
    await world.database.transaction(async (tx) => {
      const maker = await world.store.insert(tx, call, 'maker', { name: 'joined' }, { type: 'created' });
      const { entities } = await open(tx);
      expect(await entities.findOneOrFail('maker', { name: 'joined' })).toMatchObject({ id: maker.id, name: 'joined' });
      const sample = entities.create('sample', { text: 'by objects', reference: maker.id });
      await entities.flush();
      expect(await world.store.load(tx, call, 'sample', sample.id, { operation: null })).toMatchObject({ text: 'by objects', reference: maker.id, version: 1 });
    });
  });

  it('commits with it: a change of a loaded object is one new version', async () => {
    const { id } = await world.insert('sample', { text: 'first' });
    await world.database.transaction(async (tx) => {
      const unit = await open(tx);
      const sample = await unit.entities.findOneOrFail('sample', { id });
      sample['text'] = 'changed';
      await unit.end();
    });
    expect(JSON.parse((await world.store.read(world.as('system'), 'sample', id))?.json ?? '{}')).toMatchObject({ text: 'changed', version: 2 });
  });

  it('goes back with it, its audit too', async () => {
    const audits = async () => (await world.database.query('select 1 from loom.audit')).length;
    const before = await audits();
    const work = world.database.transaction(async (tx) => {
      const { entities } = await open(tx);
      entities.create('maker', { name: 'never' });
      await entities.flush();
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await world.database.query("select 1 from app.maker where name = 'never'")).toEqual([]);
    expect(await audits()).toBe(before);
  });

  it('and ends with it', async () => {
    const unit = await world.database.transaction(async (tx) => {
      const opened = await open(tx);
      await opened.end();
      return opened;
    });
    await expect(unit.entities.find('maker', {})).rejects.toThrow('within its operation');
  });
});

describe('values stay what they are', () => {
  const values = {
    money: '12345678901234567.89',
    decimal: '-0.000001',
    rate: '0.123456789012',
    integer: 7,
    boolean: false,
    date: '2026-02-28',
    dateTime: '2026-02-28T16:30:00.123Z',
    choice: 'low',
    choices: ['low', 'high'],
    json: { deep: [1, { two: '2' }] },
  };

  it('through objects in both directions', async () => {
    const call = world.as('system');
    const id = await world.database.transaction(async (tx) => {
      const { entities } = await open(tx);
      const sample = entities.create('sample', values);
      await entities.flush();
      expect(await world.store.load(tx, call, 'sample', sample.id, { operation: null })).toMatchObject(values);
      return sample.id;
    });
    await world.database.transaction(async (tx) => {
      const unit = await open(tx);
      expect(await unit.entities.findOneOrFail('sample', { id })).toMatchObject(values);
      await unit.end();
    });
    expect(await world.database.query('select version from app.sample where id = $1', [id])).toEqual([{ version: 1 }]);
  });

  it('sensitive ones, children and files are not among the properties, and cannot be given', async () => {
    const { id } = await world.insert('sample', { text: 'shy', phone: '13800000009', parts: [{ label: 'one' }] });
    await world.database.transaction(async (tx) => {
      const { entities } = await open(tx);
      const sample = await entities.findOneOrFail('sample', { id });
      expect(Object.keys(sample)).not.toEqual(expect.arrayContaining(['phone']));
      expect(JSON.stringify(sample)).not.toContain('0009');
      expect(() => entities.create('sample', { phone: '13800000008' })).toThrow('"sample.phone"');
      expect(() => entities.create('sample', { parts: [] })).toThrow('"sample.parts"');
      expect(() => entities.create('sample', { misspelt: 1 })).toThrow('"sample.misspelt"');
    });
    await world.database.transaction(async (tx) => {
      const unit = await open(tx);
      (await unit.entities.findOneOrFail('sample', { id }))['text'] = 'still shy';
      await unit.end();
      expect(await world.store.load(tx, world.as('system'), 'sample', id, { operation: null, children: true })).toMatchObject({
        text: 'still shy',
        phone: '13800000009',
        parts: [{ label: 'one' }],
      });
    });
  });

  it('a reference to a retired record is kept when something else changes', async () => {
    const call = world.as('system');
    const maker = await world.insert('maker', { name: 'gone' });
    const { id } = await world.insert('sample', { text: 'left behind', reference: maker.id });
    await world.database.query('update app.maker set retired_at = now() where id = $1', [maker.id]);
    await world.database.transaction(async (tx) => {
      const unit = await open(tx, call);
      expect(await unit.entities.findOne('maker', { id: maker.id })).toBeNull();
      const sample = await unit.entities.findOneOrFail<EntityObject & { reference: { name: string } }>(
        'sample',
        { id },
        { populate: ['reference'], lock: true },
      );
      expect(sample.reference.name).toBe('gone');
      sample['text'] = 'still here';
      await unit.end();
    });
    expect(await world.database.query('select text, reference from app.sample where id = $1', [id])).toEqual([{ text: 'still here', reference: maker.id }]);
  });
});

it('a record that somebody else has changed meanwhile is not overwritten', async () => {
  const { id } = await world.insert('maker', { name: 'first' });
  const work = world.database.transaction(async (tx) => {
    const { entities } = await open(tx);
    const maker = await entities.findOneOrFail('maker', { id });
    await world.database.query("update app.maker set name = 'second', version = version + 1 where id = $1", [id]);
    maker['name'] = 'third';
    await entities.flush();
  });
  await expect(work).rejects.toMatchObject({ code: 'request.stale' });
  expect(await world.database.query('select name from app.maker where id = $1', [id])).toEqual([{ name: 'second' }]);
});

it('a locked record is read anew and waits for nobody afterwards', async () => {
  const { id } = await world.insert('maker', { name: 'first' });
  await world.database.transaction(async (tx) => {
    const unit = await open(tx);
    await unit.entities.findOneOrFail('maker', { id });
    await world.database.query("update app.maker set name = 'second', version = version + 1 where id = $1", [id]);
    const maker = await unit.entities.findOneOrFail('maker', { id }, { lock: true });
    expect(maker['name']).toBe('second');
    await expect(world.database.query('select 1 from app.maker where id = $1 for update nowait', [id])).rejects.toMatchObject({ code: '55P03' });
    maker['name'] = 'third';
    await unit.end();
  });
  expect(await world.database.query('select name, version from app.maker where id = $1', [id])).toEqual([{ name: 'third', version: 3 }]);
});

it('each flushed record has its audit row as every other write has: new values, then both sides of what changed', async () => {
  const call = world.as({ name: '王师傅' });
  const id = await world.database.transaction(async (tx) => {
    const { entities } = await open(tx, call);
    const sample = entities.create('sample', { text: 'one', money: '1.00' });
    await entities.flush();
    sample['money'] = '2.50';
    await entities.flush();
    await entities.flush();
    return sample.id;
  });
  const rows = await world.database.query(
    'select at, actor_name, type, action, entity, before, after, request_id, release from loom.audit where record_id = $1 order by id',
    [id],
  );
  const note = {
    at: call.now,
    actor_name: '王师傅',
    type: 'action',
    action: 'rebuild',
    entity: 'sample',
    request_id: call.requestId,
    release: call.release.hash,
  };
  expect(rows).toEqual([
    { ...note, before: null, after: { text: 'one', money: '1.00', state: 'draft' } },
    { ...note, before: { money: '1.00' }, after: { money: '2.50' } },
  ]);
});

it('an entity that the owner may not write is refused, together with everything of that flush', async () => {
  const { id } = await world.insert('maker', { name: 'foreign' });
  const work = world.database.transaction(async (tx) => {
    const { entities } = await open(tx, world.as('system'), { mayWrite: (entity) => entity === 'sample' });
    entities.create('sample', { text: 'beside it' });
    (await entities.findOneOrFail('maker', { id }))['name'] = 'mine';
    await entities.flush();
  });
  await expect(work).rejects.toMatchObject({ code: 'record.managed' });
  expect(await world.database.query("select name from app.maker where id = $1 union all select text from app.sample where text = 'beside it'", [id])).toEqual([
    { name: 'foreign' },
  ]);
});

it('what a unique value of the table refuses is told as every other write tells it', async () => {
  await world.insert('sample', { no: 'S-once' });
  const work = world.database.transaction(async (tx) => {
    const { entities } = await open(tx);
    entities.create('sample', { no: 'S-once' });
    await entities.flush();
  });
  await expect(work).rejects.toMatchObject({ code: 'record.duplicate', errors: [{ pointer: '/no' }] });
});

it('two generations work side by side in one transaction, each with its own properties', async () => {
  const wider = await compileWorld(
    lab.map((document) =>
      document.kind === 'entity' && document.name === 'maker'
        ? { ...document, properties: { ...(document['properties'] as object), town: { $ref: '/types/text', title: '城市' } } }
        : document,
    ),
    labFolders,
  );
  await world.database.query('alter table app.maker add column town text');
  const id = await world.database.transaction(async (tx) => {
    const [narrow, wide] = [await open(tx), await open(tx, world.as('system', wider))];
    expect(() => narrow.entities.create('maker', { name: 'old', town: 'x' })).toThrow('"maker.town"');
    const maker = wide.entities.create('maker', { name: 'new', town: '大理' });
    await wide.end();
    const same = await narrow.entities.findOneOrFail('maker', { id: maker.id });
    expect(same).not.toBe(maker);
    same['name'] = 'renamed by the older one';
    await narrow.end();
    return maker.id;
  });
  expect(await world.database.query('select name, town, version from app.maker where id = $1', [id])).toEqual([
    { name: 'renamed by the older one', town: '大理', version: 2 },
  ]);
  expect(await world.database.query('select release from loom.audit where record_id = $1 order by id', [id])).toEqual([
    { release: wider.hash },
    { release: world.release.hash },
  ]);
});

it('many at once share the pool without disturbing each other', async () => {
  const names = Array.from({ length: 24 }, (_, index) => `crowd ${index}`);
  await Promise.all(
    names.map((name, index) =>
      world.database
        .transaction(async (tx) => {
          const unit = await open(tx);
          unit.entities.create('maker', { name });
          await unit.end();
          if (index % 3 === 0) throw new Error('back');
        })
        .catch((error: Error) => expect(error.message).toBe('back')),
    ),
  );
  expect(await world.database.query("select count(*)::int as rows from app.maker where name like 'crowd %'")).toEqual([{ rows: 16 }]);
});
