import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MenuDescriptor, MenuItem, PageDescriptor } from '../../engine/contract/screens.ts';
import type { Person, TestServer } from '../support/server.ts';
import { startLendingServer } from './lending-server.ts';

/** Whatever the menu offers a person opens: no screen of the packs leads into a refusal. */
let server: TestServer;
beforeAll(async () => {
  server = await startLendingServer();
});
afterAll(() => server?.close());

const leaves = (items: readonly MenuItem[]): readonly MenuItem[] => items.flatMap((item) => (item.items === undefined ? [item] : leaves(item.items)));

async function openList(person: Person, name: string, trouble: string[]): Promise<void> {
  for (const path of [`/api/screens/list/${name}`, `/api/lists/${name}/rows?limit=5`, `/api/lists/${name}/count`, `/api/lists/${name}/totals`]) {
    const answer = await person.get(path);
    if (answer.status !== 200) trouble.push(`${path} ${answer.status} ${answer.body?.code}`);
  }
  const { body } = await person.get(`/api/screens/list/${name}`);
  for (const view of body?.views ?? []) {
    const answer = await person.get(
      `/api/lists/${name}/rows?limit=5&filter=${encodeURIComponent(JSON.stringify(view.filter))}${view.sort === null ? '' : `&sort=${view.sort}`}`,
    );
    if (answer.status !== 200) trouble.push(`${name} view ${view.key} ${answer.status} ${answer.body?.code} ${answer.body?.detail}`);
  }
  for (const form of [body?.createForm, ...(body?.actions ?? []).map((action: { form: string | null }) => action.form)]) {
    if (form === null || form === undefined) continue;
    const answer = await person.get(`/api/screens/form/${form}`);
    if (answer.status !== 200) trouble.push(`form ${form} of ${name} ${answer.status}`);
  }
  if (body?.page) await openPage(person, body.page, trouble);
}

async function openPage(person: Person, name: string, trouble: string[]): Promise<void> {
  const answer = await person.get(`/api/screens/page/${name}`);
  if (answer.status !== 200) {
    trouble.push(`page ${name} ${answer.status} ${answer.body?.code}`);
    return;
  }
  const page = answer.body as PageDescriptor;
  for (const block of [...page.tabs.flatMap((tab) => tab.blocks), ...page.rail]) {
    const lists = block.block === 'figure' || block.block === 'list' || block.block === 'related' ? [block.list] : [];
    for (const list of lists) {
      const rows = await person.get(`/api/lists/${list}/rows?limit=1`);
      if (rows.status !== 200) trouble.push(`page ${name} block ${block.key} list ${list} ${rows.status}`);
    }
    if (block.block === 'facts' && (await person.get(`/api/screens/form/${block.form}`)).status !== 200) trouble.push(`page ${name} form ${block.form}`);
  }
}

describe('the menu of', () => {
  it.each(['chen.jie', 'li.qiang', 'sun.mei', 'zhou.min', 'wu.hao', 'zheng.lin', 'feng.gang', 'jiang.nan', 'shen.qing', 'han.bing', 'xu.admin', 'tang.audit'])(
    '%s opens everything that it offers',
    async (username) => {
      const person = await server.signIn(username);
      const { landing } = (await person.get('/api/session')).body;
      const menu = (await person.get('/api/screens/menu')).body as MenuDescriptor;
      const items = leaves(menu.items);
      const trouble: string[] = [];
      for (const item of items) {
        const [, kind, name] = /^\/(list|page)\/(.+)$/.exec(item.to ?? '') ?? [];
        if (kind === 'list' && name !== undefined) await openList(person, name, trouble);
        if (kind === 'page' && name !== undefined) await openPage(person, name, trouble);
      }
      expect(trouble).toEqual([]);
      expect(items.length).toBeGreaterThan(2);
      expect(landing).toBeTruthy();
    },
  );

  it('the administrator shows no business', async () => {
    const menu = (await (await server.signIn('xu.admin')).get('/api/screens/menu')).body as MenuDescriptor;
    expect(menu.items.map((item) => item.key)).toEqual(['overview', 'tasks', 'organisation', 'batch', 'settings']);
  });

  it('the cashier shows money, not books', async () => {
    const menu = (await (await server.signIn('wu.hao')).get('/api/screens/menu')).body as MenuDescriptor;
    const finance = menu.items.find((item) => item.key === 'finance');
    expect(finance?.items?.map((item) => item.key)).toEqual(expect.arrayContaining(['disbursements', 'receipts']));
    for (const closed of ['journals', 'trialBalance']) expect(finance?.items?.map((item) => item.key)).not.toContain(closed);
  });
});
