import { expect, test } from 'vitest';
import { picture, signIn } from './support/browser.ts';
import { eventually } from './support/eventually.ts';
import { browser, inTheShop, shop } from './support/in-the-shop.ts';

inTheShop();

test('an administrator sets a value from her menu; one out of its bounds is refused beside the field', async () => {
  const { page, close } = await browser.open(shop.url);
  await signIn(page, 'ada', shop.passwordOf('ada'));
  await page.goto('/');
  await page.getByRole('link', { name: '系统参数' }).click();
  await page.getByRole('heading', { name: '系统参数' }).waitFor();
  const length = page.locator('form.setting', { hasText: '密码最短长度' });
  await length.locator('input').fill('3');
  await length.getByRole('button', { name: /保.?存/ }).click();
  await eventually(() => length.getByRole('alert').textContent()).toContain('不得小于 8');
  await picture(page, 'settings-refused');
  const name = page.locator('form.setting', { hasText: '系统名称' });
  await name.locator('input').fill('东风自行车行');
  await name.getByRole('button', { name: /保.?存/ }).click();
  await eventually(() => page.locator('.brand').textContent()).toContain('东风自行车行');
  await eventually(() => name.textContent()).toContain('艾达');
  await picture(page, 'settings');
  await close();
  const visitor = await browser.open(shop.url);
  await visitor.page.goto('/');
  await eventually(() => visitor.page.locator('.sign-in-card').textContent()).toContain('东风自行车行');
  expect(visitor.problems).toEqual([]);
  await visitor.close();
});
