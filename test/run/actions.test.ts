import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../engine/kernel/refusal.ts';
import { definePlugin, type OperationContext } from '../../engine/plugin-api/index.ts';
import { openShop, type ShopWorld } from './support/shop-world.ts';

const money = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };

/** Operations that try the door from inside. */
const bench = definePlugin({
  name: 'bench',
  problems: { 'bench.too-dear': { status: 422, zh: '太贵：{limit}', en: 'Too dear: {limit}' } },
  operations: [
    {
      name: 'bench.quote',
      title: '报价',
      readOnly: true,
      on: 'repair-order',
      input: { type: 'object', properties: { record: { type: 'string' }, extra: money }, required: ['record'] },
      output: { type: 'object', properties: { payable: money }, required: ['payable'] },
      async run(context: OperationContext, input: { readonly record: string }) {
        const order = await context.records.get('repair-order', input.record);
        await context.asSystem('quote').create('part', { sku: 'GHOST', name: '不会留下', unitPrice: '1.00' });
        return { payable: String(order?.['payable']) };
      },
    },
    {
      name: 'bench.restock',
      title: '补货',
      input: { type: 'object', properties: { sku: { type: 'string' }, count: { type: 'integer' } }, required: ['sku', 'count'] },
      output: { type: 'object' },
      async run(context: OperationContext, input: { readonly sku: string; readonly count: number }) {
        const [part] = await context.asSystem('restock').find('part', { sku: input.sku });
        if (part === undefined) throw new Refusal('record.not-found');
        if (input.count > 100) throw new Refusal('bench.too-dear', { limit: 100 });
        await context.asSystem('restock').update('part', part.id, { stock: Number(part['stock']) + input.count });
        const rows = await context.sql<{ stock: string }>('select stock from {part} where sku = $1', [input.sku]);
        const doubled = await context.capability<{ readonly n: number }, { readonly n: number }>('bench.double')({ n: input.count });
        context.emit('part.restocked', { sku: input.sku });
        return { stock: Number(rows[0]?.stock), doubled: doubled.n, number: await context.number('T{seq:3}'), day: context.businessDate };
      },
    },
    {
      name: 'bench.as-actor',
      title: '以本人',
      input: { type: 'object' },
      output: { type: 'object' },
      run: async (context: OperationContext) => ({ made: (await context.records.create('part', { sku: `X${Date.now()}`, name: 'x', unitPrice: '1.00' })).id }),
    },
  ] as never,
  capabilities: [
    {
      name: 'bench.double',
      input: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false },
      output: { type: 'object', properties: { n: { type: 'integer' } } },
      run: async (_context: OperationContext, input: never) => ({ n: (input as { readonly n: number }).n * 2 }),
    },
  ],
});

const documents = [
  {
    kind: 'action',
    name: 'lab-restock',
    title: '补货',
    on: 'part',
    input: { properties: { count: { type: 'integer', title: '数量', minimum: 1 } }, required: ['count'] },
    steps: { restock: { do: 'bench.restock', with: { sku: '{sku}', count: '{input.count}' } } },
  },
  {
    kind: 'action',
    name: 'lab-cancel',
    title: '取消',
    on: 'repair-order',
    from: ['draft'],
    amount: 'total',
    bulk: true,
    steps: { cancel: { do: 'set', with: { state: 'cancelled' } } },
  },
  {
    kind: 'action',
    name: 'lab-quote',
    title: '报价',
    on: 'repair-order',
    input: { properties: { extra: { $ref: '/types/money', title: '加价' } } },
    steps: { note: { do: 'set', with: { complaint: '已报价' } } },
    preview: 'bench.quote',
  },
  { kind: 'action', name: 'lab-as-actor', title: '以本人', on: 'repair-order', steps: { one: { do: 'bench.as-actor', with: {} } } },
  { kind: 'role', name: 'manager', amountLimits: { 'lab-cancel': '1000.00' } },
  { kind: 'policy', name: 'part', grants: { labManager: { role: 'manager', operations: ['action:lab-restock'] } } },
  {
    kind: 'policy',
    name: 'repair-order',
    grants: { labDesk: { role: 'front-desk', operations: ['action:lab-as-actor', 'action:lab-quote'], rows: { fact: 'ownerUser', operator: 'isSelf' } } },
  },
];

let shop: ShopWorld;
let rider: string;
let keys = 0;
beforeAll(async () => {
  shop = await openShop({
    documents: documents.map(({ title, ...document }) => ({ ...document, ...(title === undefined ? { title: undefined } : { title }) }) as never),
    plugins: [bench],
  });
  rider = (await shop.insert('rider', { name: '王芳', phone: '13812345678' }, shop.by('fay'))).id;
});
afterAll(() => shop.close());

