import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutboxWorker } from '../../engine/run/outbox.ts';
import { openShop, type ShopWorld } from './support/shop-world.ts';

const text = (title: string, more: object = {}) => ({ $ref: '/types/text', title, ...more });
const documents = [
  {
    kind: 'action',
    name: 'lab-order-import',
    title: '导入维修单',
    on: 'repair-order',
    creates: true,
    internal: true,
    input: {
      properties: {
        complaint: text('单号'),
        rider: { $ref: '/types/reference', title: '车主', to: 'rider' },
        receivedOn: { $ref: '/types/date', title: '日期' },
        labour: { $ref: '/types/money', title: '工时费', min: '0' },
        urgency: { $ref: '/types/choice', title: '急', of: 'urgency' },
        discountRate: { $ref: '/types/rate', title: '折扣', max: '0.5' },
      },
      required: ['complaint', 'rider', 'receivedOn'],
    },
    steps: {
      order: {
        do: 'create',
        entity: 'repair-order',
        with: {
          complaint: '{input.complaint}',
          rider: '{input.rider}',
          receivedOn: '{input.receivedOn}',
          labour: '{input.labour}',
          urgency: '{input.urgency}',
          discountRate: '{input.discountRate}',
        },
      },
      part: { do: 'create', entity: 'part', with: { sku: '{input.complaint}', name: '{input.complaint}', unitPrice: '{input.labour}' } },
    },
  },
  {
    kind: 'import',
    name: 'lab-orders',
    title: '维修单导入',
    entity: 'repair-order',
    match: ['complaint'],
    action: 'lab-order-import',
    columns: {
      complaint: { header: '外部单号', ...text('单号'), required: true },
      rider: { header: '车主', $ref: '/types/reference', to: 'rider', required: true },
      receivedOn: { header: '接车日', headers: ['日期'], $ref: '/types/date', required: true },
      labour: { header: '工时费', $ref: '/types/money', min: '0' },
      urgency: { header: '紧急', $ref: '/types/choice', of: 'urgency' },
      discountRate: { header: '折扣', $ref: '/types/rate', max: '0.5' },
    },
  },
  {
    kind: 'test',
    name: 'lab-register',
    title: '登记车主',
    as: 'front-desk',
    when: { action: 'rider-register', input: { name: '测试客', phone: '13900000009', brand: '凤凰', frameNo: 'X1' } },
    then: { record: { name: '测试客' } },
  },
  {
    kind: 'test',
    name: 'lab-submit-empty',
    title: '空单不能提交',
    as: 'front-desk',
    given: {
      rider: { of: 'rider', values: { name: '测试客', phone: '13900000010' } },
      order: { of: 'repair-order', values: { rider: '@rider', receivedOn: '2026-03-01' } },
    },
    when: { action: 'repair-order-submit', on: '@order', input: {} },
    then: { refused: 'action.condition' },
  },
  {
    kind: 'test',
    name: 'lab-price',
    title: '应付按折扣',
    as: 'front-desk',
    given: { rider: { of: 'rider', values: { name: '测试客', phone: '13900000011' } } },
    when: { create: 'repair-order', input: { rider: '@rider', receivedOn: '2026-03-01', labour: '100.00', discountRate: '0.1' } },
    then: { state: 'draft', record: { payable: '90' } },
  },
  {
    kind: 'test',
    name: 'lab-wrong',
    title: '说错了',
    as: 'front-desk',
    given: { rider: { of: 'rider', values: { name: '测试客', phone: '13900000012' } } },
    when: { create: 'repair-order', input: { rider: '@rider', receivedOn: '2026-03-01' } },
    then: { state: 'done', record: { urgency: 'now' } },
  },
];

let shop: ShopWorld;
beforeAll(async () => {
  shop = await openShop({ documents: documents as never });
  await shop.insert('rider', { name: '王芳', phone: '13812345678' }, shop.by('fay'));
});
afterAll(() => shop.close());

const headers = ['外部单号', '车主', '接车日', '工时费', '紧急', '折扣'];
const row = (line: number, ...cells: readonly (string | null)[]) => ({
  line,
  values: Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? null])),
});
const run = (rows: readonly ReturnType<typeof row>[], dryRun = false) =>
  shop.importer.run(shop.by('mia'), 'lab-orders', { headers, rows }, { dryRun }, () => undefined);
const count = async (table: string) => Number((await shop.database.query<{ n: number }>(`select count(*)::int as n from app.${table}`))[0]?.n);

