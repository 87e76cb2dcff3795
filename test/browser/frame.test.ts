import { expect, test } from 'vitest';
import { phone, picture, settled, signIn } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { browser, inTheShop, shop } from './support/in-the-shop.ts';
import { makeOrder, makeOrders } from './support/shop.ts';

inTheShop((open) => makeOrders(open, 8));

test('a wrong password is answered in the form, a right one opens the home page', async () => {
  const { page, problems, close } = await browser.open(shop.url);
  await page.goto('/');
  await picture(page, 'sign-in');
  await page.locator('#username').fill('fay');
  await page.locator('#password').fill('wrong password');
  await page.locator('button[type=submit]').click();
  await eventually(() => page.locator('.sign-in-problem').textContent()).toContain('用户名或密码不正确');
  await page.locator('#password').fill(shop.passwordOf('fay'));
  await page.locator('button[type=submit]').click();
  await page.locator('.figure-value').first().waitFor();
  await picture(page, 'home');
  expect(problems).toEqual([]);
  await close();
});

test('the first sign-in begins with a password of one’s own', async () => {
  await shop.setPassword('finn', 'given by the administrator 1', { mustChange: true });
  const { page, close } = await browser.open(shop.url);
  await page.goto('/');
  await page.locator('#username').fill('finn');
  await page.locator('#password').fill('given by the administrator 1');
  await page.locator('button[type=submit]').click();
  await page.locator('#current-password').fill('given by the administrator 1');
  await page.locator('#new-password').fill('a word of my own 99');
  await page.locator('#new-password-again').fill('a word of my own 99');
  await picture(page, 'password');
  await page.locator('button[type=submit]').click();
  await page.locator('.content').waitFor();
  await close();
});

test('the language changes the frame and the documents at once', async () => {
  const { page, problems, close } = await browser.open(shop.url);
  await signIn(page, 'mia', shop.passwordOf('mia'));
  await page.goto('/list/repair-order');
  await page.getByRole('heading', { name: /维修单/ }).waitFor();
  await page.locator('.person-button').click();
  await page.getByText('English').click();
  await page.getByRole('heading', { name: /Repair order/ }).waitFor();
  await eventually(() => page.locator('.side').textContent()).not.toMatch(/车主/);
  await page.locator('.list-table tbody tr td').first().waitFor();
  await picture(page, 'list-english');
  await page.locator('.person-button').click();
  await page.getByText('中文').click();
  await page.getByRole('heading', { name: /维修单/ }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('dark is chosen by the person and remembered', async () => {
  const { page, close } = await browser.open(shop.url);
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await page.locator('.person-button').click();
  await page.getByText('深色').click();
  await eventually(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await page.goto('/list/repair-order');
  await page.locator('.list-table tbody tr td').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await picture(page, 'list-dark');
  await page.locator('.list-table tbody tr').first().dblclick();
  await page.locator('.record-facts').waitFor();
  await picture(page, 'record-dark');
  await close();
});

test('a double click opens the whole record, also when the drawer has slid under its second click', async () => {
  const { page, problems, close } = await browser.open(shop.url);
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await page.goto('/list/repair-order');
  await page.locator('.list-table tbody tr td').first().waitFor();
  const row = await page.locator('.list-table tbody tr').first().boundingBox();
  const at = { x: (row?.x ?? 0) + (row?.width ?? 0) - 60, y: (row?.y ?? 0) + (row?.height ?? 0) / 2 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down({ clickCount: 1 });
  await page.mouse.up({ clickCount: 1 });
  await eventually(() => page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('.ant-drawer') !== null, at)).toBe(true);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.waitForURL(/\/record\//);
  expect(problems).toEqual([]);
  await close();
});

test('Escape closes what floats, and only then leaves the page', async () => {
  const { page, problems, close } = await browser.open(shop.url);
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await page.goto('/list/repair-order');
  await page.locator('.list-table tbody tr').first().dblclick();
  await page.waitForURL(/\/record\//);
  await page.locator('.person-button').click();
  await page.locator('.ant-dropdown').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.ant-dropdown').waitFor({ state: 'hidden' });
  expect(page.url()).toMatch(/\/record\//);
  await page.keyboard.press('Escape');
  await page.waitForURL(/\/list\/repair-order/);
  expect(problems).toEqual([]);
  await close();
});

test('search over everything is two keys away and leads to the record', async () => {
  const { page, problems, close } = await browser.open(shop.url);
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: '搜索' }).fill('林晓梅');
  await page.getByRole('option').first().waitFor();
  await picture(page, 'search');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/record\//);
  expect(problems).toEqual([]);
  await close();
});

test('the question mark shows all keys, and g t goes to the tasks', async () => {
  const { page, close } = await browser.open(shop.url);
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('键盘快捷键').waitFor();
  await picture(page, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.waitForURL(/\/tasks/);
  await page.getByText('没有待办任务').waitFor();
  await close();
});

test('a record that is not there or not hers is the same answer, with its code', async () => {
  const { page, close } = await browser.open(shop.url);
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await page.goto('/record/repair-order/0190a8c0-0000-7000-8000-000000000000');
  await page.getByText('记录不存在，或您无权查看').waitFor();
  await page.getByText('record.not-found').waitFor();
  await page.goto('/nowhere/at/all');
  await page.getByText('没有这个页面').waitFor();
  await close();
});

test('on a phone the list is cards and the menu is behind its button', async () => {
  await makeOrder(shop);
  const { page, problems, close } = await browser.open(shop.url, { viewport: phone });
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await settled(page);
  await picture(page, 'phone-home');
  await page.getByRole('button', { name: '菜单' }).tap();
  await page.locator('.menu-entry', { hasText: '维修单' }).tap();
  await page.locator('.cards li').first().waitFor();
  await picture(page, 'phone-list');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.locator('.cards button').first().tap();
  await page.locator('.record-facts').waitFor();
  await picture(page, 'phone-record');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.goto('/new/repair-order');
  await page.locator('.form-grid').waitFor();
  await picture(page, 'phone-form');
  expect(problems).toEqual([]);
  await close();
});
