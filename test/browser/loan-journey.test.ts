import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLendingServer } from '../scenario/lending-server.ts';
import type { TestServer } from '../support/server.ts';
import { openBrowser, phone, picture, type Screen, signIn, type TestBrowser } from './support/browser.ts';
import { builtScreens } from './support/built-screens.ts';
import { addRow, confirm, fieldOf, finish, pick, press, tick, type } from './support/by-hand.ts';
import { eventually } from './support/eventually.ts';

/** 100,000.00 at 12 % a year over 12 months, level, 30/360, from the counter to the last cent, by each person through her
 *  own screens and nothing else. */
let server: TestServer;
let browser: TestBrowser;
const screens = new Map<string, Screen>();
const addresses = { customer: '', application: '', contract: '', order: '', loan: '' };

beforeAll(async () => {
  server = await startLendingServer('2026-01-15T01:00:00Z', { screensFolder: await builtScreens() });
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  const problems = [...screens].flatMap(([name, screen]) => screen.problems.map((problem) => `${name}: ${problem}`));
  await browser?.close();
  await server?.close();
  expect(problems).toEqual([]);
});

/** Her browser, signed in; the second time the one that is still open. */
async function deskOf(username: string, viewport?: { width: number; height: number }): Promise<Page> {
  const key = `${username} ${viewport?.width ?? ''}`;
  const open = screens.get(key);
  if (open !== undefined) return open.page;
  const screen = await browser.open(server.url, viewport === undefined ? {} : { viewport });
  screens.set(key, screen);
  await screen.page.context().clock.setSystemTime(server.now());
  if ((await server.engine.accounts.list()).some((account) => account.username === username))
    await server.setPassword(username, server.passwordOf(username)).catch(() => undefined);
  await signIn(screen.page, username, server.passwordOf(username));
  return screen.page;
}

/** Time passes; sessions have ended, everybody comes back to a new day. */
async function later(days: number): Promise<void> {
  server.advance({ days });
  for (const [key, screen] of screens) {
    expect(screen.problems).toEqual([]);
    await screen.close();
    screens.delete(key);
  }
}

