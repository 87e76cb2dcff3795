import { expect, test } from 'vitest';
import type { World } from '../../engine/cli/command.ts';
import { readSettings } from '../../engine/cli/settings.ts';
import { runCli } from '../../engine/cli.ts';
import { problems } from '../../engine/contract/problems.ts';
import { Refusal } from '../../engine/kernel/refusal.ts';
import { matchesType, typeByName } from '../../engine/serve/http/file-types.ts';
import { acceptedLanguage } from '../../engine/serve/http/language.ts';
import { renderProblem } from '../../engine/serve/http/problem.ts';
import { parseJson } from '../../engine/serve/http/read-json.ts';
import { contentDisposition } from '../../engine/serve/routes/files.ts';
import { csvHeader, csvRow } from '../../engine/serve/spreadsheet/write-csv.ts';
import { openXlsx } from '../../engine/serve/spreadsheet/write-xlsx.ts';
import { readSpreadsheet } from '../../engine/serve/spreadsheet/read-spreadsheet.ts';

function worldWith(environment: Record<string, string>): World & { readonly printed: string[] } {
  const printed: string[] = [];
  return {
    environment,
    root: '/installation',
    folder: '/here',
    printed,
    now: () => '2026-11-24T00:00:00.000Z',
    randomBytes: (count) => new Uint8Array(count),
    print: (line) => void printed.push(line),
    printError: (line) => void printed.push(line),
    progress: () => undefined,
    askSecret: async () => undefined,
    onSignal: () => undefined,
  };
}

test('a misspelt setting is refused, not ignored', () => {
  expect(() => readSettings(worldWith({ LOOM_PACK: 'x' }))).toThrow(/Unknown setting LOOM_PACK\. Known are LOOM_DATA, LOOM_PACKS/);
  expect(() => readSettings(worldWith({ PORT: 'eighty' }))).toThrow(/PORT is "eighty"/);
  expect(() => readSettings(worldWith({ LOOM_LOG: 'loud' }))).toThrow(/LOOM_LOG is "loud"/);
  expect(() => readSettings(worldWith({ DATABASE_URL: 'mysql://x', LOOM_SECRET: 'x'.repeat(32) }))).toThrow(/DATABASE_URL must be/);
});

test('a given database needs a given secret and brings no demo', () => {
  expect(() => readSettings(worldWith({ DATABASE_URL: 'postgresql://x/y' }))).toThrow(/LOOM_SECRET is missing/);
  expect(() => readSettings(worldWith({ DATABASE_URL: 'postgresql://x/y', LOOM_SECRET: 'short' }))).toThrow(/at least 32/);
  expect(readSettings(worldWith({ DATABASE_URL: 'postgresql://x/y', LOOM_SECRET: 'x'.repeat(32) })).packs).toEqual([
    '/installation/metadata/platform',
    '/installation/metadata/microloan',
  ]);
  expect(readSettings(worldWith({}))).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    dataFolder: '/here/data',
    packs: ['/installation/metadata/platform', '/installation/metadata/microloan', '/installation/metadata/demo'],
  });
});

test('a mistyped command is answered with the nearest one', async () => {
  const world = worldWith({});
  expect(await runCli(world, ['strat'])).toBe(2);
  expect(world.printed.join()).toContain('Did you mean "start"?');
});

test('help lists every command and each explains itself', async () => {
  const world = worldWith({});
  expect(await runCli(world, ['help'])).toBe(0);
  for (const name of ['start', 'publish', 'user', 'import', 'export']) {
    expect(world.printed.join('\n')).toContain(`  ${name}`);
    expect(await runCli(worldWith({}), ['help', name])).toBe(0);
  }
});

test('an option that a command does not have is refused', async () => {
  const world = worldWith({});
  expect(await runCli(world, ['publish', '--force'])).toBe(2);
  expect(world.printed.join()).toContain('--force');
});

const place = { catalogue: problems, language: 'zh', requestId: 'r1' };

test('a parameter of a sentence can neither bring markup of the sentence nor control characters', () => {
  const body = renderProblem(new Refusal('action.unknown', { name: 'a\n\u202e{secret}' }), place);
  expect(body.detail).toBe('没有此操作：a  {secret}。');
  expect(renderProblem(new Refusal('action.unknown', { name: 'x'.repeat(5_000) }), place).detail.length).toBeLessThan(400);
});

test('a code that is not listed never leaves the server', () => {
  expect(renderProblem(new Refusal('made.up'), place)).toMatchObject({ status: 500, code: 'server.unexpected', detail: expect.stringContaining('r1') });
});

test('every problem has a sentence in both languages with the same parameters', () => {
  const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const [code, { zh, en, status }] of Object.entries(problems)) {
    expect(names(zh), code).toEqual(names(en));
    expect(code).toMatch(/^[a-z]+\.[a-z-]+$/);
    expect(status).toBeGreaterThanOrEqual(400);
  }
});