describe('an import', () => {
  const rows = [
    row(2, 'E-1', 'R20260001', '2026/3/5', '¥1,234.50', '普通', '12.5%'),
    row(3, 'E-2', 'R20260001', '20260306', '80', null, null),
    row(4, 'E-3', '查无此人', '2026-13-01', 'abc', '极快', '60%'),
    row(5, null, 'R20260001', '2026-03-05', '1', null, null),
    row(6, 'E-4', 'R20260001', '45992', null, null, null),
  ];

  it('checked only writes nothing and tells every problem with its line, column and code', async () => {
    const result = await run(rows, true);
    expect(await count('repair_order')).toBe(0);
    expect(result).toMatchObject({ done: 2, skipped: 0 });
    expect(result.problems.map((one) => `${one.line} ${one.column} ${one.code}`).toSorted()).toEqual(
      [
        '4 工时费 value.not-decimal',
        '4 折扣 value.maximum',
        '4 接车日 value.date',
        '4 紧急 value.not-a-choice',
        '4 车主 value.reference-missing',
        '5 外部单号 value.required',
        '6 unitPrice value.required',
      ].toSorted(),
    );
  });

  it('loads good rows, and nothing of a bad one', async () => {
    const result = await run(rows);
    expect(result).toMatchObject({ done: 2, skipped: 0 });
    // Row 6 made its order before its part was refused: neither is there.
    expect(await count('repair_order')).toBe(2);
    expect(await count('part')).toBe((await shop.release.seeds.filter((seed) => seed.of === 'part').flatMap((seed) => [...seed.records])).length + 2);
    const [first] = await shop.inside((tx) => shop.store.find(tx, shop.system(), 'repair-order', { complaint: 'E-1' }));
    expect(first).toMatchObject({ receivedOn: '2026-03-05', labour: '1234.50', urgency: 'normal', ownerUser: shop.id('mia') });
    expect(Number(first?.['discountRate'])).toBe(0.125);
  });

  it('started again goes on where it was', async () => {
    const result = await run([...rows, row(7, 'E-5', 'R20260001', '2026-03-07', '9.00', null, null)]);
    expect(result).toMatchObject({ done: 1, skipped: 2 });
  });

  it('names a column that is missing, and is closed without the right', async () => {
    const result = await shop.importer.run(shop.by('mia'), 'lab-orders', { headers: ['车主', '接车日'], rows: [] }, { dryRun: false }, () => undefined);
    expect(result.problems).toMatchObject([{ column: '外部单号', code: 'import.header-missing' }]);
    await expect(shop.importer.run(shop.by('meg'), 'lab-orders', { headers, rows: [] }, { dryRun: false }, () => undefined)).rejects.toMatchObject({
      code: 'access.right-missing',
    });
    await expect(shop.importer.run(shop.by('mia'), 'none', { headers, rows: [] }, { dryRun: false }, () => undefined)).rejects.toMatchObject({
      code: 'import.unknown',
    });
  });

  it('reads rows as they come and reports on the way', async () => {
    async function* many() {
      for (let line = 2; line <= 251; line++) yield row(line, `M-${line}`, 'R20260001', '2026-03-07', '9.00', null, null);
    }
    const reports: number[] = [];
    const result = await shop.importer.run(shop.by('mia'), 'lab-orders', { headers, rows: many() }, { dryRun: false }, (done) => void reports.push(done));
    expect(result.done).toBe(250);
    expect(reports).toEqual([100, 200, 250]);
  });
});

describe('seeds', () => {
  it('applied again change nothing, and do not overwrite or bring back what people changed', async () => {
    expect(await shop.applySeeds(shop.system())).toEqual({ made: 0, changed: 0 });
    await shop.change('staff', shop.id('moss'), { name: '莫斯先生' });
    const [part] = await shop.inside((tx) => shop.store.find(tx, shop.system(), 'part', {}, { limit: 1, orderBy: ['createdAt'] }));
    await shop.inside((tx) => shop.store.retire(tx, shop.system(), 'part', part as never, { type: 'retired' }));
    expect((await shop.applySeeds(shop.system())).made).toBe(0);
    expect((await shop.load('staff', shop.id('moss')))['name']).toBe('莫斯先生');
  });
});

describe('examples in documents', () => {
  it('pass or tell what came out otherwise, and leave nothing', async () => {
    const before = await count('rider');
    const results = Object.fromEntries((await shop.runDocumentTests(shop.system())).map((result) => [result.name, result]));
    expect(results['lab-register']?.findings).toEqual([]);
    expect(results['lab-submit-empty']?.findings).toEqual([]);
    expect(results['lab-price']?.findings).toEqual([]);
    expect(results['lab-wrong']).toMatchObject({ passed: false, findings: ['state is draft, not done', 'record urgency is "normal", not "now"'] });
    expect(await count('rider')).toBe(before);
  });
});

describe('the outbox', () => {
  it('delivers each message once, however many workers there are, and tries a failed one again', async () => {
    await shop.database.query('delete from loom.outbox');
    for (let n = 0; n < 120; n++) await shop.inside((tx) => shop.store.emit(tx, n % 10 === 0 ? 'lab.bad' : 'lab.good', { n }));
    const heard: number[] = [];
    const errors: unknown[] = [];
    let isBroken = true;
    let now = new Date(Date.now() + 60_000).toISOString();
    const worker = () =>
      createOutboxWorker({
        store: shop.store,
        now: () => now,
        onError: (error) => void errors.push(error),
        subscribers: [
          {
            topics: ['lab.'],
            deliver: async (_tx, message) => {
              if (message.topic === 'lab.bad' && isBroken) throw new Error('broken');
              heard.push(Number(message.payload['n']));
            },
          },
        ],
      });
    await Promise.all([worker().drain(), worker().drain(), worker().drain()]);
    expect(heard.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, n) => n).filter((n) => n % 10 !== 0));
    expect(errors).toHaveLength(12);
    isBroken = false;
    expect(await worker().drain()).toBe(0);
    now = new Date(Date.parse(now) + 10_000).toISOString();
    await worker().drain();
    expect(new Set(heard).size).toBe(120);
    expect(heard).toHaveLength(120);
  });

  it('holds nothing of a transaction that was rolled back', async () => {
    await shop.database.query('delete from loom.outbox');
    await shop
      .inside(async (tx) => {
        await shop.store.emit(tx, 'lab.good', {});
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(await shop.database.query('select 1 from loom.outbox')).toHaveLength(0);
  });
});
