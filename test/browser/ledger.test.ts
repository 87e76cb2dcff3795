import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDayEndDesk } from '../lending/day-end-desk.ts';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { builtScreens } from './support/built-screens.ts';
import { desktop, openBrowser, phone, picture, type Screen, settled, signIn, type TestBrowser } from './support/browser.ts';
import { eventually } from './support/eventually.ts';

/** The book of two loans of 2026-01-15, one of them paid on its first due date; today is 2026-03-02. */
let server: TestServer;
let browser: TestBrowser;
let screen: Screen;
let loan = '';
let loanNo = '';

beforeAll(async () => {
  server = await startLendingServer('2026-03-02T01:00:00Z', { screensFolder: await builtScreens() });
  const desk = await openDayEndDesk(server.engine);
  const terms = { amount: '100000.00', annualRate: '0.12', periods: 12, method: 'LEVEL', disbursementDate: '2026-01-15' } as const;
  loan = await desk.open({}, terms);
  await desk.open({}, { ...terms, amount: '60000.00' });
  await desk.run('2026-02-15');
  await desk.repay(loan, '8884.88', '2026-02-15');
  await desk.run('2026-03-02');
  loanNo = String((await server.store.database.query<{ no: string }>('select no from app.loan where id = $1', [loan]))[0]?.no);
  await server.setPassword('zheng.lin', server.passwordOf('zheng.lin'));
  browser = await openBrowser();
  screen = await browser.open(server.url, { viewport: desktop });
  await signIn(screen.page, 'zheng.lin', server.passwordOf('zheng.lin'));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(() => expect(screen.problems).toEqual([]));

const period = 'from=2026-02-01&to=2026-03-02';

test('an account leads from the trial balance to its statement, from a line to its journal, and to the loan', async () => {
  const { page } = screen;
  await page.goto(`/page/trial-balance?${period}`);
  const table = page.getByRole('table', { name: '试算平衡表 主账' });
  await table.waitFor();
  const row = table.locator('tr', { hasText: '1303' }).first();
  expect(await row.innerText()).toMatch(/160,000\.00\s+0\.00\s+0\.00\s+12,615\.81|160,000\.00/);
  await settled(page);
  await picture(page, 'ledger-trial-balance');
  await row.getByRole('link', { name: '1303', exact: true }).click();
  const statement = page.getByRole('table', { name: '科目明细账' });
  await statement.waitFor();
  expect(await statement.locator('tr').nth(1).innerText()).toMatch(/期初余额\s+160,000\.00/);
  const paid = statement.locator('tr', { hasText: loanNo });
  expect(await paid.first().innerText()).toMatch(/7,884\.88\s+152,115\.12/);
  await settled(page);
  await picture(page, 'ledger-account-statement');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出' }).click();
  await page.getByText('文本（CSV）').click();
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text).toContain('期初余额');
  expect(text).toContain(loanNo);
  await paid.first().getByRole('link', { name: loanNo, exact: true }).click();
  await page.getByRole('tab', { name: '会计分录' }).waitFor();
  await page.goBack();
  await statement.waitFor();
  await paid.first().locator('td').nth(1).getByRole('link').click();
  await page.getByRole('tab', { name: '分录' }).waitFor();
  await page.getByRole('tab', { name: '凭证' }).click();
  await page
    .locator('.content')
    .getByRole('link', { name: new RegExp(loanNo) })
    .first()
    .waitFor();
});

test('a subject is chosen, and its balances and lines stand there', async () => {
  const { page } = screen;
  await page.goto(`/page/subject-statement?${period}`);
  await page.getByText('选好对象').waitFor();
  const field = page.getByRole('combobox', { name: '借据' });
  await field.click();
  await field.fill(loanNo);
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: loanNo }).first().click();
  const accounts = page.getByRole('table', { name: '科目', exact: true });
  await accounts.waitFor();
  expect(await accounts.locator('tr', { hasText: '1303' }).innerText()).toMatch(/100,000\.00\s+0\.00\s+7,884\.88\s+92,115\.12/);
  expect(await page.getByRole('table', { name: '辅助核算明细账' }).innerText()).toContain('8,884.88');
  await settled(page);
  await picture(page, 'ledger-subject-statement');
});

test('the checks run on the page, and a breach is shown with a link to its row', async () => {
  const { page } = screen;
  await page.goto('/page/ledger-checks');
  await page.locator('.ledger-check').nth(10).waitFor();
  expect(await page.locator('.ledger-check[data-holds="true"]').count()).toBe(11);
  await settled(page);
  await picture(page, 'ledger-checks');
  await server.store.database.query(`update app.loan set balance = balance + 5 where id = $1`, [loan]);
  await page.getByRole('button', { name: '重新核对' }).click();
  await eventually(() => page.locator('.ledger-check[data-holds="false"]').count()).toBe(2);
  await settled(page);
  await picture(page, 'ledger-checks-broken');
  const wrong = page.locator('.ledger-broken').first();
  expect(await wrong.innerText()).toMatch(/应为 92,120\.12 · 实为 92,115\.12/);
  await server.store.database.query(`update app.loan set balance = balance - 5 where id = $1`, [loan]);
  await wrong.getByRole('link', { name: loanNo }).click();
  await page.getByRole('tab', { name: '会计分录' }).waitFor();
});

test('on a phone every line of the book is read without scrolling sideways, in English too', async () => {
  const small = await browser.open(server.url, { viewport: phone, language: 'en' });
  await signIn(small.page, 'zheng.lin', server.passwordOf('zheng.lin'));
  const pages = [
    [`trial-balance?${period}`, 'ledger-trial-balance-phone'],
    [`account-statement?account=1303&${period}`, 'ledger-account-statement-phone'],
    [`subject-statement?dimension=loan&subject=${loan}&${period}`, 'ledger-subject-statement-phone'],
    ['ledger-checks', 'ledger-checks-phone'],
  ] as const;
  for (const [path, name] of pages) {
    await small.page.goto(`/page/${path}`);
    await small.page.locator('.ledger-cards li, .ledger-check').first().waitFor();
    await settled(small.page);
    expect(await small.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
    await picture(small.page, name);
  }
  expect(small.problems).toEqual([]);
  await small.close();
});