async function openFirstRow(page: Page, list: string): Promise<string> {
  await page.goto(`/list/${list}`);
  await page.locator('.list-table tbody tr td').first().waitFor();
  await page.locator('.list-table tbody tr').first().dblclick();
  await page.waitForURL(/\/record\//);
  // The first click of the two opens the record beside the list; this is the one on its own page.
  await page.locator('.record-view:not(.in-drawer) .record-facts').waitFor();
  return new URL(page.url()).pathname;
}

async function openTask(page: Page): Promise<void> {
  await page.goto('/tasks');
  await page.locator('.task-line a').first().click();
  await page.waitForURL(/\/tasks\/./);
}

const stateOf = (page: Page) => page.locator('.record-name h1').textContent();
const decide = (page: Page, verb: string) => page.locator('.opinion-buttons').getByRole('button', { name: verb, exact: true }).click();
const noTasks = (page: Page) => page.getByText('没有待办任务').first().waitFor();

describe('the credit officer', () => {
  it('cannot leave a wrong identity number: its field refuses it, then the form', async () => {
    const page = await deskOf('chen.jie');
    await page.goto('/list/individual-customer');
    await page.getByRole('button', { name: '新建' }).click();
    await page.getByRole('heading', { name: '新建个人客户' }).waitFor();
    await type(page, { 客户名称: '罗一', 联系电话: '13811112222' });
    await page.getByRole('button', { name: '下一步' }).click();
    await type(page, { 证件号码: '110105198512310044' });
    await eventually(async () => (await fieldOf(page, '证件号码')).textContent()).toContain('校验码不正确');
    await picture(page, 'staff-customer-number');
    await page.getByRole('button', { name: '下一步' }).click();
    await type(page, { 职业: '批发商户', 月收入: '2.6w' });
    await page.getByRole('button', { name: '下一步' }).click();
    await addRow(page, '联系人', { 姓名: '罗二', 电话: '13900001111' });
    await page.locator('tbody tr[aria-label]').first().getByRole('combobox').click();
    await page.locator('.ant-select-item-option', { hasText: '兄弟姐妹' }).click();
    await addRow(page, '银行账户', { 户名: '罗一', 账号: '6200000000000005', 开户行: '成都银行' });
    await page.keyboard.press('Control+Enter');
    await (await fieldOf(page, '备注')).waitFor();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.locator('.problem-list').waitFor();
    expect(await (await fieldOf(page, '证件号码')).textContent()).toContain('校验码不正确');
  });

  it('mends it and makes the customer', async () => {
    const page = await deskOf('chen.jie');
    await type(page, { 证件号码: '110105198512310045' });
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.waitForURL(/\/record\/customer\/[0-9a-f-]{36}$/);
    addresses.customer = new URL(page.url()).pathname;
    await press(page, '启用');
    await eventually(() => stateOf(page)).toContain('正常');
    await picture(page, 'staff-customer');
  });

  it('writes the application and submits it', async () => {
    const page = await deskOf('chen.jie');
    await page.goto('/list/loan-application');
    await page.getByRole('button', { name: '新建' }).click();
    await (await fieldOf(page, '申请金额')).waitFor();
    await pick(page, '借款人', '罗一');
    await pick(page, '产品', '等额本息经营贷');
    await type(page, { 申请金额: '10万', '期数（月）': '12', 年利率: '12', 用途说明: '春节前备货' });
    await pick(page, '还款方式', '等额本息');
    await pick(page, '贷款用途', '经营周转');
    await pick(page, '担保方式', '信用');
    expect(await (await fieldOf(page, '申请金额')).textContent()).toContain('壹拾万元整');
    await page.locator('.screen-head h1').click();
    await picture(page, 'staff-application');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await type(page, { 核定月收入: '2.6w' });
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.waitForURL(/\/record\/loan-application\/[0-9a-f-]{36}$/);
    addresses.application = new URL(page.url()).pathname;
    await page.getByRole('tab', { name: '还款试算' }).click();
    await page.getByRole('table', { name: '试算' }).waitFor();
    await eventually(() => page.locator('.record-main').textContent()).toMatch(/6,618\.53[\s\S]*8,884\.85/);
    await picture(page, 'staff-application-quote');
    await press(page, '提交审批');
    await eventually(() => stateOf(page)).toContain('审批中');
  });
});

describe('the approval', () => {
  it('asks risk, who must fill in her part', async () => {
    const page = await deskOf('sun.mei');
    await openTask(page);
    await page.locator('.opinion-panel').waitFor();
    await type(page, { 风险评分: '82', 风控意见: '现金流稳定，负债率低。' });
    await tick(page, '风险结论', '低');
    await decide(page, '同意');
    await page.locator('#opinion-problem').waitFor();
    await page.locator('#opinion').fill('现金流充足，同意上报。');
    await picture(page, 'staff-task');
    await decide(page, '同意');
    await noTasks(page);
  });

  it('goes through the client’s own node', async () => {
    const page = await deskOf('han.bing');
    await openTask(page);
    await type(page, { 摊位核实意见: '摊位属实，经营三年。' });
    await decide(page, '办结');
    await noTasks(page);
  });

  it('ends with two taps of her department head on his phone', async () => {
    const page = await deskOf('li.qiang', phone);
    await openTask(page);
    await page.locator('.phone-bar').waitFor();
    await picture(page, 'staff-phone-task');
    await page.locator('.phone-bar').getByRole('button', { name: '同意', exact: true }).tap();
    await page.getByRole('button', { name: '确认同意' }).waitFor();
    await picture(page, 'staff-phone-confirm');
    await page.getByRole('button', { name: '确认同意' }).tap();
    await noTasks(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

describe('contract and disbursement', () => {
  it('the officer makes the contract, has it signed and asks for the money', async () => {
    const page = await deskOf('chen.jie');
    await page.goto(addresses.application);
    await eventually(() => page.locator('.flow-line').textContent()).toContain('现金流充足');
    await picture(page, 'staff-approved');
    await press(page, '生成合同');
    await eventually(() => stateOf(page)).toContain('已签合同');
    await page.getByRole('tab', { name: /^合同/ }).click();
    await page.locator('.list-table tbody tr td').first().waitFor();
    await page.locator('.list-table tbody tr').first().dblclick();
    await page.waitForURL(/\/record\/contract\//);
    addresses.contract = new URL(page.url()).pathname;
    await page.getByRole('tab', { name: '成本披露' }).click();
    await eventually(() => page.locator('.disclosure').innerText()).toMatch(/年化综合成本\s+12\.00 %.*借款总成本\s+6,618\.53.*逾期罚息.*未超上限/s);
    await picture(page, 'staff-disclosure');
    await press(page, '确认签订');
    await (await fieldOf(page, '签订日期')).waitFor();
    await type(page, { 签订日期: 't' });
    await finish(page, '确认签订');
    await eventually(() => stateOf(page)).toContain('已生效');
    await picture(page, 'staff-contract');
    await press(page, '申请放款');
    await (await fieldOf(page, '放款金额')).waitFor();
    await finish(page, '申请放款');
    await eventually(() => page.getByRole('tab', { name: /^放款单/ }).textContent()).toMatch(/1$/);
  });

  it('the accountant checks the order and reads why she may not pay it', async () => {
    const page = await deskOf('zheng.lin');
    addresses.order = await openFirstRow(page, 'disbursement-order');
    await press(page, '复核');
    await (await fieldOf(page, '合同已签订')).waitFor();
    for (const [title, answer] of Object.entries({ 合同已签订: '是', 放款条件已落实: '否', 收款账户已核实: '是' })) await tick(page, title, answer);
    await confirm(page, '复核');
    await eventually(async () => (await fieldOf(page, '放款条件已落实')).textContent()).toContain('请核实后选“是”');
    await picture(page, 'staff-order-unticked');
    await tick(page, '放款条件已落实', '是');
    await picture(page, 'staff-order-check');
    await finish(page, '复核');
    await eventually(() => stateOf(page)).toContain('待付款');
    await page.locator('.record-actions').getByRole('button', { name: '更多' }).click();
    const pay = page.locator('.ant-dropdown-menu-item', { hasText: '确认放款' });
    await pay.waitFor();
    expect(await pay.textContent()).toContain('可由：出纳 办理');
    expect(await pay.getAttribute('aria-disabled')).toBe('true');
    await picture(page, 'staff-order-refused');
  });

  it('the cashier pays', async () => {
    const page = await deskOf('wu.hao');
    await page.goto(addresses.order);
    await press(page, '确认放款');
    await (await fieldOf(page, '起息日')).waitFor();
    await type(page, { 起息日: 't', 银行流水号: 'BANK-0001' });
    await picture(page, 'staff-order-pay');
    await finish(page, '确认放款');
    await eventually(() => stateOf(page)).toContain('已放款');
  });
});

describe('the loan card', () => {
  const rows = (page: Page) => page.locator('tr[data-standing]');
  it('shows the schedule to the last cent', async () => {
    const page = await deskOf('chen.jie');
    addresses.loan = await openFirstRow(page, 'loan');
    await eventually(() => rows(page).count()).toBe(12);
    const shown = await rows(page).evaluateAll((lines) => lines.map((line) => [...line.querySelectorAll('td')].map((cell) => cell.textContent)));
    expect(shown.map((cells) => cells[4])).toEqual([...Array.from({ length: 11 }, () => '8,884.88'), '8,884.85']);
    await eventually(() => page.locator('.record-main').textContent()).toContain('6,618.53');
    await picture(page, 'staff-loan');
  });

  it('tells where a figure comes from', async () => {
    const page = await deskOf('chen.jie');
    await rows(page).nth(1).getByRole('button', { name: '金额由来: 利息 2' }).click();
    const reason = page.locator('.ant-popover', { hasText: '未取整' });
    await reason.waitFor();
    expect(await reason.textContent()).toMatch(/92,115\.12 × 0\.12 × 1\/12 = 921\.1512 → 921\.15/);
    await picture(page, 'staff-trace');
  });

  it('fits on a phone', async () => {
    const page = await deskOf('chen.jie', phone);
    await page.goto(addresses.loan);
    await eventually(() => rows(page).count()).toBe(12);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await picture(page, 'staff-phone-loan');
  });

  it('is not there for an officer of another department', async () => {
    const page = await deskOf('zhao.lei');
    for (const address of [addresses.loan, addresses.application, addresses.customer]) {
      await page.goto(address);
      await page.getByText('记录不存在，或您无权查看').waitFor();
    }
    await picture(page, 'staff-not-found');
    for (const list of ['loan', 'individual-customer', 'loan-application', 'contract']) {
      await page.goto(`/list/${list}`);
      await page.locator('.screen-head h1').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.locator('.content').textContent()).not.toContain('罗一');
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: '搜索' }).fill('罗一');
    await page.waitForTimeout(600);
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('option').count()).toBe(0);
  });
});

describe('repayment', () => {
  async function register(amount: string, valueDate: string, bankRef: string, look?: (page: Page) => Promise<void>): Promise<void> {
    const page = await deskOf('wu.hao');
    await page.goto(addresses.loan);
    await press(page, '登记还款');
    await (await fieldOf(page, '还款金额')).waitFor();
    await type(page, { 还款金额: amount, 到账日期: valueDate, 银行流水号: bankRef });
    await confirm(page, '预览结果');
    await page.locator('.preview-result table').waitFor();
    await look?.(page);
    await finish(page, '确认执行');
  }
  async function post(look?: (page: Page) => Promise<void>): Promise<void> {
    const page = await deskOf('zheng.lin');
    await openFirstRow(page, 'receipt?view=toPost');
    await press(page, '复核入账');
    await confirm(page, '预览结果');
    await page.locator('.preview-result table').waitFor();
    await look?.(page);
    await finish(page, '确认执行');
    await eventually(() => stateOf(page)).toContain('已入账');
  }

  it('is tried, registered by the cashier and posted by the accountant', async () => {
    await later(31);
    await register('8884.88', 't', 'IN-1', async (page) => {
      expect(await page.locator('.preview-result').textContent()).toMatch(/7,884\.88[\s\S]*1,000\.00[\s\S]*92,115\.12[\s\S]*2026-03-15/);
      await picture(page, 'staff-repayment');
    });
    await post((page) => picture(page, 'staff-repayment-post'));
    const officer = await deskOf('chen.jie');
    await officer.goto(addresses.loan);
    await eventually(() => officer.locator('tr[data-standing]').first().getAttribute('data-standing')).toBe('paid');
    expect(await officer.locator('.record-facts').textContent()).toContain('92,115.12');
  });

  it('of all instalments settles the loan and its contract', async () => {
    await later(334);
    for (let period = 2; period <= 12; period += 1) {
      const valueDate = period === 12 ? '2027-01-15' : `2026-${String(period + 1).padStart(2, '0')}-15`;
      await register(period === 12 ? '8884.85' : '8884.88', valueDate, `IN-${period}`);
      await post();
    }
    const page = await deskOf('chen.jie');
    await page.goto(addresses.loan);
    await eventually(() => stateOf(page)).toContain('已结清');
    await eventually(() => page.locator('tr[data-standing="paid"]').count()).toBe(12);
    await picture(page, 'staff-loan-settled');
    await page.goto(addresses.contract);
    await eventually(() => stateOf(page)).toContain('已结清');
  }, 600_000);
});

describe('afterwards', () => {
  it('the journals are listed and balance', async () => {
    const page = await deskOf('zheng.lin');
    await page.goto('/list/journal');
    // One pays out; each instalment has one for its interest and one for the money.
    await eventually(() => page.locator('.screen-head .count').textContent()).toBe('25');
    await picture(page, 'staff-journals');
    const auditor = await deskOf('tang.audit');
    await auditor.goto('/page/trial-balance');
    const table = auditor.getByRole('table', { name: '试算平衡表 主账' });
    await table.waitFor();
    const lines = await table.locator('tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td, th')].map((cell) => cell.textContent)));
    const closing = Object.fromEntries(lines.slice(1).map((cells) => [cells[0], cells.slice(-2)]));
    expect(closing['1002.01']).toEqual(['6,618.53', '0.00']);
    expect(closing['1303']).toEqual(['0.00', '0.00']);
    expect(closing['6011']).toEqual(['0.00', '6,618.53']);
    expect(lines.at(-1)?.slice(-2)).toEqual(['6,618.53', '6,618.53']);
    await picture(auditor, 'staff-trial-balance');
  });

  it('the history tells every step, with names', async () => {
    const page = await deskOf('chen.jie');
    const steps: readonly (readonly [string, readonly string[]])[] = [
      [addresses.customer, ['新建', '启用']],
      [addresses.application, ['新建', '进入审批', '孙梅', '韩冰', '审批通过', '李强', '生成合同']],
      [addresses.contract, ['生成合同', '确认签订']],
      [addresses.loan, ['确认放款', '吴昊', '复核入账', '郑琳']],
    ];
    for (const [address, words] of steps) {
      await page.goto(address);
      await page.locator('.history li').first().waitFor();
      const earlier = page.locator('.history + button');
      if ((await earlier.count()) > 0) await earlier.click();
      const history = await page.locator('.history').textContent();
      for (const word of words) expect(history).toContain(word);
      expect(history).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    }
  });
});
