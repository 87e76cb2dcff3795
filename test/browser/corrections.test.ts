import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDayEndDesk } from '../lending/day-end-desk.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { desktop, openBrowser, phone, picture, type Screen, settled, signIn, type TestBrowser } from './support/browser.ts';
import { builtScreens } from './support/built-screens.ts';
import { confirm, fieldOf, finish, press, type } from './support/by-hand.ts';
import { eventually } from './support/eventually.ts';

/** What was wrong about a loan, mended on its screens: 200,000 at 12 % over 24 months, with no money in June 2026. */
let server: TestServer;
let browser: TestBrowser;
let loan = '';
let receipt = '';
const screens = new Map<string, Screen>();

const payments = [
  ['2026-02-15', '9414.69'],
  ['2026-03-15', '9414.69'],
  ['2026-04-15', '9414.69'],
  ['2026-05-15', '9414.69'],
  ['2026-07-15', '9414.69'],
] as const;

beforeAll(async () => {
  server = await startLendingServer('2026-07-20T02:00:00Z', { screensFolder: await builtScreens() });
  const desk = await openDayEndDesk(server.engine);
  loan = await desk.open({}, { amount: '200000.00', annualRate: '0.12', periods: 24, method: 'LEVEL', disbursementDate: '2026-01-15' });
  for (const [date, amount] of payments) await desk.repay(loan, amount, date);
  browser = await openBrowser();
});
afterAll(async () => {
  for (const screen of screens.values()) {
    expect(screen.problems).toEqual([]);
    await screen.close();
  }
  await browser?.close();
  await server?.close();
});

/** The screen of one person, opened on first use and kept. */
async function deskOf(username: string, viewport = desktop): Promise<Page> {
  const known = screens.get(`${username} ${viewport.width}`);
  if (known !== undefined) return known.page;
  // Her first session gives her a password.
  await server.signIn(username);
  const screen = await browser.open(server.url, { viewport });
  screens.set(`${username} ${viewport.width}`, screen);
  await signIn(screen.page, username, server.passwordOf(username));
  return screen.page;
}

describe('money of an earlier day', () => {
  it('is registered with its day by the cashier', async () => {
    const page = await deskOf('wu.hao');
    await page.goto(`/record/loan/${loan}`);
    await press(page, '登记还款');
    await (await fieldOf(page, '还款金额')).waitFor();
    await type(page, { 还款金额: '9414.69', 到账日期: '2026-06-15', 银行流水号: 'LATE-1' });
    await confirm(page, '预览结果');
    await page.locator('.preview-result table').first().waitFor();
    await finish(page, '确认执行');
    const accountant = await server.signIn('zheng.lin');
    const { body } = await accountant.get('/api/lists/receipt/rows?view=toPost');
    expect(body.rows).toHaveLength(1);
    receipt = body.rows[0].id;
  });

  it('shows the accountant before and after by component, then moves the later money on', async () => {
    const page = await deskOf('zheng.lin');
    await page.goto(`/record/receipt/${receipt}`);
    await press(page, '复核入账');
    await confirm(page, '预览结果');
    const preview = page.locator('.preview-result');
    await preview.getByRole('table', { name: '前后对比' }).waitFor();
    await settled(page);
    await picture(page, 'staff-backdated');
    await finish(page, '确认执行');
    await page.goto(`/record/loan/${loan}`);
    await eventually(() => page.locator('tr[data-standing="paid"]').count()).toBe(6);
  });
});

describe('a receipt that is taken back', () => {
  it('shows another person what opens again, and is taken back with a reason', async () => {
    const page = await deskOf('lu.ping');
    await page.goto(`/record/receipt/${receipt}`);
    await page.locator('.record-actions').getByRole('button', { name: '更多' }).click();
    await page.getByRole('menuitem', { name: /^冲正/ }).click();
    await type(page, { 冲正原因: '到账日期登记错误' });
    await confirm(page, '预览结果');
    await page.locator('.preview-result').getByRole('table', { name: '前后对比' }).waitFor();
    await settled(page);
    await picture(page, 'staff-reversal');
    await finish(page, '确认执行');
    await eventually(() => page.locator('.record-head, .content').first().innerText()).toContain('已冲正');
  });

  it('stays in the life of the loan with what took it back, and any day before still reads as it was known then', async () => {
    const page = await deskOf('wu.hao');
    await page.goto(`/record/loan/${loan}`);
    await page.getByRole('tab', { name: '账户历程' }).click();
    const facts = page.getByRole('table', { name: '发生的事' });
    await eventually(() => facts.innerText()).toMatch(/已被 #8 冲正/);
    await settled(page);
    await picture(page, 'loan-life-reversed');
  });

  it('is read on a phone', async () => {
    const page = await deskOf('lu.ping', phone);
    await page.goto(`/record/receipt/${receipt}`);
    await page.getByText('到账日期登记错误').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await settled(page);
    await picture(page, 'receipt-reversed-phone');
  });
});
