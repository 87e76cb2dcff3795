import { afterEach, beforeEach, expect, test } from 'vitest';
import { picture, type Screen, settled, signIn } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { browser, inTheShop, shop } from './support/in-the-shop.ts';
import { makeOrder } from './support/shop.ts';

let screen: Screen;

inTheShop();
beforeEach(async () => {
  screen = await browser.open(shop.url);
  await signIn(screen.page, 'fay', shop.passwordOf('fay'));
});
afterEach(async () => {
  expect(screen.problems).toEqual([]);
  await screen.close();
});

const field = (title: string) => screen.page.locator('.field', { has: screen.page.locator('.field-label', { hasText: new RegExp(`^${title}( \\*)?$`) }) });

async function pick(title: string, text: string): Promise<void> {
  const input = field(title).getByRole('combobox');
  await input.click();
  await input.fill(text);
  await screen.page.locator('.ant-select-item-option', { hasText: text }).first().click();
}

test('a step with gaps names them at the field and in a list that jumps', async () => {
  const { page } = screen;
  await page.goto('/new/repair-order');
  await page.getByRole('button', { name: '下一步' }).click();
  await page.locator('.problem-list').waitFor();
  await eventually(() => field('车主').locator('.field-error').textContent()).toContain('车主');
  expect(await field('接车日期').locator('.field-error').count()).toBe(1);
  await picture(page, 'form-errors');
  await page.locator('.problem-list li button', { hasText: '接车日期' }).click();
  await eventually(() => page.evaluate(() => document.activeElement?.id ?? '')).toMatch(/receivedOn$/);
});

test('a record with rows is typed the way people type and saved', async () => {
  const { page } = screen;
  await page.goto('/new/repair-order');
  await pick('车主', '林晓梅');
  await field('接车日期').locator('input').first().fill('t');
  await field('承诺日期').locator('input').first().fill('+7');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByRole('button', { name: '添加一行' }).click();
  const cells = page.locator('.grid-widget tbody tr').first();
  await cells.getByLabel('说明').fill('碳纤维车架');
  await cells.getByLabel('数量').fill('2');
  await cells.getByLabel('单价').fill('1.5w');
  await page.keyboard.press('Tab');
  await field('工时费').locator('input').fill('1,200');
  await eventually(() => cells.getByLabel('单价').inputValue()).toBe('15,000.00');
  await picture(page, 'form-rows');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/record\/repair-order\/[0-9a-f-]{36}$/);
  await eventually(() => page.locator('.record-facts').textContent()).toContain('31,200.00');
  await picture(page, 'record');
});

test('rows copied from a sheet are pasted as rows', async () => {
  const { page } = screen;
  const id = await makeOrder(shop);
  await page.goto(`/record/repair-order/${id}/edit`);
  await page.locator('.grid-widget').waitFor();
  await page.evaluate(() => navigator.clipboard.writeText('链条\t1\t120\n外胎\t2\t1,035.50'));
  await page.locator('.grid-widget tbody tr').first().getByLabel('说明').click();
  await page.keyboard.press('Control+v');
  await eventually(() => page.locator('.grid-widget tbody tr').count()).toBe(2);
  await eventually(() => page.locator('.grid-widget tbody tr').nth(1).getByLabel('单价').inputValue()).toBe('1,035.50');
});

test('a value out of bounds in a row is refused at its cell', async () => {
  const { page } = screen;
  const id = await makeOrder(shop);
  await page.goto(`/record/repair-order/${id}/edit`);
  await page.locator('.grid-widget tbody tr').first().getByLabel('数量').fill('0');
  await page.getByRole('button', { name: '保存' }).click();
  await eventually(() => page.locator('.cell-problem').textContent()).toContain('不得小于 1');
  await page.locator('.grid-widget tbody tr').first().getByLabel('数量').fill('3');
  await eventually(() => page.locator('.cell-problem').count()).toBe(0);
});

test('what only the server knows is refused at its field', async () => {
  const { page } = screen;
  const id = await makeOrder(shop);
  await page.goto(`/record/repair-order/${id}/edit`);
  await field('承诺日期').locator('input').first().fill('2026-11-01');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: '保存' }).click();
  await eventually(() => field('承诺日期').locator('.field-error').textContent()).toContain('承诺日期不得早于接车日期');
});

