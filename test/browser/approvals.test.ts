import { expect, test } from 'vitest';
import { phone, picture, signIn } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { browser, inTheShop, shop } from './support/in-the-shop.ts';
import { makeOrder, submitOrder } from './support/shop.ts';

inTheShop();

const stateOf = async (id: string) => (await shop.fay.get(`/api/records/repair-order/${id}`)).body.state as string;

test('an approval takes two taps on a phone, and the next task opens', async () => {
  const first = await makeOrder(shop);
  const second = await makeOrder(shop);
  await submitOrder(shop, first);
  await submitOrder(shop, second);
  const { page, problems, close } = await browser.open(shop.url, { viewport: phone });
  await signIn(page, 'mia', shop.passwordOf('mia'));
  await page.goto('/tasks');
  await picture(page, 'phone-tasks');
  const task = page.locator('.task-line a').first();
  await task.click();
  await page.locator('.phone-bar').waitFor();
  await picture(page, 'phone-task');
  const opened = page.url();
  await page.locator('.phone-bar').getByRole('button', { name: '同意', exact: true }).tap();
  await page.waitForTimeout(300);
  await picture(page, 'phone-task-confirm');
  await page.getByRole('button', { name: '确认同意' }).tap();
  await eventually(() => page.url()).not.toBe(opened);
  await eventually(() => page.url()).toContain('/tasks/');
  const states = [await stateOf(first), await stateOf(second)];
  expect(states.filter((state) => state === 'waiting')).toHaveLength(1);
  expect(problems).toEqual([]);
  await close();
});

test('a task shows what is asked and the way ahead; the node’s own field changes the sum as it is typed', async () => {
  const id = await makeOrder(shop, { labour: '1000.00' });
  await submitOrder(shop, id);
  const { page, problems, close } = await browser.open(shop.url);
  await signIn(page, 'mia', shop.passwordOf('mia'));
  await page.goto('/tasks');
  await page.locator('.task-line a').first().click();
  await page.locator('.opinion-panel').waitFor();
  await eventually(() => page.locator('.flow-line').textContent()).toContain('技师会签');
  await page.locator('.task-fields input').fill('10');
  await eventually(() => page.locator('.facts').textContent()).toContain('981.90');
  await page.locator('#opinion').fill('给老客户九折。');
  await picture(page, 'task');
  await page.locator('.opinion-buttons').getByRole('button', { name: '同意', exact: true }).click();
  await eventually(async () => (await shop.fay.get(`/api/records/repair-order/${id}`)).body.payable).toBe('981.90');
  await page.goto(`/record/repair-order/${id}`);
  await eventually(() => page.locator('.flow-line').textContent()).toContain('给老客户九折。');
  await picture(page, 'record-flow');
  expect(problems).toEqual([]);
  await close();
});

test('a return needs its target and brings the record back to its maker', async () => {
  const id = await makeOrder(shop);
  await submitOrder(shop, id);
  const { page, close } = await browser.open(shop.url);
  await signIn(page, 'mia', shop.passwordOf('mia'));
  await page.goto('/tasks?q=' + encodeURIComponent((await shop.fay.get(`/api/records/repair-order/${id}`)).body.no));
  await page.locator('.task-line a').first().click();
  await page.locator('.opinion-buttons').getByRole('button', { name: '退回' }).click();
  await page.locator('#opinion').fill('请补照片');
  await page.locator('.opinion-buttons button').first().click();
  await eventually(() => stateOf(id)).toBe('draft');
  await close();
});

test('an action asks for its input and a refusal stands in its dialog', async () => {
  const id = await makeOrder(shop);
  await submitOrder(shop, id);
  const mia = await shop.signIn('mia');
  const [task] = (await mia.get('/api/tasks?tab=todo')).body.rows.filter((row: { recordId: string }) => row.recordId === id);
  await mia.post(`/api/tasks/${task.id}/approve`, { expectedRev: (await mia.get(`/api/tasks/${task.id}`)).body.rev });
  const { page, problems, close } = await browser.open(shop.url);
  await signIn(page, 'meg', shop.passwordOf('meg'));
  await page.goto(`/record/repair-order/${id}`);
  await page.getByRole('button', { name: '开工' }).click();
  await page.getByRole('button', { name: '完工' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '完工' }).click();
  await eventually(() => dialog.locator('.field-error').textContent()).toContain('工时');
  await dialog.getByLabel(/^工时/).fill('1.5');
  await picture(page, 'action-dialog');
  await dialog.getByRole('button', { name: '完工' }).click();
  await eventually(() => stateOf(id)).toBe('done');
  expect(problems).toEqual([]);
  await close();
});
