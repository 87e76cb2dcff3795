import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaseType } from '../../engine/model/index.ts';
import type { Values } from '../../engine/store/face.ts';
import { lab, labFolders } from './support/lab.ts';
import { openWorld, type StoreWorld } from './support/store-world.ts';

let world: StoreWorld;
const made: Record<string, string> = {};

beforeAll(async () => {
  world = await openWorld(lab, labFolders);
  made.maker = (await world.insert('maker', { name: '凤凰' })).id;
  made.other = (await world.insert('maker', { name: '永久' })).id;
  made.file = (
    await world.database.transaction((tx) => world.store.saveFile(tx, world.as('system'), { name: 'a.txt', type: 'text/plain', content: Buffer.from('hello') }))
  ).id;
});
afterAll(() => world.close());

/** What is written, what comes back for the server, what goes out on the wire; null must travel for every type. */
const samples = (): Readonly<Record<string, readonly { readonly write: unknown; readonly stored?: unknown; readonly wire?: unknown }[]>> => ({
  text: [{ write: 'a "quoted" \\ text' }, { write: '𠮷 and 中文' }, { write: '' }],
  longText: [{ write: 'line\nline\t%_' }],
  serial: [{ write: 'S20260305001' }],
  integer: [{ write: 0 }, { write: Number.MAX_SAFE_INTEGER }, { write: -1 }],
  decimal: [{ write: '12345678901234567890.123456' }, { write: '-0.000001' }],
  money: [{ write: '123456789012345678.90' }, { write: '0.1', stored: '0.10', wire: '0.10' }, { write: '-5', stored: '-5.00', wire: '-5.00' }],
  rate: [{ write: '0.0435', stored: '0.0435', wire: '0.0435' }, { write: '0.000000000001' }],
  boolean: [{ write: true }, { write: false }],
  date: [{ write: '2024-02-29' }, { write: '1900-01-01' }, { write: '9999-12-31' }],
  dateTime: [
    { write: '2026-01-02T03:04:05.678Z' },
    { write: '2026-01-02T11:04:05+08:00', stored: '2026-01-02T03:04:05.000Z', wire: '2026-01-02T03:04:05.000Z' },
  ],
  choice: [{ write: 'high' }],
  choices: [{ write: ['low', 'high'] }, { write: [] }],
  reference: [{ write: made.maker, wire: { id: made.maker, label: '凤凰' } }],
  references: [
    {
      write: [made.other, made.maker],
      wire: [
        { id: made.other, label: '永久' },
        { id: made.maker, label: '凤凰' },
      ],
    },
    { write: [] },
  ],
  document: [
    { write: 'worker@0123456789abcdef', wire: { name: 'worker', hash: '0123456789abcdef', label: 'worker' } },
    { write: 'worker', wire: { name: 'worker', hash: null, label: 'worker' } },
  ],
  attachment: [{ write: made.file, wire: { id: made.file, name: 'a.txt', size: 5, type: 'text/plain' } }],
  attachments: [{ write: [made.file], wire: [{ id: made.file, name: 'a.txt', size: 5, type: 'text/plain' }] }],
  json: [{ write: { a: [1, 'two', null], b: { c: true } } }],
  children: [
    {
      write: [{ label: '拆', cost: '1.5', pin: '0000' }],
      stored: [expect.objectContaining({ label: '拆', cost: '1.50', pin: '0000' })],
      wire: [expect.objectContaining({ label: '拆', cost: '1.50', pin: '0000' })],
    },
  ],
});

async function roundTrip(key: string, value: unknown, how: 'insert' | 'insertMany' | 'update'): Promise<{ stored: Values; wire: Values }> {
  const call = world.as('system');
  const id = await world.database.transaction(async (tx) => {
    if (how === 'insert') return (await world.store.insert(tx, call, 'sample', { [key]: value }, { type: 'created' })).id;
    if (how === 'insertMany') return (await world.store.insertMany(tx, call, 'sample', [{ [key]: value }], { type: 'created' }))[0] as string;
    const before = await world.store.insert(tx, call, 'sample', {}, { type: 'created' });
    const loaded = await world.store.load(tx, call, 'sample', before.id, { operation: null });
    return (await world.store.update(tx, call, 'sample', loaded ?? before, { [key]: value }, { audit: { type: 'updated' } })).id;
  });
  const wire = JSON.parse((await world.store.read(call, 'sample', id))?.json ?? 'null') as Values;
  const stored = await world.database.transaction((tx) => world.store.load(tx, call, 'sample', id, { operation: null }));
  await world.database.query('update app.sample set retired_at = now(), no = null where id = $1', [id]);
  return { stored: stored as Values, wire };
}

describe.each(['insert', 'insertMany', 'update'] as const)('through %s', (how) => {
  it.each([
    'text',
    'longText',
    'serial',
    'integer',
    'decimal',
    'money',
    'rate',
    'boolean',
    'date',
    'dateTime',
    'choice',
    'choices',
    'reference',
    'references',
    'document',
    'attachment',
    'attachments',
    'json',
    'children',
  ] as const)('a %s comes back as it was written', async (base) => {
    const key = keyOf(base);
    for (const { write, stored = write, wire = stored } of samples()[base] ?? []) {
      const back = await roundTrip(key, write, how);
      expect(back.stored[key]).toEqual(stored);
      expect(back.wire[key]).toEqual(wire);
    }
  });
});

function keyOf(base: BaseType): string {
  return base === 'serial' ? 'no' : base === 'children' ? 'parts' : base;
}

it('every field type of the engine has a sample', () => {
  const bases = new Set([...(world.release.entities.get('sample')?.fields.values() ?? [])].map((field) => field.base));
  expect(new Set(Object.keys(samples()))).toEqual(bases);
});

it('a property without a value is null, a set without one is empty', async () => {
  const { wire } = await roundTrip('text', null, 'insert');
  for (const field of world.release.entities.get('sample')?.fields.values() ?? []) {
    const isSet = ['references', 'attachments', 'children'].includes(field.base);
    expect(wire[field.key], field.key).toEqual(isSet ? [] : null);
  }
});

it('a virtual formula is computed from what is stored', async () => {
  expect((await roundTrip('money', '12.34', 'insert')).wire.doubled).toBe('24.68');
});

it('a sensitive value is nowhere in the database in clear', async () => {
  const { id } = await world.insert('sample', { phone: '13912340001', parts: [{ pin: '7788' }] });
  const rows = await world.database.query<{ text: string }>(
    'select row_to_json(s)::text as text from app.sample s where id = $1 union all select row_to_json(c)::text from app.sample_step c where parent_id = $1 union all select row_to_json(a)::text from loom.audit a where record_id = $1',
    [id],
  );
  expect(rows).toHaveLength(3);
  for (const { text } of rows) expect(text).not.toMatch(/13912340001|7788/);
  expect(rows[0]?.text).toContain('139****0001');
});

it('encrypted bytes copied to another record do not open', async () => {
  const first = await world.insert('sample', { phone: '13912340002' });
  const second = await world.insert('sample', { phone: '13912340003' });
  await world.database.query('update app.sample set phone_enc = (select phone_enc from app.sample where id = $1) where id = $2', [first.id, second.id]);
  await expect(world.store.read(world.as('system'), 'sample', second.id)).rejects.toThrow();
});
