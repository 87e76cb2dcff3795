import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PreparedLoans, prepareLoans } from '../scenario/day-end-desk.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { openBrowser, phone, picture, signIn, type TestBrowser } from './support/browser.ts';
import { builtScreens } from './support/built-screens.ts';
import { eventually } from './support/eventually.ts';

let prepared: PreparedLoans;
let server: TestServer;
let browser: TestBrowser;
let broken = '';

beforeAll(async () => {
  prepared = await prepareLoans(2);
  [broken = ''] = prepared.loans;
  server = await startLendingServer('2026-02-16T12:00:00Z', { database: await prepared.copy(), screensFolder: await builtScreens() });
  browser = await openBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await prepared?.drop();
});

const setRounding = (mode: string) => server.store.database.query('update app.loan_accrual set rounding_mode = $2 where loan = $1', [broken, mode]);

it('the accountant closes the day from the finance menu, opens the loan that was set aside, and has it made up for', async () => {
  await setRounding('BY_HAND');
  const { page, problems, close } = await browser.open(server.url);
  await page.context().clock.setSystemTime(server.now());
  await signIn(page, 'zheng.lin', server.passwordOf('zheng.lin'));
  await page.getByRole('link', { name: '日终处理' }).click();
  await page.getByRole('button', { name: '处理 2026-02-15' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '开始处理' }).click();
  await eventually(() => page.locator('.batch-detail-head').textContent()).toContain('已完成');
  await page.getByRole('button', { name: '处理 2026-02-16' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '开始处理' }).click();
  await eventually(() => page.locator('.batch-detail-head').textContent()).toMatch(/2026-02-16.*已完成/);
  await eventually(() => page.locator('.batch-steps').textContent()).toContain('日结');
  // Its reason stands with the run that set it aside, the one of the first day.
  await page.locator('.batch-run', { hasText: '2026-02-15' }).click();
  await eventually(() => page.locator('.batch-quarantine').textContent()).toContain('还款计划缺少计息依据。');
  await picture(page, 'day-end-quarantine');
  await page.locator('.batch-quarantine a').click();
  await page.locator('.record-view .record-facts').waitFor();
  await page.goBack();
  await setRounding('HALF_UP');
  await page.getByRole('button', { name: '已修正，重试' }).click();
  await eventually(() => page.locator('.batch-quarantine').textContent()).toContain('已补处理');
  await picture(page, 'day-end-mended');
  expect(problems).toEqual([]);
  await close();
});

it('on a phone the run stands in one column', async () => {
  const { page, problems, close } = await browser.open(server.url, { viewport: phone });
  await page.context().clock.setSystemTime(server.now());
  await signIn(page, 'zheng.lin', server.passwordOf('zheng.lin'));
  await page.goto('/batch');
  await page.locator('.batch-run', { hasText: '2026-02-16' }).click();
  await eventually(() => page.locator('.batch-steps').textContent()).toContain('计提准备');
  await picture(page, 'day-end-phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  expect(problems).toEqual([]);
  await close();
});
