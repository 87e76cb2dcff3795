import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Release } from '../../engine/model/index.ts';
import { applyMigration } from '../../engine/store/migrate/apply-migration.ts';
import { type MigrationPlan, planMigration } from '../../engine/store/migrate/plan-migration.ts';
import { migrateSystem } from '../../engine/store/system/migrate-system.ts';
import { typeChange } from '../../engine/store/migrate/type-change.ts';
import { compileWorld, type DocumentText, openWorld, type StoreWorld } from './support/store-world.ts';

const folders = ['metadata/platform'];
const text = { $ref: '/types/text', title: '文本' };
const thing = (more: Record<string, unknown>, properties: Record<string, unknown> = {}): DocumentText => ({
  kind: 'entity',
  name: 'thing',
  properties: { name: text, size: { $ref: '/types/money', title: '大小' }, ...properties },
  display: '{name}',
  ...more,
});

let world: StoreWorld;
let first: Release;

beforeAll(async () => {
  world = await openWorld([thing({})], folders);
  first = world.release;
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.database.query('drop schema app cascade; create schema app');
  await applyMigration(world.database, await planMigration(world.database, null, first));
  await world.insert('thing', { name: 'one', size: '1.00' });
  await world.insert('thing', { name: 'one', size: '2.00' });
});

const plan = async (document: DocumentText | readonly DocumentText[]): Promise<{ plan: MigrationPlan; to: Release }> => {
  const to = await compileWorld(Array.isArray(document) ? document : [document as DocumentText], folders);
  return { plan: await planMigration(world.database, first, to), to };
};
const kinds = (of: MigrationPlan): string[] => of.steps.map((step) => step.kind);