test('the place of a fault in JSON is its line and column', () => {
  for (const [text, where] of [
    ['{"a":\n 1,}', '第 2 行第 4 列'],
    ['', '第 1 行第 1 列'],
    ['{"a"', '第 1 行第 5 列'],
    ['nul', '第 1 行第 4 列'],
  ] as const) {
    let refusal: Refusal | undefined;
    try {
      parseJson(text);
    } catch (error) {
      refusal = error as Refusal;
    }
    expect(renderProblem(refusal as Refusal, place).detail).toContain(where);
  }
});

test('the best offered language of the browser is taken', () => {
  expect(acceptedLanguage('fr;q=0.9, en-GB;q=0.8, zh;q=0.7', ['zh', 'en'])).toBe('en');
  expect(acceptedLanguage('zh-CN,zh;q=0.9,en;q=0.8', ['zh', 'en'])).toBe('zh');
  expect(acceptedLanguage('*', ['zh'])).toBeUndefined();
  expect(acceptedLanguage('en;q=0', ['zh', 'en'])).toBeUndefined();
});

test('extension, declared type and content of a file must agree', () => {
  expect(typeByName('a.PDF', '')).toBe('application/pdf');
  expect(typeByName('a.pdf', 'image/png')).toBeUndefined();
  expect(typeByName('a.pdf.exe', 'application/pdf')).toBeUndefined();
  expect(matchesType(Buffer.from('%PDF-1.7'), 'application/pdf')).toBe(true);
  expect(matchesType(Buffer.from('PK\u0003\u0004'), 'application/pdf')).toBe(false);
  expect(matchesType(Buffer.from('a;b\n', 'utf8'), 'text/csv')).toBe(true);
  expect(matchesType(Buffer.from([0, 1, 2]), 'text/csv')).toBe(false);
});

test('a file name cannot break out of its header', () => {
  expect(contentDisposition('attachment', 'a"\r\nx: y.pdf')).toBe('attachment; filename="a___x: y.pdf"; filename*=UTF-8\'\'a%22%0D%0Ax%3A%20y.pdf');
});

const columns = [
  { key: 'name', title: '名称', type: 'text' },
  { key: 'amount', title: '金额', type: 'money' },
];

test('a text that a spreadsheet program would calculate is written as text, a negative amount stays a number', () => {
  expect(csvHeader(columns)).toBe('\ufeff名称,金额\r\n');
  for (const text of ['=1+1', '+1', '-1', '@x', '\tx'])
    expect(csvRow(columns, { name: text, amount: null }).startsWith("'") || csvRow(columns, { name: text, amount: null }).startsWith('"\'')).toBe(true);
  expect(csvRow(columns, { name: '甲', amount: '-12.00' })).toBe('甲,-12.00\r\n');
  expect(csvRow(columns, { name: { masked: '138****5678' }, amount: '1' })).toBe('138****5678,1\r\n');
});

test('a workbook that was written is read back cell by cell', async () => {
  const workbook = openXlsx('甲/乙', columns);
  workbook.add({ name: '张三', amount: '12345678901234.56' });
  workbook.add({ name: { id: 'x', label: '李四' }, amount: '0.10' });
  const { headers, rows } = await readSpreadsheet(await workbook.finish(), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
  expect(headers).toEqual(['名称', '金额']);
  expect(rows).toEqual([
    { line: 2, values: { 名称: '张三', 金额: '12345678901234.56' } },
    { line: 3, values: { 名称: '李四', 金额: '0.1' } },
  ]);
});

test('a CSV is read in UTF-8 and in what a Chinese Windows writes; empty rows are left out, lines keep their number', async () => {
  const expected = [
    { line: 2, values: { 姓名: '张三', 电话: '1' } },
    { line: 4, values: { 姓名: '李四', 电话: null } },
  ];
  expect((await readSpreadsheet(Buffer.from('\ufeff姓名,电话\n张三,1\n,\n李四,\n'), 'text/csv')).rows).toEqual(expected);
  const windows = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0x78, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x31, 0x0a]);
  expect((await readSpreadsheet(windows, 'text/csv')).rows).toEqual([{ line: 2, values: { 姓名: '张三', x: '1' } }]);
});

test('a spreadsheet without column names, or with one twice, is refused with the reason', async () => {
  await expect(readSpreadsheet(Buffer.from(',,\n1,2,3\n'), 'text/csv')).rejects.toMatchObject({ code: 'import.file' });
  await expect(readSpreadsheet(Buffer.from('a,a\n1,2\n'), 'text/csv')).rejects.toMatchObject({ code: 'import.file' });
  await expect(readSpreadsheet(Buffer.from('not a zip'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')).rejects.toMatchObject({
    code: 'import.file',
  });
});