const order = (state: string, more: object = {}, by = 'fay') =>
  shop.insert('repair-order', { rider, receivedOn: '2026-03-05', state, lines: [{ quantity: 2, unitPrice: '10.00' }], ...more }, shop.by(by));
const act = async (by: string, action: string, recordId: string | null, input: unknown = {}, key: string | null = `k${keys++}`) =>
  JSON.parse(await shop.actions.act(shop.by(by), { action, recordId, input, idempotencyKey: key })) as {
    readonly record: Record<string, unknown>;
    readonly result: Record<string, unknown>;
  };

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return [error.code, ...error.errors.map((one) => `${one.pointer} ${one.code}`)].join(' ');
    throw error;
  }
  return 'not refused';
}

describe('an action', () => {
  it('runs its steps on one record, over its rows and on others, all or none', async () => {
    const part = await shop.insert('part', { sku: 'CH1', name: '链条', unitPrice: '10.00', stock: 3 });
    const made = await order('waiting', {
      lines: [
        { part: part.id, quantity: 2, unitPrice: '10.00' },
        { quantity: 1, unitPrice: '1.00' },
      ],
    });
    await act('meg', 'repair-order-start-work', made.id, {}, null);
    expect((await shop.load('repair-order', made.id))['mechanic']).toBe(shop.id('meg'));
    const done = await act('meg', 'repair-order-finish', made.id, { workHours: '1.5' });
    expect(done.record).toMatchObject({ state: 'done', workHours: '1.5' });
    expect((await shop.load('part', part.id))['stock']).toBe(1);
    const second = await order('working', { lines: [{ part: part.id, quantity: 2, unitPrice: '10.00' }], mechanic: shop.id('meg') });
    expect(await refusal(act('meg', 'repair-order-finish', second.id, { workHours: '1' }))).toContain('value.constraint');
    expect((await shop.load('repair-order', second.id)).state).toBe('working');
    expect((await shop.load('part', part.id))['stock']).toBe(1);
  });

  it('creates what follows from it, and four eyes keep the mechanic from the till', async () => {
    const made = await order('done', { mechanic: shop.id('mia') });
    expect(await refusal(act('mia', 'repair-order-invoice', made.id, { paidOn: '2026-03-06' }))).toBe('access.separation-of-duties');
    const done = await act('fay', 'repair-order-invoice', made.id, { paidOn: '2026-03-06' });
    expect(done.record).toMatchObject({ state: 'invoiced', paidOn: '2026-03-06' });
    const invoice = await shop.load('invoice', String((done.result['invoice'] as { readonly id: string }).id));
    expect(invoice).toMatchObject({ order: made.id, rider, amount: '20.00', issuedOn: '2026-03-05' });
  });

  it('makes records without having one', async () => {
    const made = await act('fay', 'rider-register', null, { name: '新客', phone: '13900000001', brand: '永久', frameNo: 'F1' });
    expect(made.record).toMatchObject({ name: '新客' });
    expect(made.result).toMatchObject({ bike: { id: expect.any(String) } });
  });

  it('answers in the order right, sight, state, input, condition', async () => {
    const made = await order('draft', { lines: [] });
    expect(await refusal(act('fay', 'repair-order-start-work', made.id))).toBe('access.right-missing');
    expect(await refusal(act('flo', 'repair-order-submit', made.id))).toBe('record.not-found');
    expect(await refusal(act('fay', 'repair-order-invoice', made.id, {}))).toBe('record.state');
    expect(await refusal(act('fay', 'repair-order-submit', made.id, { colour: 'red' }))).toContain('/colour value.unknown-property');
    expect(await refusal(act('fay', 'repair-order-submit', made.id))).toBe('action.condition');
    expect(await refusal(act('fay', 'repair-order-cancel', made.id, {}))).toBe('record.invalid /reason value.required');
    expect(await refusal(act('fay', 'repair-order-approved', made.id))).toBe('action.unknown');
    expect(await refusal(act('fay', 'no-such', made.id))).toBe('action.unknown');
  });

  it('needs a key as soon as it does more than set', async () => {
    const made = await order('draft');
    expect(await refusal(act('fay', 'repair-order-submit', made.id, {}, null))).toBe('request.key-required');
    expect(await refusal(act('fay', 'repair-order-cancel', made.id, { reason: 'x' }, null))).toBe('not refused');
  });

  it('with one key happens once, whoever sends it how often', async () => {
    const made = await order('draft');
    const send = (input: object) => shop.actions.act(shop.by('fay'), { action: 'repair-order-submit', recordId: made.id, input, idempotencyKey: 'same' });
    const answers = await Promise.all([send({}), send({}), send({})]);
    expect(new Set(answers).size).toBe(1);
    expect(await shop.flows.progress(shop.by('fay'), 'repair-order', made.id)).toHaveLength(1);
    const other = await order('draft');
    expect(await refusal(shop.actions.act(shop.by('fay'), { action: 'repair-order-submit', recordId: other.id, input: {}, idempotencyKey: 'same' }))).toBe(
      'request.key-reused',
    );
  });

  it('holds the amount limits of roles', async () => {
    const dear = await order('draft', { lines: [{ quantity: 1, unitPrice: '1000.01' }] });
    const cheap = await order('draft', { lines: [{ quantity: 1, unitPrice: '1000.00' }] });
    expect(await refusal(act('mia', 'lab-cancel', dear.id))).toBe('access.amount-limit');
    expect((await shop.records.allowed(shop.by('mia'), 'repair-order', dear.id)).actions.find((action) => action.name === 'lab-cancel')).toMatchObject({
      allowed: false,
      code: 'access.amount-limit',
    });
    await act('mia', 'lab-cancel', cheap.id);
    expect((await shop.load('repair-order', cheap.id)).state).toBe('cancelled');
  });

  it('in bulk is one transaction a record, with an answer for each', async () => {
    const good = await order('draft');
    const wrong = await order('waiting');
    const answers = await shop.actions.actOnMany(shop.by('mia'), { action: 'lab-cancel', recordIds: [good.id, wrong.id], input: {}, idempotencyKey: null });
    expect(answers).toMatchObject([{ done: true }, { done: false, code: 'record.state' }]);
  });

  it('previews with its checks and leaves nothing', async () => {
    const made = await order('draft');
    expect(await shop.actions.preview(shop.by('fay'), { action: 'lab-quote', recordId: made.id, input: { extra: '1.00' } })).toEqual({ payable: '20.00' });
    expect(await shop.inside((tx) => shop.store.find(tx, shop.system(), 'part', { sku: 'GHOST' }))).toEqual([]);
    expect((await shop.load('repair-order', made.id)).version).toBe(made.version);
    expect(await refusal(shop.actions.preview(shop.by('flo'), { action: 'lab-quote', recordId: made.id, input: {} }))).toBe('record.not-found');
  });
});