describe('a plan', () => {
  it('for the release that is there is empty', async () => {
    expect(await plan(thing({}))).toMatchObject({ plan: { steps: [], refusals: [], notices: [] } });
  });

  it('adds a property, nullable though required, and tells how many records lack it', async () => {
    const { plan: made, to } = await plan(thing({ required: ['color'] }, { color: text }));
    expect(kinds(made)).toEqual(['add-column']);
    expect(made.notices[0]).toContain('2 records');
    await applyMigration(world.database, made);
    // The release before goes on writing.
    await world.insert('thing', { name: 'old node' });
    expect(await world.database.transaction((tx) => world.store.find(tx, world.as('system', to), 'thing', { color: null }))).toHaveLength(3);
  });

  it('follows a renamed property and keeps its values', async () => {
    const { plan: made, to } = await plan({
      ...thing({}),
      properties: { title: { ...text, formerly: ['name'] }, size: { $ref: '/types/money', title: '大小' } },
      display: '{title}',
    });
    expect(kinds(made)).toEqual(['rename-column']);
    await applyMigration(world.database, made);
    const found = await world.database.transaction((tx) => world.store.find(tx, world.as('system', to), 'thing', { size: '2.00' }));
    expect(found).toMatchObject([{ title: 'one' }]);
  });

  it('follows a renamed entity with its indexes', async () => {
    const { plan: made, to } = await plan({ ...thing({}), name: 'object', formerly: ['thing'] });
    expect(new Set(kinds(made))).toEqual(new Set(['rename-table']));
    await applyMigration(world.database, made);
    expect(await world.database.transaction((tx) => world.store.find(tx, world.as('system', to), 'object', { name: 'one' }))).toHaveLength(2);
    expect((await planMigration(world.database, first, to)).steps).toEqual([]);
  });

  it('drops nothing that is no longer there', async () => {
    const { plan: made, to } = await plan({ ...thing({}), properties: { name: text } });
    expect(made.steps).toEqual([]);
    await world.database.transaction((tx) => world.store.insert(tx, world.as('system', to), 'thing', { name: 'new' }, { type: 'created' }));
    const rows = await world.database.query('select size from app.thing where size is not null');
    expect(rows).toHaveLength(2);
  });

  it('refuses a narrower type, with the way out', async () => {
    const { plan: made } = await plan({ ...thing({}), properties: { name: text, size: { $ref: '/types/integer', title: '大小' } } });
    expect(made.refusals[0]).toMatch(/thing\.size.*cannot become bigint.*Add a new property/);
    await expect(applyMigration(world.database, made)).rejects.toMatchObject({ code: 'design.plan-refused' });
  });

  it('widens a whole number to a decimal and keeps its value', async () => {
    const { plan: wide, to } = await plan(thing({}, { count: { $ref: '/types/integer', title: '数量' } }));
    await applyMigration(world.database, wide);
    await world.database.transaction((tx) => world.store.insert(tx, world.as('system', to), 'thing', { name: 'counted', count: 7 }, { type: 'created' }));
    const wider = await compileWorld([thing({}, { count: { $ref: '/types/decimal', title: '数量' } })], folders);
    const made = await planMigration(world.database, to, wider);
    expect(kinds(made)).toEqual(['widen-column']);
    await applyMigration(world.database, made);
    expect(await world.database.transaction((tx) => world.store.find(tx, world.as('system', wider), 'thing', { name: 'counted' }))).toMatchObject([
      { count: '7' },
    ]);
  });

  it('refuses uniqueness that the records do not have, and grants it when they have', async () => {
    const unique = thing({}, { name: { ...text, unique: true } });
    expect((await plan(unique)).plan.refusals[0]).toContain('1 values occur more than once');
    await world.database.query("update app.thing set name = 'two' where size = 2");
    const { plan: made, to } = await plan(unique);
    expect(made.steps.map((step) => step.concurrently)).toEqual([true]);
    await applyMigration(world.database, made);
    await expect(
      world.database.transaction((tx) => world.store.insert(tx, world.as('system', to), 'thing', { name: 'two' }, { type: 'created' })),
    ).rejects.toMatchObject({ code: 'record.duplicate' });
    expect(kinds(await planMigration(world.database, to, first))).toEqual(['drop-index']);
  });

  it('refuses to leave values in clear behind when a property becomes sensitive', async () => {
    expect((await plan(thing({}, { name: { ...text, sensitive: { mask: 'tail', tail: 2 } } }))).plan.refusals[0]).toContain(
      '2 values would have to be encrypted',
    );
  });

  it('makes a reference as a key that is checked without stopping the others', async () => {
    const maker: DocumentText = { kind: 'entity', name: 'maker', properties: { name: text }, display: '{name}' };
    const { plan: made } = await plan([thing({}, { maker: { $ref: '/types/reference', title: '厂商', to: 'maker' } }), maker]);
    expect(kinds(made).filter((kind) => kind.endsWith('key'))).toEqual(['add-key', 'validate-key']);
    expect(made.steps.find((step) => step.kind === 'add-key')?.sql).toContain('not valid');
    await applyMigration(world.database, made);
  });

  it('gives records a first state when the entity gets states', async () => {
    const { plan: made, to } = await plan(thing({ states: { fresh: { title: '新', initial: true }, gone: { title: '旧', final: true } } }));
    await applyMigration(world.database, made);
    expect(await world.database.transaction((tx) => world.store.find(tx, world.as('system', to), 'thing', { state: 'fresh' }))).toHaveLength(2);
    // And back: the column stays, and asks for nothing.
    await applyMigration(world.database, await planMigration(world.database, to, first));
    await world.insert('thing', { name: 'after the way back' });
  });
});

it('a step that meets a long lock gives way and comes back', async () => {
  const { plan: made } = await plan(thing({}, { color: text }));
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  const holder = world.database.transaction(async (tx) => {
    await tx.query('lock table app.thing in access exclusive mode');
    await held;
  });
  const applied = applyMigration(world.database, made);
  setTimeout(() => release(), 3_500);
  await Promise.all([holder, applied]);
  expect(await world.database.query("select 1 from information_schema.columns where table_name = 'thing' and column_name = 'color'")).toHaveLength(1);
}, 30_000);

it('many nodes that start at once make the system tables once', async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrateSystem(world.database)));
});

it.each([
  ['integer', 'bigint', 'widen'],
  ['bigint', 'numeric', 'widen'],
  ['numeric(20,2)', 'numeric(22,4)', 'widen'],
  ['numeric(20,2)', 'numeric', 'widen'],
  ['numeric(20,2)', 'numeric(20,4)', 'narrow'],
  ['numeric(20,4)', 'numeric(20,2)', 'narrow'],
  ['text', 'bigint', 'narrow'],
  ['date', 'timestamptz', 'narrow'],
  ['text', 'text', 'same'],
  ['character varying(80)', 'text', 'widen'],
] as const)('%s to %s is %s', (from, to, expected) => expect(typeChange(from, to)).toBe(expected));
