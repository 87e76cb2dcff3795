import { compileFlowVersion } from '../../../engine/cli/compile-flow-version.ts';
import { createBusiness, type Business } from '../../../engine/flow/services.ts';
import { formatDiagnostic } from '../../../engine/kernel/diagnostic.ts';
import { readFolders } from '../../../engine/load/read-folders.ts';
import type { SourceFile } from '../../../engine/load/source-file.ts';
import type { Actor, Call, Release } from '../../../engine/model/index.ts';
import { compileSources } from '../../../engine/pipeline.ts';
import type { PluginDefinition } from '../../../engine/plugin-api/plugin.ts';
import { createPinnedDocuments } from '../../../engine/run/pinned-documents.ts';
import { createStore } from '../../../engine/store/create-store.ts';
import { openDatabase, type OpenDatabase } from '../../../engine/store/database/open-database.ts';
import type { Store, StoredRecord, Transaction, Values } from '../../../engine/store/face.ts';
import { applyMigration } from '../../../engine/store/migrate/apply-migration.ts';
import { planMigration } from '../../../engine/store/migrate/plan-migration.ts';
import { createIds } from '../../../engine/store/new-id.ts';
import { migrateSystem } from '../../../engine/store/system/migrate-system.ts';
import { freshDatabase } from '../../support/fresh-database.ts';

/** A document of a test, as its file would hold it. */
export type DocumentText = { readonly kind: string; readonly name: string; readonly [key: string]: unknown };

/** The repair shop with its people, and whatever documents a test adds to it. */
export interface ShopWorld extends Business {
  readonly release: Release;
  readonly database: OpenDatabase;
  readonly store: Store;
  /** A call by somebody of the staff seed, with the roles that she holds. */
  by(username: string): Call;
  system(): Call;
  /** Staff id. */
  id(username: string): string;
  /** Moves the clock of later calls. */
  advance(hours: number): void;
  /** Record as the system sees it. */
  load(entity: string, id: string): Promise<StoredRecord>;
  insert(entity: string, values: Values, call?: Call): Promise<StoredRecord>;
  change(entity: string, id: string, values: Values): Promise<StoredRecord>;
  inside<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** Serves other documents on the same data, as a publish would. */
  publish(documents: readonly DocumentText[]): Promise<void>;
  close(): Promise<void>;
}

export interface ShopOptions {
  readonly documents?: readonly DocumentText[];
  readonly plugins?: readonly PluginDefinition[];
}