describe("a plugin's operation", () => {
  it('writes as the system with a reason, asks capabilities, numbers and emits', async () => {
    const part = await shop.insert('part', { sku: 'RS1', name: '座垫', unitPrice: '5.00', stock: 1 });
    const done = await act('mia', 'lab-restock', part.id, { count: 4 });
    expect(done.result['restock']).toEqual({ stock: 5, doubled: 8, number: 'T001', day: '2026-03-05' });
    const messages = await shop.database.query<{ payload: unknown }>(`select payload from loom.outbox where topic = 'part.restocked'`);
    expect(messages).toMatchObject([{ payload: { sku: 'RS1' } }]);
    const [audit] = await shop.database.query<{ comment: string; action: string }>(
      `select comment, action from loom.audit where record_id = $1 order by id desc limit 1`,
      [part.id],
    );
    expect(audit).toEqual({ comment: 'restock', action: 'lab-restock' });
  });

  it('that refuses takes everything back, in its own words', async () => {
    const part = await shop.insert('part', { sku: 'RS2', name: '铃', unitPrice: '5.00', stock: 1 });
    expect(await refusal(act('mia', 'lab-restock', part.id, { count: 101 }))).toBe('bench.too-dear');
    expect((await shop.load('part', part.id))['stock']).toBe(1);
  });

  it("has the actor's rights unless it says otherwise", async () => {
    const made = await order('draft');
    expect(await refusal(act('fay', 'lab-as-actor', made.id))).toBe('access.right-missing');
  });

  it('is callable only when it reads, on a record that the person sees', async () => {
    const made = await order('draft');
    expect(await shop.actions.operate(shop.by('fay'), 'bench.quote', { record: made.id })).toEqual({ payable: '20.00' });
    expect(await refusal(shop.actions.operate(shop.by('flo'), 'bench.quote', { record: made.id }))).toBe('record.not-found');
    expect(await refusal(shop.actions.operate(shop.by('fay'), 'bench.restock', { sku: 'RS1', count: 1 }))).toBe('operation.unknown');
    expect(await refusal(shop.actions.operate(shop.by('fay'), 'bench.quote', { record: made.id, extra: 'x' }))).toContain('operation.input');
  });
});
