import { expect, test } from 'vitest';
import { picture, signIn } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { browser, inTheShop, shop } from './support/in-the-shop.ts';
import { makeOrder } from './support/shop.ts';

inTheShop();

test('the history of a record speaks in names, titles and rows, never in ids or raw text', async () => {
  const id = await makeOrder(shop);
  const before = (await shop.fay.get(`/api/records/repair-order/${id}`)).body;
  const [line] = before.lines;
  const changes = {
    rider: shop.riders[1],
    bike: shop.bikes[1],
    urgency: 'soon',
    promisedOn: '2026-11-30',
    lines: [
      { id: line.id, description: '刹车片', quantity: 3, unitPrice: '45.50' },
      { description: '链条', quantity: 1, unitPrice: '88.00' },
    ],
  };
  const answer = await shop.fay.patch(`/api/records/repair-order/${id}`, changes, { 'if-match': `"${before.version}"` });
  expect(answer.status).toBe(200);
  const { page, problems, close } = await browser.open(shop.url);
  await signIn(page, 'fay', shop.passwordOf('fay'));
  await page.goto(`/record/repair-order/${id}`);
  const entry = page.locator('.history > li').first();
  await entry.waitFor();
  const more = entry.getByRole('button');
  if ((await more.count()) > 0) await more.first().click();
  const after = (await shop.fay.get(`/api/records/repair-order/${id}`)).body;
  await eventually(() => entry.textContent()).toContain(after.rider.label);
  const text = (await entry.textContent()) ?? '';
  expect(text).toContain('链条');
  expect(text).toMatch(/刹车片.*数量/);
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\{"|soon|2026-11-30T/);
  await entry.scrollIntoViewIfNeeded();
  await picture(page, 'history');
  expect(problems).toEqual([]);
  await close();
});
