import { afterAll, beforeAll, expect, it } from 'vitest';
import { definePlugin, type OperationContext } from '../../engine/plugin-api/index.ts';
import { type DocumentText, openShop, type ShopWorld } from './support/shop-world.ts';

let shop: ShopWorld;
/** What the operation of the plugin does in this test. */
let work: (context: OperationContext) => Promise<unknown>;

const anything = { type: 'object' };
const workshop = definePlugin({
  name: 'workshop',
  managed: ['bench'],
  operations: [{ name: 'arrange', title: '安排', input: anything, output: {}, run: (context) => work(context) }],
  capabilities: [
    {
      name: 'tidy',
      input: anything,
      output: {},
      async run(context) {
        const entities = await context.entities();
        for (const bench of await entities.find('bench', {})) bench['label'] = `${bench['label'] as string}, tidy`;
      },
    },
  ],
});

const documents: readonly DocumentText[] = [
  {
    kind: 'entity',
    name: 'bench',
    managedBy: 'workshop',
    properties: {
      no: { $ref: '/types/serial', title: '编号', serial: 'B{seq:3}' },
      label: { $ref: '/types/text', title: '名称', unique: true },
      price: { $ref: '/types/money', title: '价格', default: '10.00' },
      double: { $ref: '/types/money', title: '两倍', formula: 'round(price * 2, 2)' },
      beside: { $ref: '/types/reference', title: '旁边', to: 'bench' },
    },
    required: ['label'],
    display: '{label}',
    states: { free: { title: '空', initial: true }, taken: { title: '占', final: true } },
    constraints: { cheap: { rule: { fact: 'price', operator: 'lessThanInclusive', value: '100.00' }, message: '太贵', field: 'price' } },
  },
  { kind: 'entity', name: 'shelf', properties: { label: { $ref: '/types/text', title: '名称' } }, display: '{label}' },
];

beforeAll(async () => {
  shop = await openShop({ documents, plugins: [workshop] });
});
afterAll(() => shop.close());

function arrange<Result>(does: (context: OperationContext) => Promise<Result>): Promise<Result> {
  work = does;
  return shop.inside((tx) => shop.operations.run(tx, shop.by('mia'), 'workshop.arrange', {}, 'bench-arrange')) as Promise<Result>;
}

it('what an operation has not flushed is written at its end, complete and audited with its action', async () => {
  const id = await arrange(async (context) => {
    const entities = await context.entities();
    expect(await context.entities()).toBe(entities);
    return entities.create('bench', { label: 'left' }).id;
  });
  expect(await shop.load('bench', id)).toMatchObject({ no: 'B001', label: 'left', price: '10.00', double: '20.00', state: 'free', version: 1 });
  const audit = await shop.database.query('select type, action, actor_id, before, after from loom.audit where record_id = $1', [id]);
  expect(audit).toEqual([
    {
      type: 'created',
      action: 'bench-arrange',
      actor_id: shop.id('mia'),
      before: null,
      after: { no: 'B001', label: 'left', price: '10.00', double: '20.00', state: 'free' },
    },
  ]);
});

it('stored formulas follow what has changed, and are audited with it', async () => {
  const { id } = await shop.insert('bench', { label: 'follows' });
  await arrange(async (context) => {
    const bench = await (await context.entities()).findOneOrFail('bench', { id }, { lock: true });
    bench['price'] = '12.34';
    bench.state = 'taken';
  });
  expect(await shop.load('bench', id)).toMatchObject({ price: '12.34', double: '24.68', state: 'taken', version: 2 });
  const [, audit] = await shop.database.query('select type, before, after from loom.audit where record_id = $1 order by id', [id]);
  expect(audit).toEqual({
    type: 'updated',
    before: { price: '10.00', double: '20.00', state: 'free' },
    after: { price: '12.34', double: '24.68', state: 'taken' },
  });
});

it('new objects may point to each other', async () => {
  const [first, second] = await arrange(async (context) => {
    const entities = await context.entities();
    const one = entities.create('bench', { label: 'one' });
    const two = entities.create('bench', { label: 'two', beside: one });
    return [one.id, two.id] as const;
  });
  expect(await shop.load('bench', second)).toMatchObject({ beside: first });
});

it('the checks of every write hold: required, shape, constraints, states, unique values', async () => {
  const making = (values: Record<string, unknown>) => arrange(async (context) => void (await context.entities()).create('bench', values));
  const pointing = (pointer: string, code: string) => ({ code: 'record.invalid', errors: [{ pointer, code }] });
  await expect(making({})).rejects.toMatchObject(pointing('/label', 'value.required'));
  await expect(making({ label: 'dear', price: '100.01' })).rejects.toMatchObject(pointing('/price', 'value.constraint'));
  await expect(making({ label: 'rounded', price: 0.1 + 0.2 })).rejects.toMatchObject({ code: 'record.invalid' });
  await expect(making({ label: 'lost', state: 'elsewhere' })).rejects.toMatchObject(pointing('/state', 'value.not-a-choice'));
  await shop.insert('bench', { label: 'once' });
  await expect(making({ label: 'once' })).rejects.toMatchObject({ code: 'record.duplicate' });
  expect(await shop.database.query("select 1 from app.bench where label in ('dear', 'rounded', 'lost')")).toEqual([]);
});

it('it reads every entity and writes only those that its plugin manages', async () => {
  const shelf = await shop.insert('shelf', { label: 'foreign' });
  const refused = { code: 'record.managed' };
  await expect(arrange(async (context) => void (await context.entities()).create('shelf', { label: 'mine' }))).rejects.toMatchObject(refused);
  const changing = arrange(async (context) => {
    const found = await (await context.entities()).findOneOrFail('shelf', { id: shelf.id });
    expect(found['label']).toBe('foreign');
    found['label'] = 'mine';
  });
  await expect(changing).rejects.toMatchObject(refused);
  expect(await shop.database.query('select label from app.shelf')).toEqual([{ label: 'foreign' }]);
});

it('it sees what records, SQL and capabilities have written in the same operation', async () => {
  await arrange(async (context) => {
    const made = await context.records.create('bench', { label: 'by records' });
    const entities = await context.entities();
    const bench = await entities.findOneOrFail('bench', { id: made.id });
    await context.capability('workshop.tidy')({});
    await expect(Promise.resolve(bench['label'])).resolves.toBe('by records');
    const anew = await entities.findOneOrFail('bench', { id: made.id }, { lock: true });
    expect(anew).toMatchObject({ label: 'by records, tidy', version: 2 });
    expect(await context.sql('select label from {bench} where id = $1', [made.id])).toEqual([{ label: 'by records, tidy' }]);
  });
});

it('an object that has moved on is refused as stale, and the operation goes back whole', async () => {
  const { id } = await shop.insert('bench', { label: 'moving' });
  const result = arrange(async (context) => {
    const bench = await (await context.entities()).findOneOrFail('bench', { id });
    await context.records.update('bench', id, { price: '11.00' });
    bench['price'] = '12.00';
  });
  await expect(result).rejects.toMatchObject({ code: 'request.stale' });
  expect(await shop.load('bench', id)).toMatchObject({ price: '10.00', version: 1 });
});

it('a refusal that the operation swallows is not forgotten at its end', async () => {
  const swallowing = arrange(async (context) => {
    const entities = await context.entities();
    entities.create('shelf', { label: 'quietly' });
    await entities.flush().catch(() => undefined);
  });
  await expect(swallowing).rejects.toMatchObject({ code: 'record.managed' });
  expect(await shop.database.query("select 1 from app.shelf where label = 'quietly'")).toEqual([]);
});
