import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { desktop, picture, type Screen, settled, signIn } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { browser, inTheShop, shop } from './support/in-the-shop.ts';
import { makeOrders } from './support/shop.ts';

let screen: Screen;

inTheShop((open) => makeOrders(open, 46));
beforeEach(async () => {
  screen = await browser.open(shop.url, { viewport: desktop });
  await signIn(screen.page, 'mia', shop.passwordOf('mia'));
  await screen.page.goto('/list/repair-order');
  await screen.page.locator('.list-table tbody tr td').first().waitFor();
});
afterEach(async () => {
  expect(screen.problems).toEqual([]);
  await screen.close();
});

const rowCount = () => screen.page.locator('.list-table').getAttribute('aria-rowcount').then(Number);
const count = () => screen.page.locator('.screen-head .count').textContent();

test('a list shows its rows at 32 pixels with a total over all of them', async () => {
  await eventually(count).toBe('46');
  const box = await screen.page.locator('.list-table tbody tr').nth(2).boundingBox();
  expect(box?.height).toBe(32);
  await eventually(() => screen.page.locator('tfoot').textContent()).toMatch(/合计.*[\d,]+\.\d\d/);
  await picture(screen.page, 'list');
});

test('a quick filter narrows the rows, stands in the address, and Back undoes it', async () => {
  const { page } = screen;
  await page.locator('.filter-chip button', { hasText: '紧急程度' }).click();
  await page.locator('.chip-body').getByText('立即').click();
  await eventually(count).toBe('11');
  expect(new URL(page.url()).searchParams.get('filter')).toContain('"urgency"');
  await page.keyboard.press('Escape');
  await picture(page, 'list-filtered');
  await page.goBack();
  await eventually(count).toBe('46');
});

test('the filter builder reads its condition back in words', async () => {
  const { page } = screen;
  await page.locator('.filter-more').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('字段').click();
  await page.locator('.ant-select-item-option', { hasText: /^合计$/ }).click();
  await dialog.getByLabel('比较').click();
  await page.locator('.ant-select-item-option', { hasText: /^大于$/ }).click();
  await dialog.locator('.filter-value input').fill('0.1w');
  await eventually(() => dialog.locator('.filter-sentence').textContent()).toBe('合计 大于 1,000');
  await picture(page, 'list-filter-builder');
  await dialog.getByRole('button', { name: '应用' }).click();
  await eventually(async () => Number(await count())).toBeLessThan(46);
  const totals = await page.locator('.list-table tbody tr td:nth-child(9)').allTextContents();
  for (const total of totals) expect(Number(total.replaceAll(',', ''))).toBeGreaterThan(1000);
});

test('a click on a head sorts up, then down', async () => {
  const { page } = screen;
  const head = page.locator('th', { hasText: /^合计$/ });
  const figures = async () =>
    (await page.locator('.list-table tbody tr td:nth-child(9)').allTextContents()).slice(0, 12).map((text) => Number(text.replaceAll(',', '')));
  await head.getByRole('button').click();
  await eventually(() => head.getAttribute('aria-sort')).toBe('ascending');
  await settled(page);
  await eventually(async () => {
    const shown = await figures();
    return shown.length > 0 && shown.every((value, index) => index === 0 || value >= (shown[index - 1] ?? 0));
  }).toBe(true);
  await head.getByRole('button').click();
  await eventually(() => head.getAttribute('aria-sort')).toBe('descending');
  await eventually(async () => {
    const shown = await figures();
    return shown.length > 0 && shown.every((value, index) => index === 0 || value <= (shown[index - 1] ?? 0));
  }).toBe(true);
});

test('a view of one’s own is kept on the server and found again after a reload', async () => {
  const { page } = screen;
  await page.locator('.filter-chip button', { hasText: '紧急程度' }).click();
  await page.locator('.chip-body').getByText('尽快').click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '保存为视图' }).click();
  await page.getByLabel('视图名称').fill('要尽快的');
  await page.getByLabel('视图名称').press('Enter');
  await eventually(() => page.getByRole('tab', { name: '要尽快的' }).getAttribute('aria-selected')).toBe('true');
  await settled(page);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByRole('tab', { name: '要尽快的' }).click();
  await eventually(count).toBe('11');
});

test('columns can be hidden and stay hidden for the person', async () => {
  const { page } = screen;
  await page.getByRole('button', { name: '列设置' }).click();
  await page.locator('.column-chooser').getByText('配件合计').click();
  await eventually(() => page.locator('th', { hasText: '配件合计' }).count()).toBe(0);
  await settled(page);
  await page.reload();
  await page.locator('.list-table tbody tr td').first().waitFor();
  expect(await page.locator('th', { hasText: '配件合计' }).count()).toBe(0);
  await page.getByRole('button', { name: '列设置' }).click();
  await page.getByRole('button', { name: '恢复默认' }).click();
  await eventually(() => page.locator('th', { hasText: '配件合计' }).count()).toBe(1);
});

test('an export holds the rows and columns that are shown', async () => {
  const { page } = screen;
  await page.locator('.list-search input').fill('陈思远');
  await eventually(count).toBe('4');
  await page.getByRole('button', { name: '导出' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('文本（.csv）').click()]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain('单号');
  expect(lines[1]).toContain('陈思远');
});

test('keys move through the rows, open one beside the list and in full', async () => {
  const { page } = screen;
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await eventually(() => page.locator('tr[aria-selected="true"]').getAttribute('aria-rowindex')).toBe('3');
  await page.keyboard.press('o');
  await page.locator('.in-drawer .record-facts').waitFor();
  await picture(page, 'list-drawer');
  await page.keyboard.press('Escape');
  await eventually(() => page.locator('.in-drawer').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/record\/repair-order\//);
});

test('an action on many rows says for each what became of it', async () => {
  const { page } = screen;
  await page.goto('/list/repair-order?q=%E6%9E%97%E6%99%93%E6%A2%85');
  await eventually(count).toBe('4');
  if ((await page.locator('.list-table .select-cell').count()) === 0) return;
  await page.locator('thead .select-cell input').check();
  await eventually(() => page.locator('.bulk-bar strong').textContent()).toBe('已选 4 条');
  await picture(page, 'list-bulk');
});

test('a list that filters everything away says so and offers the way back', async () => {
  const { page } = screen;
  await page.locator('.list-search input').fill('没有这个人');
  await page.getByText('没有符合条件的记录').waitFor();
  await picture(page, 'list-empty');
  await page.getByRole('button', { name: '清除筛选' }).click();
  await eventually(rowCount).toBe(47);
});
