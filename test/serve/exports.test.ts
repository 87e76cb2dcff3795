import ExcelJS from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let mia: Person;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
  mia = await server.signIn('mia');
  const fay = await server.signIn('fay');
  await fay.post('/api/records/rider', { name: '=1+1', phone: '13100000001', creditLimit: '1234.50', level: 'gold' });
  await fay.post('/api/records/rider', { name: '有,逗号"引号', phone: '13100000002' });
}, 120_000);
afterAll(() => server?.close());

test('a CSV opens in a spreadsheet program as what it is, and starts no formula', async () => {
  const { text, headers } = await mia.get('/api/exports/rider?format=csv&sort=createdAt');
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const [header, first, second] = text.slice(1).split('\r\n');
  expect(header).toBe('编号,姓名,电话,等级,赊账额度,停止服务');
  expect(first?.split(',').slice(1)).toEqual(["'=1+1", '131****0001', '金牌', '1234.50', '否']);
  expect(second).toContain('"有,逗号""引号"');
});

test('a workbook has numbers as numbers and the words of the screen', async () => {
  const { bytes, headers } = await mia.get('/api/exports/rider?format=xlsx&sort=createdAt');
  expect(headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as never);
  const row = workbook.worksheets[0]?.getRow(2);
  expect(row?.getCell(2).value).toBe('=1+1');
  expect(row?.getCell(4).value).toBe('金牌');
  expect(row?.getCell(5).value).toBe(1234.5);
});

test('an export follows the filter', async () => {
  const condition = encodeURIComponent('{"fact":"level","operator":"equal","value":"gold"}');
  const { text } = await mia.get(`/api/exports/rider?format=csv&filter=${condition}`);
  expect(text.trimEnd().split('\r\n')).toHaveLength(2);
});

test('more than 5,000 rows become a job that can be watched and whose file only its owner reads', async () => {
  await server.insertMany(
    'part',
    Array.from({ length: 5_001 }, (_, index) => ({ sku: `BULK-${index}`, name: `零件 ${index}`, unitPrice: '1.00', stock: 1, discount: '0' })),
  );
  const accepted = await mia.get('/api/exports/part?format=csv');
  expect(accepted.status).toBe(202);
  const place = accepted.headers.get('location') ?? '';
  const events = (await mia.get(place, { accept: 'text/event-stream' })).text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)));
  const last = events.at(-1);
  expect(last).toMatchObject({ state: 'done', done: 5_004 });
  const file = await mia.get(`/api/files/${last.file.id}`);
  expect(file.text.trimEnd().split('\r\n')).toHaveLength(5_005);
  const boss = await server.signIn('boss');
  expect((await boss.get(place)).status).toBe(404);
  expect((await boss.get(`/api/files/${last.file.id}`)).status).toBe(404);
}, 60_000);

test('an export leaves its trace: who, which list, which filter, how many rows', async () => {
  const condition = encodeURIComponent('{"fact":"level","operator":"equal","value":"gold"}');
  await mia.get(`/api/exports/rider?format=csv&filter=${condition}&columns=no,name`);
  const [row] = await server.store.database.query<{ username: string; entity: string; after: unknown }>(
    "select s.username, a.entity, a.after from loom.audit a join app.staff s on s.id = a.actor_id where a.type = 'exported' order by a.id desc limit 1",
  );
  expect(row).toMatchObject({ username: 'mia', entity: 'rider', after: { list: 'rider', format: 'csv', columns: ['no', 'name'], rows: 1 } });
  expect(JSON.stringify(row?.after)).toContain('gold');
});
