import { readFolders } from '../../../engine/load/read-folders.ts';
import type { SourceFile } from '../../../engine/load/source-file.ts';
import type { Actor, Call, Release } from '../../../engine/model/index.ts';
import { compileSources } from '../../../engine/pipeline.ts';
import { formatDiagnostic } from '../../../engine/kernel/diagnostic.ts';
import { createStore } from '../../../engine/store/create-store.ts';
import { openDatabase, type OpenDatabase } from '../../../engine/store/database/open-database.ts';
import type { Store, StoredRecord, Values } from '../../../engine/store/face.ts';
import { applyMigration } from '../../../engine/store/migrate/apply-migration.ts';
import { planMigration } from '../../../engine/store/migrate/plan-migration.ts';
import { migrateSystem } from '../../../engine/store/system/migrate-system.ts';
import { freshDatabase } from '../../support/fresh-database.ts';

/** A document of a test, as its file would hold it. */
export type DocumentText = { readonly kind: string; readonly name: string; readonly [key: string]: unknown };

export interface StoreWorld {
  readonly release: Release;
  readonly database: OpenDatabase;
  readonly store: Store;
  readonly url: string;
  /** A call in the name of somebody with these roles, or of the system. */
  as(person: Partial<Actor> | 'system', release?: Release): Call;
  insert(entity: string, values: Values, call?: Call): Promise<StoredRecord>;
  close(): Promise<void>;
}

const secret = 'a secret of the tests, long enough for all';
const now = '2026-03-05T08:30:00.000Z';

/** Packs of folders and documents written in the test, compiled; fails with every finding. */
export async function compileWorld(
  documents: readonly DocumentText[],
  folders: readonly string[] = ['metadata/platform', 'test/support/repair-shop'],
): Promise<Release> {
  const files = await readFolders(folders);
  const { release, diagnostics } = compileSources([...files, ...testPack(documents)], []);
  if (release === null) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return release;
}

function testPack(documents: readonly DocumentText[]): readonly SourceFile[] {
  if (documents.length === 0) return [];
  const pack = { kind: 'pack', name: 'lab', title: '试验', version: '1.0.0', language: 'zh', layer: 30, dependencies: { platform: '>=0.1' } };
  return [
    { pack: 'lab', file: 'lab/pack.json', text: JSON.stringify(pack) },
    ...documents.map((document) => ({
      pack: 'lab',
      file: `lab/all/${document.name}.${document.kind}.json`,
      text: JSON.stringify({ title: document.name, ...document }),
    })),
  ];
}

export async function openWorld(documents: readonly DocumentText[] = [], folders?: readonly string[]): Promise<StoreWorld> {
  const release = await compileWorld(documents, folders);
  const fresh = await freshDatabase();
  const database = openDatabase(fresh.url, { connections: 8 });
  await migrateSystem(database);
  await applyMigration(database, await planMigration(database, null, release));
  const store = createStore({ database, secret });
  const as = (person: Partial<Actor> | 'system', of: Release = release): Call => ({
    release: of,
    actor: actorOf(person),
    now,
    today: '2026-03-05',
    zone: 'Asia/Shanghai',
    requestId: 'r1',
  });
  return {
    release,
    database,
    store,
    as,
    url: fresh.url,
    insert: (entity, values, call = as('system')) => database.transaction((tx) => store.insert(tx, call, entity, values, { type: 'created' })),
    async close() {
      await database.close();
      await fresh.drop();
    },
  };
}

function actorOf(person: Partial<Actor> | 'system'): Actor {
  const nobody: Actor = {
    userId: '',
    username: 'system',
    name: '系统',
    unitId: null,
    unitPath: null,
    roles: [],
    language: 'zh',
    sessionHash: null,
    kind: 'system',
  };
  return person === 'system'
    ? nobody
    : { ...nobody, kind: 'person', username: 'somebody', name: '某人', userId: '00000000-0000-7000-8000-000000000001', ...person };
}
