import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFolders } from '../../engine/load/read-folders.ts';
import { type Answer, type Person, startTestServer, type TestServer } from '../support/server.ts';

/** The shop takes riders over from a sheet: one row is one rider with one bike. */
const riders = {
  kind: 'import',
  name: 'riders',
  title: '车主导入',
  entity: 'bike',
  match: ['frameNo'],
  action: 'rider-register',
  columns: {
    name: { header: '姓名', $ref: '/types/text', required: true },
    phone: { header: '电话', $ref: '/types/text', required: true },
    brand: { header: '品牌', $ref: '/types/text', required: true },
    frameNo: { header: '车架号', $ref: '/types/text', required: true },
  },
};

let server: TestServer;
let fay: Person;
beforeAll(async () => {
  const root = join(import.meta.dirname, '..', '..');
  const sources = await readFolders(['metadata/platform', 'test/support/repair-shop'].map((pack) => join(root, pack)));
  server = await startTestServer({
    sources: [...sources, { file: 'test/support/repair-shop/data/riders.import.json', pack: 'repair-shop', text: JSON.stringify(riders) }],
  });
  fay = await server.signIn('fay');
}, 120_000);
afterAll(() => server?.close());

const sheet = (rows: readonly string[]) => ({
  name: 'riders.csv',
  type: 'text/csv',
  content: Buffer.from(`\ufeff姓名,电话,品牌,车架号\n${rows.join('\n')}\n`),
});

/** The job's last word. */
async function watched(person: Person, accepted: Answer) {
  expect(accepted.status, accepted.text).toBe(202);
  const events = (await person.get(accepted.headers.get('location') ?? '', { accept: 'text/event-stream' })).text;
  return JSON.parse(
    events
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .at(-1)
      ?.slice(6) ?? 'null',
  );
}

const good = ['冯一,13000000001,永久,F-1', '冯二,13000000002,永久,F-2'];

test('a dry run tells every wrong cell by line and column, and saves nothing', async () => {
  const before = await server.countRows();
  const job = await watched(fay, await fay.upload('/api/imports/riders', sheet([...good, '冯三,12,永久,F-3', '冯四,,永久,F-4']), { dryRun: 'true' }));
  expect(job).toMatchObject({ state: 'done', kind: 'import-check', done: 4, total: 4 });
  expect(job.problems.map((problem: { line: number; column: string; code: string }) => [problem.line, problem.column, problem.code])).toEqual([
    [4, '电话', 'value.pattern'],
    [5, '电话', 'value.required'],
  ]);
  const { 'loom.job': jobsBefore, ...rowsBefore } = before;
  const { 'loom.job': jobsAfter, ...rowsAfter } = await server.countRows();
  expect(rowsAfter).toEqual(rowsBefore);
  expect(jobsAfter).toBe((jobsBefore ?? 0) + 1);
});

test('good rows are saved, wrong ones leave nothing of themselves, and the mended sheet goes on where it stood', async () => {
  const first = await watched(fay, await fay.upload('/api/imports/riders', sheet([...good, '冯三,12,永久,F-3'])));
  expect(first.problems).toHaveLength(1);
  expect((await fay.get('/api/records/rider/count')).body.count).toBe(2);
  const second = await watched(fay, await fay.upload('/api/imports/riders', sheet([...good, '冯三,13000000003,永久,F-3'])));
  expect(second.problems).toEqual([]);
  expect((await fay.get('/api/records/rider/count')).body.count).toBe(3);
  expect((await fay.get('/api/records/bike/count')).body.count).toBe(3);
});

test('a sheet without a needed column is told so', async () => {
  const job = await watched(fay, await fay.upload('/api/imports/riders', { name: 'r.csv', type: 'text/csv', content: Buffer.from('姓名,品牌\n甲,乙\n') }));
  expect(job.problems.map((problem: { column: string }) => problem.column)).toEqual(['电话', '车架号']);
});

test('an import needs the right to its action, a name that is there and a spreadsheet', async () => {
  const meg = await server.signIn('meg');
  expect((await meg.upload('/api/imports/riders', sheet(good))).body.code).toBe('access.right-missing');
  expect((await fay.upload('/api/imports/nothing', sheet(good))).body.code).toBe('import.unknown');
  expect((await fay.upload('/api/imports/riders', { name: 'a.png', type: 'image/png', content: Buffer.from('89504e470d0a1a0a', 'hex') })).body.code).toBe(
    'file.type',
  );
  expect((await fay.upload('/api/imports/riders', { name: 'a.xlsx', type: '', content: Buffer.from('not a workbook') })).body.code).toBe('file.content');
});