test('a field becomes required and a section goes away as the rules say', async () => {
  const { page } = screen;
  const id = await makeOrder(shop);
  await page.goto(`/record/repair-order/${id}/edit`);
  await page.locator('[data-section="files"]').waitFor();
  await field('紧急程度').getByText('立即').click();
  await eventually(() => page.locator('.form-section[data-section="files"]').count()).toBe(0);
  await eventually(() => field('客户描述').locator('.required-mark').count()).toBe(1);
});

test('somebody else’s change in between is shown and one’s own is laid over it', async () => {
  const { page } = screen;
  const id = await makeOrder(shop, { labour: '80.00' });
  await page.goto(`/record/repair-order/${id}/edit`);
  await field('客户描述').locator('textarea').fill('后轮摇晃');
  const record = (await shop.fay.get(`/api/records/repair-order/${id}`)).body;
  await shop.fay.patch(`/api/records/repair-order/${id}`, { labour: '95.00' }, { 'if-match': `"${record.version}"` });
  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('记录已被他人修改').waitFor();
  expect(await dialog.locator('tbody').textContent()).toContain('后轮摇晃');
  await picture(page, 'stale');
  await dialog.getByRole('button', { name: '载入新版本并应用我的修改' }).click();
  await eventually(() => field('工时费').locator('input').inputValue()).toBe('95.00');
  await page.getByRole('button', { name: '保存' }).click();
  await page.waitForURL(new RegExp(`/record/repair-order/${id}$`));
  const saved = (await shop.fay.get(`/api/records/repair-order/${id}`)).body;
  expect([saved.labour, saved.complaint]).toEqual(['95.00', '后轮摇晃']);
});

test('what was typed survives a reload, and leaving asks', async () => {
  const { page } = screen;
  const id = await makeOrder(shop);
  await page.goto(`/record/repair-order/${id}/edit`);
  await field('客户描述').locator('textarea').fill('写了一半');
  await page.waitForTimeout(500);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await eventually(() => field('客户描述').locator('textarea').inputValue()).toBe('写了一半');
  await page.getByText('已恢复上次未保存的内容').waitFor();
  await page.locator('.menu-entry', { hasText: '车主' }).click();
  await page.locator('.ant-modal-confirm-title', { hasText: '离开此页面？' }).waitFor();
  await page.getByRole('button', { name: '继续填写' }).click();
  await eventually(() => field('客户描述').locator('textarea').inputValue()).toBe('写了一半');
});

test('a session that ends while one types is taken up again without loss', async () => {
  const { page } = screen;
  const id = await makeOrder(shop);
  await page.goto(`/record/repair-order/${id}/edit`);
  await field('客户描述').locator('textarea').fill('下班前写的');
  await page.context().clearCookies();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('登录已过期').waitFor();
  await page.getByRole('dialog').locator('#password').fill(shop.passwordOf('fay'));
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.waitForURL(new RegExp(`/record/repair-order/${id}$`));
  expect((await shop.fay.get(`/api/records/repair-order/${id}`)).body.complaint).toBe('下班前写的');
});

test('a new record can be made from a picker without leaving the form', async () => {
  const { page } = screen;
  await page.goto('/new/repair-order');
  await field('车主').getByRole('combobox').click();
  await page.locator('.pick-foot button').click();
  const drawer = page.locator('.ant-drawer-content, .ant-drawer-section').last();
  await drawer.getByLabel(/^姓名/).fill('蒋一诺');
  await drawer.getByLabel(/^电话/).fill('13900001234');
  await picture(page, 'quick-create');
  await drawer.getByRole('button', { name: '保存' }).click();
  await eventually(() => field('车主').locator('.ant-select').textContent()).toContain('蒋一诺');
});

test('a lost line keeps what was typed and says so', async () => {
  const { page } = screen;
  const id = await makeOrder(shop);
  await page.goto(`/record/repair-order/${id}/edit`);
  await field('客户描述').locator('textarea').fill('断网时写的');
  await settled(page);
  await page.context().setOffline(true);
  await page.locator('.line-bar').waitFor();
  await picture(page, 'offline');
  expect(await field('客户描述').locator('textarea').inputValue()).toBe('断网时写的');
  await page.context().setOffline(false);
  await eventually(() => page.locator('.line-bar').count()).toBe(0);
});
