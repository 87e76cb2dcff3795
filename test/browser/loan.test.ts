import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { openDayEndDesk } from '../lending/day-end-desk.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { builtScreens } from './support/built-screens.ts';
import { eventually } from './support/eventually.ts';
import { desktop, openBrowser, phone, picture, type Screen, settled, signIn, type TestBrowser } from './support/browser.ts';

/** The loan's page, with the golden loan taken over from a tape: 100,000 at 12 % over 12 months, paid out on 2026-04-01. */
let server: TestServer;
let browser: TestBrowser;
let screen: Screen;
let loan = '';
/** Another one, part paid, on which something happened. */
let paidLoan = '';

const payments = [
  ['2026-02-15', '9414.69'],
  ['2026-03-15', '9414.69'],
  ['2026-04-20', '9414.69'],
  ['2026-05-15', '19000.00'],
  ['2026-07-15', '9414.69'],
] as const;

beforeAll(async () => {
  server = await startLendingServer('2026-11-24T02:00:00Z', { screensFolder: await builtScreens() });
  const tape = parse(await readFile(join(import.meta.dirname, '../support/loan-tape-sample.csv')), { columns: true }) as Record<string, string>[];
  const rows = tape.map((values, index) => ({ line: index + 2, values })).filter(({ values }) => values['row'] === '9003');
  await server.engine.services.importer.run(
    await server.engine.callAs('zheng.lin'),
    'loan-tape',
    { headers: Object.keys(tape[0] ?? {}), rows },
    { dryRun: false },
    () => undefined,
  );
  const accountant = await server.signIn('zheng.lin');
  loan = (await accountant.get('/api/lists/loan/rows')).body.rows[0].id;
  const desk = await openDayEndDesk(server.engine);
  paidLoan = await desk.open({}, { amount: '200000.00', annualRate: '0.12', periods: 24, method: 'LEVEL', disbursementDate: '2026-01-15' });
  for (const [date, amount] of payments) await desk.repay(paidLoan, amount, date);
  await server.setPassword('wu.hao', server.passwordOf('wu.hao'));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(async () => {
  screen = await browser.open(server.url, { viewport: desktop });
  await signIn(screen.page, 'wu.hao', server.passwordOf('wu.hao'));
  await screen.page.goto(`/record/loan/${loan}`);
});
afterEach(async () => {
  expect(screen.problems).toEqual([]);
  await screen.close();
});

test('the schedule shows what is overdue and what lies ahead', async () => {
  const { page } = screen;
  const rows = page.locator('tr[data-standing]');
  await expect.poll(() => rows.count(), { timeout: 45_000 }).toBe(12);
  expect(await rows.nth(0).getAttribute('data-standing')).toBe('overdue');
  expect(await rows.nth(11).getAttribute('data-standing')).toBe('future');
  expect(await rows.nth(1).innerText()).toContain('8,884.88');
  await settled(page);
  await picture(page, 'loan-schedule');
});

test('a click on a figure tells where each cent comes from', async () => {
  const { page } = screen;
  const figure = page.locator('tr[data-standing]').nth(1).getByRole('button', { name: '金额由来: 利息 2' });
  await figure.click();
  const reason = page.locator('.ant-popover', { hasText: '未取整' });
  await reason.waitFor();
  expect(await reason.innerText()).toMatch(/92,115\.12.*0\.12.*1\/12.*921\.1512.*921\.15/s);
  await picture(page, 'loan-trace');
});

test('a repayment is tried before it is registered', async () => {
  const { page } = screen;
  await page.getByRole('tab', { name: '还款试算' }).click();
  await page.getByLabel('金额', { exact: true }).fill('8884.88');
  await page.getByRole('button', { name: /^试\s?算$/ }).click();
  const table = page.getByRole('table', { name: '分配' });
  await table.waitFor();
  expect(await table.innerText()).toMatch(/利息\s+1,000\.00/);
  await picture(page, 'loan-repayment-preview');
});

test('the life of a loan is read on any day by dragging, by typing, or from one event to the next', async () => {
  const { page } = screen;
  await page.goto(`/record/loan/${paidLoan}`);
  await page.getByRole('tab', { name: '账户历程' }).click();
  const day = page.getByLabel('截至', { exact: true });
  await day.waitFor();
  await day.fill('2026-03-14');
  await day.press('Enter');
  const facts = page.getByRole('table', { name: '发生的事' });
  await eventually(() => facts.locator('tr[data-acts="true"]').count()).toBe(2);
  const plan = page.getByRole('table', { name: '还款计划' });
  expect(await plan.locator('tr[data-standing="paid"]').count()).toBe(1);
  await page.getByRole('button', { name: '下一件事' }).click();
  await eventually(() => day.inputValue()).toBe('2026-03-15');
  await eventually(() => facts.locator('tr[data-acts="true"]').count()).toBe(3);
  await page.getByRole('slider').focus();
  await page.keyboard.press('ArrowLeft');
  await eventually(() => day.inputValue()).toBe('2026-03-14');
  await page.getByRole('button', { name: '回到今天' }).click();
  await eventually(() => facts.locator('tr[data-acts="true"]').count()).toBe(6);
  await settled(page);
  await picture(page, 'staff-loan-life');
});

test('on a phone the life of a loan scrolls within its tables', async () => {
  const small = await browser.open(server.url, { viewport: phone });
  await signIn(small.page, 'wu.hao', server.passwordOf('wu.hao'));
  await small.page.goto(`/record/loan/${paidLoan}`);
  await small.page.getByRole('tab', { name: '账户历程' }).click();
  await small.page.getByRole('table', { name: '发生的事' }).waitFor();
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await settled(small.page);
  await picture(small.page, 'loan-life-phone');
  expect(small.problems).toEqual([]);
  await small.close();
});
