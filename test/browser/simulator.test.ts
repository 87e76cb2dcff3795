import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { builtScreens } from './support/built-screens.ts';
import { desktop, openBrowser, phone, picture, type Screen, settled, signIn, type TestBrowser } from './support/browser.ts';
import { fieldOf, pick, type } from './support/by-hand.ts';
import { eventually } from './support/eventually.ts';

/** The simulator page on the demo company at 2026-01-15; the golden loan V1 is among what it shows. */
let server: TestServer;
let browser: TestBrowser;
let screen: Screen;

beforeAll(async () => {
  server = await startLendingServer(undefined, { screensFolder: await builtScreens() });
  await server.setPassword('chen.jie', server.passwordOf('chen.jie'));
  browser = await openBrowser();
  screen = await browser.open(server.url, { viewport: desktop });
  await signIn(screen.page, 'chen.jie', server.passwordOf('chen.jie'));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(() => expect(screen.problems).toEqual([]));

async function open(path = '/page/loan-calculator') {
  await screen.page.goto(path);
  await screen.page.locator('.sim-figures, .sim-compare').first().waitFor();
  return screen.page;
}

test('a product gives its plan, three annualised figures, the verdict of its cap, a chart and where each interest comes from', async () => {
  const page = await open();
  await pick(page, '产品', '等额本息经营贷');
  const figure = (key: string) => page.locator(`[data-figure="${key}"] dd`);
  await eventually(() => figure('instalment').innerText()).toBe('8,884.88');
  expect(await figure('apr').innerText()).toBe('12.00 %');
  expect(await figure('effective').innerText()).toBe('12.68 %');
  expect(await figure('interest').innerText()).toBe('6,618.53');
  expect(await page.locator('.sim-verdict').getAttribute('data-within')).toBe('true');
  expect(await page.locator('.sim-bar').count()).toBe(12);
  const slider = page.getByRole('slider');
  await slider.focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press('ArrowRight');
  expect(await slider.getAttribute('aria-valuetext')).toContain('第 3 期 2026-04-15 本金 8,043.37 利息 841.51');
  await settled(page);
  await picture(page, 'simulator');
  await page.getByRole('button', { name: '利息由来：第 2 期 921.15' }).click();
  const reason = page.locator('.ant-popover', { hasText: '未取整' });
  await reason.waitFor();
  expect(await reason.innerText()).toMatch(/92,115\.12.*0\.12.*1\/12.*921\.1512.*921\.15.*四舍五入.*规则.*依据/s);
});

test('conditions of one’s own, with a third party’s fee, are judged with all that is paid', async () => {
  const page = await open();
  await page.getByText('自选条件').click();
  await pick(page, '还款方式', '等本等息');
  await type(page, { 利率: '13' });
  await page.getByRole('button', { name: '加一项费用' }).click();
  await eventually(() => page.locator('.sim-verdict').getAttribute('data-within')).toBe('false');
  expect(await page.locator('.sim-verdict').innerText()).toMatch(/超过上限.*对 24 %.*高 [\d.]+ 个百分点/s);
  expect(await page.locator('.sim-table').innerText()).toContain('放款日');
});

test('plans stand side by side, in the address, and leave as a workbook', async () => {
  const page = await open();
  await page.getByRole('button', { name: '加一个方案比较' }).click();
  await page.getByText('自选条件').click();
  await pick(page, '还款方式', '等额本金');
  await page.getByRole('button', { name: '加一个方案比较' }).click();
  await pick(page, '还款方式', '先息后本');
  const table = page.getByRole('table', { name: '方案比较' });
  await eventually(() => table.locator('thead th').count()).toBe(4);
  await eventually(() => table.innerText()).toMatch(/最低/);
  await page.getByRole('tab', { name: /方案 2/ }).click();
  await settled(page);
  await picture(page, 'simulator-compare');
  const shared = page.url();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: '导出' })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'CSV 文件' }).click()),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  expect(file.suggestedFilename()).toBe('贷款试算-2026-01-15.csv');
  expect(text).toContain('期次,起息日,应还日,本金,利息,费用,应还合计,期末余额,计息余额,年利率,天数,计息系数');
  expect(text.trim().split('\r\n').length).toBe(1 + 1 + 12);
  const other = await open(new URL(shared).pathname + new URL(shared).search);
  await eventually(() => other.getByRole('table', { name: '方案比较' }).locator('thead th').count()).toBe(4);
});

test('what is typed wrong is said at its field, and nothing is calculated from it', async () => {
  const page = await open();
  await page.getByText('自选条件').click();
  await type(page, { 贷款金额: '很多' });
  await eventually(async () => (await fieldOf(page, '贷款金额')).innerText()).toContain('请填写正确的贷款金额');
  await page.getByText('填好左边的条件').waitFor();
  await type(page, { 贷款金额: '10万', 期数: '600' });
  await eventually(() => page.locator('.sim-bar').count()).toBe(600);
});

test('what a product does not offer is named while it is tried', async () => {
  const page = await open();
  await pick(page, '产品', '等额本息经营贷');
  await type(page, { 贷款金额: '500' });
  await eventually(() => page.locator('.sim-not-offered').innerText()).toContain('金额须在 10000.00 至 5000000.00 之间');
});

test('a phone shows the same in one column, and English speaks English', async () => {
  const english = await browser.open(server.url, { viewport: phone, language: 'en-US' });
  const { page } = english;
  await signIn(page, 'chen.jie', server.passwordOf('chen.jie'));
  await page.goto('/page/loan-calculator');
  await page.getByText('Free choice').click();
  await eventually(() => page.locator('[data-figure="instalment"] dd').innerText()).toBe('8,884.88');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  // Titles and sources of the limits are the company's own records; all else is the screen's.
  for (const part of ['.sim-plans', '.sim-form', '.sim-figures', '.sim-chart', '.sim-table', '.sim-summary'])
    expect(await page.locator(part).innerText(), part).not.toMatch(/[\u4e00-\u9fff]/);
  await settled(page);
  await picture(page, 'simulator-phone');
  await page.locator('.sim-summary').click();
  await settled(page);
  await picture(page, 'simulator-phone-result');
  expect(english.problems).toEqual([]);
  await english.close();
});
