import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorageShop, type StorageShop } from '../batch/support/storage-shop.ts';
import { openBrowser, phone, picture, signIn, type TestBrowser } from './support/browser.ts';
import { builtScreens } from './support/built-screens.ts';
import { eventually } from './support/eventually.ts';

let shop: StorageShop;
let browser: TestBrowser;
let broken: string;

beforeAll(async () => {
  shop = await openStorageShop({ screensFolder: await builtScreens() });
  await shop.addOrders(30);
  [broken = ''] = await shop.addOrders(1, { complaint: 'no frame number' });
  browser = await openBrowser();
  for (const name of ['ada', 'boss']) await shop.server.setPassword(name, shop.server.passwordOf(name));
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

test('an administrator runs a date from her menu, sees it go, and finds the record that was set aside', async () => {
  const { page, problems, close } = await browser.open(shop.server.url);
  await signIn(page, 'ada', shop.server.passwordOf('ada'));
  await page.goto('/');
  await page.getByRole('link', { name: '批处理' }).click();
  await eventually(() => page.locator('.content').textContent()).toContain('还没有处理记录');
  await picture(page, 'batch-empty');
  // Slow enough to be seen.
  shop.before = async () => new Promise((done) => setTimeout(done, 500));
  await page.getByRole('button', { name: '处理 2026-03-04' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '开始处理' }).click();
  await page.getByRole('progressbar').waitFor();
  await picture(page, 'batch-running');
  await eventually(() => page.locator('.batch-detail-head').textContent()).toContain('已完成');
  shop.before = async () => undefined;
  await eventually(() => page.locator('.batch-steps').textContent()).toContain('30 条');
  await eventually(() => page.locator('.batch-quarantine').textContent()).toContain('没有车架号：RO0031。');
  await picture(page, 'batch-done');
  expect(problems).toEqual([]);
  await close();
});

test('on a phone, in English: a record still refused says why, a mended one is brought up to date', async () => {
  const { page, problems, close } = await browser.open(shop.server.url, { viewport: phone, language: 'en-US' });
  await signIn(page, 'boss', shop.server.passwordOf('boss'));
  await page.goto('/batch');
  await page.getByRole('heading', { name: 'Batch jobs' }).waitFor();
  await picture(page, 'batch-phone-list');
  await page.locator('.batch-run', { hasText: '2026-03-04' }).click();
  await page.getByRole('link', { name: 'RO0031 陈思远' }).waitFor();
  await page.getByRole('button', { name: 'Mended, retry' }).click();
  await eventually(() => page.locator('.batch-quarantine').textContent()).toContain('2 attempts');
  await picture(page, 'batch-phone-run');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  await shop.server.store.database.query('update app.repair_order set complaint = null where id = $1', [broken]);
  await page.getByRole('button', { name: 'Mended, retry' }).click();
  await eventually(() => page.locator('.batch-quarantine').textContent()).toContain('Brought up to date');
  expect(problems).toEqual([]);
  await close();
});

test('a run that stopped says so and goes on from there; whoever lacks the right is refused', async () => {
  shop.server.advance({ days: 27 });
  shop.closing = new Error('unbalanced');
  await shop.run('2026-03-31');
  const { page, close } = await browser.open(shop.server.url);
  await signIn(page, 'ada', shop.server.passwordOf('ada'));
  await page.goto('/batch');
  await eventually(() => page.getByRole('alert').textContent()).toContain('server.unexpected');
  await picture(page, 'batch-stopped');
  shop.closing = null;
  await page.getByRole('button', { name: '继续处理' }).click();
  await eventually(() => page.locator('.batch-detail-head').textContent()).toContain('已完成');
  await close();
  await shop.server.setPassword('fay', shop.server.passwordOf('fay'));
  const other = await browser.open(shop.server.url);
  await signIn(other.page, 'fay', shop.server.passwordOf('fay'));
  await other.page.goto('/batch');
  await eventually(() => other.page.locator('.content').textContent()).toContain('access.right-missing');
  await other.close();
});
