import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Engine, openEngine } from '../../../engine/cli/open-engine.ts';
import { readFolders } from '../../../engine/load/read-folders.ts';
import type { SourceFile } from '../../../engine/load/source-file.ts';
import { type BatchSlice, definePlugin, type OperationContext, type PluginDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

/** The repair shop charges one yuan for each day that a bicycle stands there after the promised day. */
export interface StorageShop {
  readonly server: TestServer;
  /** Every call of the storage step, in order. */
  readonly slices: readonly BatchSlice[];
  /** Put in front of the next calls of the storage step. */
  before: (context: OperationContext, slice: BatchSlice) => Promise<void>;
  /** What the action "lab-enter-slowly" waits for in its transaction. */
  pause: () => Promise<void>;
  /** What the closing step throws. */
  closing: Error | null;
  /** Ids of new orders that are late from 2 March on, by number. */
  addOrders(count: number, values?: Readonly<Record<string, unknown>>): Promise<readonly string[]>;
  /** Storage of every order in order of ids, as text. */
  storage(): Promise<readonly string[]>;
  run(date: string): Promise<{ readonly state: string; readonly hash: string | null; readonly id: string }>;
  /** One more server on the same database. */
  openNode(): Promise<Engine>;
  /** As it was when it opened, but for the clock and dates that were opened. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface StorageShopOptions {
  readonly clock?: string;
  readonly job?: Readonly<Record<string, unknown>>;
  readonly screensFolder?: string;
}

export async function openStorageShop(options: StorageShopOptions = {}): Promise<StorageShop> {
  const slices: BatchSlice[] = [];
  const shop = { before: async () => undefined, pause: async () => undefined, closing: null } as Pick<StorageShop, 'before' | 'pause' | 'closing'> as {
    -readonly [K in keyof StorageShop]: StorageShop[K];
  };
  const plugin = storage(
    async (context, slice) => {
      slices.push(slice);
      await shop.before(context, slice);
    },
    () => shop.pause(),
    () => shop.closing,
  );
  const sources = [...(await readFolders(['metadata/platform', 'test/support/repair-shop'].map((pack) => join(root, pack)))), ...labFiles(options.job ?? {})];
  const server = await startTestServer({
    sources,
    plugins: [plugin],
    clock: options.clock ?? '2026-03-05T02:00:00.000Z',
    ...(options.screensFolder === undefined ? {} : { screensFolder: options.screensFolder }),
  });
  const [hq] = await server.store.database.query<{ id: string }>("select id from app.org_unit where code = 'HQ'");
  const [rider = ''] = await server.insertMany('rider', [{ name: '陈思远', phone: '13800102000', ownerUnit: hq?.id ?? null, ownerPath: '/HQ/' }]);
  let made = 0;
  const nodes: Engine[] = [];
  return Object.assign(shop, {
    server,
    slices,
    addOrders(count: number, values: Readonly<Record<string, unknown>> = {}) {
      const rows = Array.from({ length: count }, () => ({
        no: `RO${String((made += 1)).padStart(4, '0')}`,
        rider,
        receivedOn: '2026-02-20',
        promisedOn: '2026-03-01',
        labour: '80.00',
        state: 'waiting',
        ownerUnit: hq?.id ?? null,
        ownerPath: '/HQ/',
        labStorage: '0.00',
        ...values,
      }));
      return server.insertMany('repair-order', rows);
    },
    async storage() {
      const rows = await server.store.database.query<{ lab_storage: string }>('select lab_storage from app.repair_order order by id');
      return rows.map((row) => row.lab_storage);
    },
    async run(date: string) {
      const { batch } = server.engine.services;
      const { id } = await batch.start(await server.engine.callAs(null), 'shop-day-end', date);
      await batch.settled();
      const found = await batch.run(id);
      if (found === undefined) throw new Error('the run is gone');
      return found.run;
    },
    async openNode() {
      const node = await openEngine({
        databaseUrl: server.databaseUrl,
        sources,
        plugins: [plugin],
        screensFolder: null,
        logger: pino({ level: 'silent', base: null }),
        secret: 'a secret of the tests, long enough for all',
        now: server.now,
        randomBytes: (count) => randomBytes(count),
        isStopping: () => false,
        progress: () => undefined,
        connections: 4,
      });
      nodes.push(node);
      return node;
    },
    async reset() {
      for (const node of nodes.splice(0)) await node.close();
      await server.store.database.query('truncate loom.batch_job, loom.batch_run, loom.batch_step, loom.batch_slice, loom.batch_quarantine');
      await server.store.database.query('delete from app.repair_order');
      slices.length = 0;
      made = 0;
      shop.before = async () => undefined;
      shop.closing = null;
    },
    async close() {
      for (const node of nodes) await node.close();
      await server.close();
    },
  });
}

const root = join(import.meta.dirname, '..', '..', '..');

function storage(
  before: (context: OperationContext, slice: BatchSlice) => Promise<void>,
  pause: () => Promise<void>,
  closing: () => Error | null,
): PluginDefinition {
  return definePlugin({
    name: 'storage',
    operations: [
      {
        name: 'pause',
        title: '等待',
        input: { type: 'object', additionalProperties: false },
        output: { type: 'object' },
        async run(context) {
          await context.sql('select 1');
          await pause();
          return {};
        },
      },
    ],
    batchSteps: [
      {
        name: 'charge',
        title: '计收存放费',
        over: 'repair-order',
        async run(context, slice) {
          await before(context, slice);
          const broken = await context.sql<{ no: string }>(`select no from {repair-order} where ${inSlice} and complaint = 'no frame number'`, range(slice));
          if (broken.length > 0) throw new Refusal('storage.no-frame', { no: broken.map(({ no }) => no) });
          await context.sql(
            `update {repair-order} set lab_storage = lab_storage + 1, lab_charged_through = $5::date where ${inSlice}
              and state = 'waiting' and promised_on < $5::date and (lab_charged_through is null or lab_charged_through < $5::date)`,
            [...range(slice), slice.date],
          );
          const rows = await context.sql<{ no: string; amount: string }>(
            `select no, lab_storage as amount from {repair-order} where ${inSlice} order by id`,
            range(slice),
          );
          const unnamed = await context.sql<{ id: string }>(`select id from {repair-order} where ${inSlice} and complaint = 'no rider'`, range(slice));
          return {
            processed: rows.length,
            digest: rows.map(({ no, amount }) => `${no} ${amount}`).join('\n'),
            failures: unnamed.map(({ id }) => ({ record: id, code: 'storage.no-rider', message: '车主不明' })),
          };
        },
      },
      {
        name: 'remind',
        title: '提醒取车',
        over: 'repair-order',
        async run(context, slice) {
          const rows = await context.sql<{ no: string }>(
            `update {repair-order} set lab_reminded = coalesce(lab_reminded, '') || to_char($5::date, 'DD ') where ${inSlice}
              and coalesce(lab_reminded, '') not like '%' || to_char($5::date, 'DD ') || '%' returning no`,
            [...range(slice), slice.date],
          );
          return { processed: rows.length };
        },
      },
      {
        name: 'close',
        title: '月末结账',
        async run() {
          const error = closing();
          if (error !== null) throw error;
          return { processed: 0, digest: 'closed' };
        },
      },
    ],
    problems: { 'storage.no-frame': { status: 422, zh: '没有车架号：{no}。', en: 'No frame number: {no}.' } },
  });
}

const inSlice = 'id between $1 and $2 and ($3::uuid is null or id = $3::uuid) and id <> all($4::uuid[])';

function range({ from, to, only, except }: BatchSlice): readonly unknown[] {
  return [from, to, only ?? null, except];
}

function labFiles(job: Readonly<Record<string, unknown>>): readonly SourceFile[] {
  const pack = {
    kind: 'pack',
    name: 'lab',
    title: '试验',
    version: '1.0.0',
    language: 'zh',
    layer: 30,
    dependencies: { platform: '>=0.1', 'repair-shop': '>=0.1' },
    plugins: ['storage'],
  };
  const documents = [
    {
      kind: 'entity',
      name: 'repair-order',
      properties: {
        labStorage: { $ref: '/types/money', title: '存放费', default: '0.00' },
        labChargedThrough: { $ref: '/types/date', title: '已计至' },
        labReminded: { $ref: '/types/text', title: '已提醒' },
      },
    },
    {
      kind: 'job',
      name: 'shop-day-end',
      title: '日终处理',
      sliceSize: 4,
      steps: {
        charge: { title: '计收存放费', step: 'storage.charge' },
        remind: { title: '提醒取车', step: 'storage.remind' },
        close: { title: '月末结账', step: 'storage.close', when: 'monthEnd' },
      },
      ...job,
    },
    { kind: 'entity', name: 'lab-entry', title: '流水', properties: { on: { $ref: '/types/date', title: '记账日' } } },
    {
      kind: 'action',
      name: 'lab-enter',
      title: '记一笔',
      on: 'lab-entry',
      creates: true,
      steps: { entry: { do: 'create', entity: 'lab-entry', with: { on: '{today}' } } },
    },
    {
      kind: 'action',
      name: 'lab-enter-slowly',
      title: '慢慢记一笔',
      on: 'lab-entry',
      creates: true,
      steps: { pause: { do: 'storage.pause' }, entry: { do: 'create', entity: 'lab-entry', with: { on: '{today}' } } },
    },
    {
      kind: 'policy',
      name: 'lab-entry',
      title: '流水权限',
      entity: 'lab-entry',
      grants: { manager: { role: 'manager', operations: ['read', 'create', 'action:*'] } },
    },
    { kind: 'role', name: 'night-watch', title: '夜班', includes: ['staff-member'], functions: ['batch'] },
    {
      kind: 'seed',
      name: 'night-watch',
      title: '夜班人员',
      of: 'role-assignment',
      match: ['staff', 'role'],
      records: { bossAtNight: { staff: '@staff/boss', role: 'night-watch', validFrom: '2020-01-01' } },
    },
  ];
  return [
    { pack: 'lab', file: 'lab/pack.json', text: JSON.stringify(pack) },
    ...documents.map((document) => ({ pack: 'lab', file: `lab/all/${document.name}.${document.kind}.json`, text: JSON.stringify(document) })),
    { pack: 'lab', file: 'lab/i18n/en.json', text: JSON.stringify({ 'job:shop-day-end': { '/title': 'Day end', '/steps/charge/title': 'Storage' } }) },
  ];
}
