import type { Json } from '../kernel/json.ts';
import { Refusal, type RefusalDetail } from '../kernel/refusal.ts';
import type { Call, Release, SettingModel } from '../model/index.ts';
import type { FieldTypeDefinition } from '../plugin-api/plugin.ts';
import type { Database } from '../store/face.ts';
import { type SettingRow, type SettingRows, settingChannel } from '../store/system/setting-rows.ts';
import { readInput } from './input.ts';

/** The settings of an installation: values that people change without a publish. */
export interface Settings {
  /** Present value: what was set while it still fits its document, the document's default otherwise; undefined when the
   *  release has no such setting. From memory: a change on any node reaches every node with a notice. */
  value(release: Release, name: string): Json | undefined;
  /** All settings of the release with who changed them last. */
  list(release: Release): Promise<readonly SettingState[]>;
  /** Null goes back to the default. Refuses setting.unknown, request.stale, record.invalid with the bound at `/value`. */
  change(call: Call, name: string, value: unknown, expectedVersion: number): Promise<SettingState>;
  /** Follows what other nodes change, from now until `stop`; reads the values before it answers. */
  follow(): Promise<() => Promise<void>>;
}

export interface SettingState {
  readonly setting: SettingModel;
  readonly value: Json;
  /** 0 while nobody has ever set it. */
  readonly version: number;
  readonly updatedAt: string | null;
  readonly updatedBy: SettingRow['updatedBy'];
}

export interface SettingServices {
  readonly database: Database;
  readonly rows: SettingRows;
  readonly types: ReadonlyMap<string, FieldTypeDefinition>;
  log(message: string, error?: unknown): void;
}

/** Between two looks at the values, for notices that were lost with a connection; milliseconds. */
const pollEvery = 15_000;

export function createSettings(services: SettingServices): Settings {
  const { database, rows, types } = services;
  let known: ReadonlyMap<string, SettingRow> = new Map();
  let fitting = new WeakMap<Release, Map<string, Json>>();

  async function read(): Promise<ReadonlyMap<string, SettingRow>> {
    known = new Map((await rows.all()).map((row) => [row.name, row]));
    fitting = new WeakMap();
    return known;
  }

  function stateOf(release: Release, setting: SettingModel): SettingState {
    const row = known.get(setting.name);
    return {
      setting,
      value: present(release, setting),
      version: row?.version ?? 0,
      updatedAt: row?.updatedAt ?? null,
      updatedBy: row?.updatedBy ?? null,
    };
  }

  function present(release: Release, setting: SettingModel): Json {
    let values = fitting.get(release);
    if (values === undefined) fitting.set(release, (values = new Map()));
    let value = values.get(setting.name);
    if (value === undefined) {
      const set = known.get(setting.name)?.value ?? null;
      value = set !== null && checked(release, setting, set).errors.length === 0 ? set : (setting.default as Json);
      values.set(setting.name, value);
    }
    return value;
  }

  function checked(release: Release, setting: SettingModel, raw: unknown): { readonly value: Json; readonly errors: readonly RefusalDetail[] } {
    const { values, errors } = readInput(new Map([['value', { ...setting.field, key: 'value' }]]), { value: raw }, { release, types, source: 'wire' });
    const value = (values['value'] ?? null) as Json;
    const further = errors.length === 0 && value !== null && setting.name === zoneSetting && !isZone(String(value));
    return { value, errors: further ? [{ pointer: '/value', code: 'value.not-a-choice', params: { value } }] : errors };
  }

  return {
    value(release, name) {
      const setting = release.settings.get(name);
      return setting === undefined ? undefined : present(release, setting);
    },
    async list(release) {
      await read();
      return [...release.settings.values()].map((setting) => stateOf(release, setting));
    },
    async change(call, name, raw, expectedVersion) {
      const setting = call.release.settings.get(name);
      if (setting === undefined) throw new Refusal('setting.unknown', { name: name.slice(0, 100) });
      await read();
      if ((known.get(name)?.version ?? 0) !== expectedVersion) throw new Refusal('request.stale');
      const { value, errors } = checked(call.release, setting, raw);
      if (errors.length > 0) throw new Refusal('record.invalid', { count: errors.length }, errors);
      const before = present(call.release, setting);
      const written = await database.transaction((tx) => rows.set(tx, call, { name, before, value, expectedVersion }));
      if (!written) throw new Refusal('request.stale');
      await read();
      return stateOf(call.release, setting);
    },
    async follow() {
      let queue: Promise<unknown> = Promise.resolve();
      const look = () => {
        queue = queue.then(read).catch((error: unknown) => services.log('the settings cannot be read', error));
      };
      const stopListening = await database.listen(settingChannel, look, look);
      await read();
      const timer = setInterval(look, pollEvery);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await stopListening();
        await queue;
      };
    },
  };
}

/** Its values are a list that no document can hold: the zones that the process knows. */
const zoneSetting = 'time-zone';

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