export async function openShop({ documents = [], plugins = [] }: ShopOptions = {}): Promise<ShopWorld> {
  let release = await compileShop(documents, plugins);
  const fresh = await freshDatabase();
  const database = openDatabase(fresh.url, { connections: 8 });
  await migrateSystem(database);
  await applyMigration(database, await planMigration(database, null, release));
  const newId = createIds();
  const store = createStore({ database, secret: 'a secret of the tests, long enough for all', newId });
  const pinned = createPinnedDocuments(database, plugins);
  await pinned.remember(release);
  const business = createBusiness({
    store,
    plugins,
    newId,
    pinnedDocument: pinned.find,
    compileFlow: (call, name, _hash, document) => compileFlowVersion(call.release, plugins, { name, document }),
  });
  let clock = Date.parse('2026-03-05T08:30:00.000Z');
  const system = (): Call => ({
    release,
    now: new Date(clock++).toISOString(),
    today: new Date(clock).toISOString().slice(0, 10),
    zone: 'Asia/Shanghai',
    requestId: 'test',
    actor: { userId: '', username: 'system', name: '系统', unitId: null, unitPath: null, roles: [], language: 'zh', sessionHash: null, kind: 'system' },
  });
  await business.applySeeds(system());
  const people = await peopleOf(store, database, system());
  const inside = <Result>(work: (tx: Transaction) => Promise<Result>) => database.transaction(work);
  const load = async (entity: string, id: string): Promise<StoredRecord> => {
    const record = await inside((tx) => store.load(tx, system(), entity, id, { operation: null, children: true }));
    if (record === undefined) throw new Error(`no ${entity} ${id}`);
    return record;
  };
  return {
    ...business,
    get release() {
      return release;
    },
    database,
    store,
    system,
    inside,
    load,
    by(username) {
      const actor = people.get(username);
      if (actor === undefined) throw new Error(`nobody is called ${username}`);
      return { ...system(), actor };
    },
    id: (username) => people.get(username)?.userId ?? '',
    advance(hours) {
      clock += hours * 3_600_000;
    },
    insert: (entity, values, call = system()) => inside((tx) => business.writer.insert(tx, call, entityOf(release, entity), values, { type: 'created' })),
    change: (entity, id, values) =>
      inside(async (tx) => {
        const before = await store.load(tx, system(), entity, id, { operation: null, lock: true, children: true });
        if (before === undefined) throw new Error(`no ${entity} ${id}`);
        return business.writer.update(tx, system(), entityOf(release, entity), before, values, { audit: { type: 'updated' } });
      }),
    async publish(changed) {
      const next = await compileShop(changed, plugins);
      await applyMigration(database, await planMigration(database, release, next));
      release = next;
      await pinned.remember(next);
    },
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
}

const packs = ['metadata/platform', 'test/support/repair-shop'];

async function compileShop(documents: readonly DocumentText[], plugins: readonly PluginDefinition[]): Promise<Release> {
  const files = await readFolders(packs);
  const { release, diagnostics } = compileSources([...files, ...lab(documents, plugins)], plugins);
  if (release === null)
    throw new Error(
      diagnostics
        .filter((finding) => finding.severity === 'error')
        .map(formatDiagnostic)
        .join('\n'),
    );
  return release;
}

function lab(documents: readonly DocumentText[], plugins: readonly PluginDefinition[]): readonly SourceFile[] {
  if (documents.length === 0) return [];
  const pack = {
    kind: 'pack',
    name: 'lab',
    title: '试验',
    version: '1.0.0',
    language: 'zh',
    layer: 30,
    dependencies: { platform: '>=0.1', 'repair-shop': '>=0.1' },
    ...(plugins.length === 0 ? {} : { plugins: plugins.map((plugin) => plugin.name) }),
  };
  return [
    { pack: 'lab', file: 'lab/pack.json', text: JSON.stringify(pack) },
    ...documents.map((document) => ({
      pack: 'lab',
      file: `lab/all/${document.name}.${document.kind}.json`,
      text: JSON.stringify({ title: document.name, ...document }),
    })),
  ];
}

async function peopleOf(store: Store, database: OpenDatabase, call: Call): Promise<Map<string, Actor>> {
  return database.transaction(async (tx) => {
    const people = new Map<string, Actor>();
    const assignments = await store.find(tx, call, 'role-assignment', {});
    for (const staff of await store.find(tx, call, 'staff', {})) {
      const unit = typeof staff['unit'] === 'string' ? await store.load(tx, call, 'org-unit', staff['unit'], { operation: null }) : undefined;
      const roles = assignments.filter((one) => one['staff'] === staff.id).flatMap((one) => call.release.roles.get(String(one['role']))?.includes ?? []);
      people.set(String(staff['username']), {
        userId: staff.id,
        username: String(staff['username']),
        name: String(staff['name']),
        unitId: unit?.id ?? null,
        unitPath: typeof unit?.['path'] === 'string' ? unit['path'] : null,
        roles: [...new Set(roles)].sort(),
        language: 'zh',
        sessionHash: null,
        kind: 'person',
      });
    }
    return people;
  });
}

function entityOf(release: Release, name: string) {
  const entity = release.entities.get(name);
  if (entity === undefined) throw new Error(`no entity ${name}`);
  return entity;
}
