import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Values } from '../../engine/store/face.ts';
import { lab, labFolders } from './support/lab.ts';
import { openWorld, type StoreWorld } from './support/store-world.ts';

let world: StoreWorld;

beforeAll(async () => {
  world = await openWorld(lab, labFolders);
  const call = world.as('system');
  const makers = await world.database.transaction((tx) => world.store.insertMany(tx, call, 'maker', [{ name: '甲' }, { name: '乙' }], { type: 'created' }));
  const rows = Array.from({ length: 37 }, (_, index) => ({
    text: `item ${String(index).padStart(2, '0')}`,
    money: index % 4 === 0 ? null : `${(index * 7) % 11}.00`,
    date: index % 3 === 0 ? null : `2026-01-${String((index % 28) + 1).padStart(2, '0')}`,
    choice: ['low', 'middle', 'high', null][index % 4],
    reference: index % 5 === 0 ? null : makers[index % 2],
  }));
  await world.database.transaction((tx) => world.store.insertMany(tx, call, 'sample', rows, { type: 'created' }));
});
afterAll(() => world.close());

async function allPages(sort: string, limit = 5): Promise<string[]> {
  const keys = sort.split(',').map((key) => ({ path: key.replace('-', ''), descending: key.startsWith('-') }));
  const texts: string[] = [];
  for (let after: string | null = null, pages = 0; pages < 50; pages += 1) {
    const { json } = await world.store.rows(world.as('system'), { list: null, entity: 'sample', filter: null, sort: keys, after, limit, search: null });
    const page = JSON.parse(json) as { rows: Values[]; next: string | null };
    texts.push(...page.rows.map((row) => String(row.text)));
    after = page.next;
    if (after === null) return texts;
  }
  throw new Error('the pages do not end');
}

describe('pages', () => {
  it.each([
    'text',
    '-text',
    'money',
    '-money',
    'money,-date',
    '-money,date',
    'date,money',
    '-date,-money',
    'choice',
    '-choice,text',
    'reference',
    '-reference.name,text',
    'createdAt',
    '-createdAt',
  ])('by %s hold every row once, in the order of the whole', async (sort) => {
    const whole = await allPages(sort, 200);
    expect(new Set(whole).size).toBe(37);
    expect(await allPages(sort)).toEqual(whole);
  });

  it('by an ordered choice follow its rank, empty ones last ascending', async () => {
    const { json } = await world.store.rows(world.as('system'), {
      list: null,
      entity: 'sample',
      filter: null,
      sort: [{ path: 'choice', descending: false }],
      after: null,
      limit: 200,
      search: null,
    });
    const order = (JSON.parse(json) as { rows: Values[] }).rows.map((row) => row.choice);
    expect([...new Set(order)]).toEqual(['low', 'middle', 'high', null]);
  });

  it('of another list, sort, filter, search or a forged cursor are refused', async () => {
    const query = { list: null, entity: 'sample', filter: null, sort: [{ path: 'text', descending: false }], after: null, limit: 5, search: null };
    const call = world.as('system');
    const { next } = JSON.parse((await world.store.rows(call, query)).json) as { next: string };
    const refused = { code: 'list.cursor-invalid' };
    await expect(world.store.rows(call, { ...query, after: next, sort: [{ path: 'money', descending: false }] })).rejects.toMatchObject(refused);
    await expect(world.store.rows(call, { ...query, after: next, filter: { fact: 'money', operator: 'isNull' } })).rejects.toMatchObject(refused);
    await expect(world.store.rows(call, { ...query, after: next, search: 'item' })).rejects.toMatchObject(refused);
    await expect(world.store.rows(call, { ...query, after: `A${next.slice(1)}` })).rejects.toMatchObject(refused);
    await expect(world.store.rows(call, { ...query, after: 'nonsense' })).rejects.toMatchObject(refused);
    await expect(world.store.rows(call, { ...query, limit: 201 })).rejects.toMatchObject({ code: 'list.limit-invalid' });
  });

  it('that end exactly with the rows have no next', async () => {
    const { json } = await world.store.rows(world.as('system'), {
      list: null,
      entity: 'sample',
      filter: { fact: 'text', operator: 'in', value: ['item 01', 'item 02'] },
      sort: [],
      after: null,
      limit: 2,
      search: null,
    });
    expect(JSON.parse(json)).toMatchObject({ rows: [{}, {}], next: null });
  });
});

describe('filters', () => {
  const texts = async (filter: never): Promise<number> =>
    world.store.count(world.as('system'), { list: null, entity: 'sample', filter, search: null }).then((answer) => answer.count);
  it.each([
    [{ fact: 'money', operator: 'isNull' }, 10],
    [{ not: { fact: 'money', operator: 'greaterThan', value: '4.00' } }, 22],
    [{ fact: 'choice', operator: 'in', value: ['low', 'high'] }, 19],
    [{ fact: 'reference.name', operator: 'equal', value: '甲' }, 15],
    [
      {
        all: [
          { fact: 'date', operator: 'onOrAfter', value: '2026-01-20' },
          { fact: 'text', operator: 'containsText', value: '2' },
        ],
      },
      5,
    ],
    [{ fact: 'text', operator: 'containsText', value: '%' }, 0],
  ] as const)('%j', async (filter, expected) => {
    // Counted by hand over the same rows in memory.
    const rows = Array.from({ length: 37 }, (_, index) => index);
    const byHand: Record<string, (index: number) => boolean> = {
      '10': (index) => index % 4 === 0,
      '22': (index) => index % 4 === 0 || (index * 7) % 11 <= 4,
      '19': (index) => index % 4 === 0 || index % 4 === 2,
      '15': (index) => index % 5 !== 0 && index % 2 === 0,
      '5': (index) => index % 3 !== 0 && (index % 28) + 1 >= 20 && String(index).padStart(2, '0').includes('2'),
      '0': () => false,
    };
    expect(rows.filter(byHand[String(expected)] ?? (() => false)).length).toBe(expected);
    expect(await texts(filter as never)).toBe(expected);
  });
  it('that name no property, or a value of another type, are refused with a reason', async () => {
    await expect(texts({ fact: 'nothing', operator: 'equal', value: 1 } as never)).rejects.toMatchObject({ code: 'list.filter-invalid' });
    await expect(texts({ fact: 'money', operator: 'greaterThan', value: 'many' } as never)).rejects.toMatchObject({ code: 'list.filter-invalid' });
  });
});

it('a search takes its signs literally', async () => {
  const find = (search: string): Promise<{ count: number }> =>
    world.store.count(world.as('system'), { list: 'samples', entity: 'sample', filter: null, search });
  expect((await find('ITEM 0')).count).toBe(10);
  expect((await find('item_0')).count).toBe(0);
  expect((await find('%')).count).toBe(0);
});

it('a count stops at a thousand and says so', async () => {
  const call = world.as('system');
  await world.database.transaction((tx) =>
    world.store.insertMany(
      tx,
      call,
      'maker',
      Array.from({ length: 1_001 }, (_, index) => ({ name: `many ${index}` })),
      { type: 'created' },
    ),
  );
  expect(await world.store.count(call, { list: null, entity: 'maker', filter: null, search: null })).toEqual({ count: 1_000, capped: true });
});

it('the pages of a list follow its index', async () => {
  const [row] = await world.database.query<{ indexdef: string }>(
    "select indexdef from pg_indexes where schemaname = 'app' and indexname = 'sample_money_desc_sort'",
  );
  expect(row?.indexdef).toContain('(money DESC, id DESC)');
});
