import { systemTitle } from '../../contract/system-titles.ts';
import type { HistoryEntry } from '../../contract/wire.ts';
import { isObject } from '../../kernel/json.ts';
import type { Call, EntityModel, FieldModel, Release } from '../../model/index.ts';
import { systemTarget } from '../tables.ts';

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly type: string;
  readonly action: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly comment: string | null;
}

/** What the person sees of a property in this record today: `clear`, `mask` or `hidden`; of a child's under `parts.cost`. */
export type Sights = Readonly<Record<string, string>>;

/** What stands for an id in the answer; undefined when nothing is known of it. */
export interface HistoryNames {
  record(entity: string, id: string): unknown;
  file(id: string): unknown;
}

export interface HistoryRequest {
  readonly call: Call;
  readonly entity: EntityModel;
  readonly sights: Sights;
  readonly entries: readonly AuditEntry[];
}

/** What happened, masked like the record is masked today for this person, with names for ids. */
export function historyEntries(request: HistoryRequest, names: HistoryNames): readonly HistoryEntry[] {
  const { call } = request;
  return request.entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actorId === null ? null : { id: entry.actorId, label: entry.actorName ?? '' },
    type: entry.type,
    action: entry.action,
    title: titleOf(call, entry),
    changes: changesOf(request, entry, names),
    comment: entry.comment,
  }));
}

/** Ids that the entries will show, by entity, and those of files: each kind is then asked for once. */
export function idsInHistory(request: HistoryRequest): { readonly records: ReadonlyMap<string, ReadonlySet<string>>; readonly files: ReadonlySet<string> } {
  const records = new Map<string, Set<string>>();
  const files = new Set<string>();
  historyEntries(request, {
    record(entity, id) {
      const ids = records.get(entity) ?? new Set<string>();
      records.set(entity, ids.add(id));
      return undefined;
    },
    file: (id) => void files.add(id),
  });
  return { records, files };
}

function titleOf(call: Call, entry: AuditEntry): string {
  const action = entry.action === null ? undefined : call.release.actions.get(entry.action);
  if (action !== undefined) return textOf(call, `action:${action.name}`, '/title') ?? action.title;
  return titles[entry.type]?.[call.actor.language.startsWith('en') ? 'en' : 'zh'] ?? entry.type;
}

const titles: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  created: { zh: '新建', en: 'Created' },
  updated: { zh: '修改', en: 'Changed' },
  retired: { zh: '停用', en: 'Retired' },
  action: { zh: '操作', en: 'Action' },
  flow: { zh: '审批', en: 'Approval' },
  import: { zh: '导入', en: 'Imported' },
  system: { zh: '系统', en: 'System' },
};

const shownOfSystem = new Set(['state', 'ownerUser', 'ownerUnit']);

function changesOf(request: HistoryRequest, entry: AuditEntry, names: HistoryNames): HistoryEntry['changes'] {
  const { call, entity, sights } = request;
  const changes: { key: string; title: string; before: unknown; after: unknown }[] = [];
  for (const key of new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])) {
    const field = entity.fields.get(key);
    const [before, after] = [entry.before?.[key] ?? null, entry.after?.[key] ?? null];
    if (field === undefined) {
      if (!shownOfSystem.has(key)) continue;
      const target = systemTarget(key);
      const named = (value: unknown) => (target === undefined ? value : recordAt(target, value, names));
      changes.push({ key, title: systemTitle(key, call.actor.language) ?? key, before: named(before), after: named(after) });
      continue;
    }
    const sight = sights[key];
    if (sight === 'hidden' || sight === undefined) continue;
    const seen = (value: unknown) => shownValue(field, value, { call, names, sights, path: key });
    changes.push({ key, title: textOf(call, `entity:${entity.name}`, `/properties/${key}/title`) ?? field.title, before: seen(before), after: seen(after) });
  }
  return changes;
}

interface Seeing {
  readonly call: Call;
  readonly names: HistoryNames;
  readonly sights: Sights;
  /** Under which the sights know the property. */
  readonly path: string;
}

/** A kept value in the shape that the record itself has on the wire. Sensitive values were kept masked. */
function shownValue(field: FieldModel, value: unknown, seeing: Seeing): unknown {
  if (value === null || value === undefined) return null;
  if (field.sensitive !== undefined) return value;
  if (seeing.sights[seeing.path] !== 'clear') return { masked: '***' };
  const { names, call } = seeing;
  switch (field.base) {
    case 'reference':
      return field.to === undefined ? value : recordAt(field.to, value, names);
    case 'references':
      return Array.isArray(value) && field.to !== undefined ? value.map((id) => recordAt(String(field.to), id, names)) : value;
    case 'attachment':
      return fileAt(value, names);
    case 'attachments':
      return Array.isArray(value) ? value.map((id) => fileAt(id, names)) : value;
    case 'document':
      return typeof value === 'string' ? documentAt(call, field, value) : value;
    case 'children':
      return Array.isArray(value) ? value.map((row) => shownRow(field, row, seeing)) : value;
    default:
      return value;
  }
}

function shownRow(field: FieldModel, row: unknown, seeing: Seeing): unknown {
  const child = field.of === undefined ? undefined : seeing.call.release.entities.get(field.of);
  if (!isObject(row) || child === undefined) return null;
  const shown: Record<string, unknown> = row['id'] === undefined ? {} : { id: row['id'] };
  for (const property of child.fields.values()) {
    const path = `${field.key}.${property.key}`;
    const sight = seeing.sights[path];
    if (row[property.key] === undefined || sight === undefined || sight === 'hidden') continue;
    shown[property.key] = shownValue(property, row[property.key], { ...seeing, path });
  }
  return shown;
}

function recordAt(entity: string, id: unknown, names: HistoryNames): unknown {
  return typeof id === 'string' ? (names.record(entity, id) ?? id) : id;
}

function fileAt(id: unknown, names: HistoryNames): unknown {
  return typeof id === 'string' ? (names.file(id) ?? id) : id;
}

function documentAt(call: Call, field: FieldModel, pinned: string): unknown {
  const [name = '', hash] = pinned.split('@');
  return { name, hash: hash ?? null, label: documentTitle(call.release, call, `${field.of ?? ''}:${name}`) ?? name };
}

function documentTitle(release: Release, call: Call, document: string): string | undefined {
  const title = release.documents.get(document)?.content['title'];
  return textOf(call, document, '/title') ?? (typeof title === 'string' ? title : undefined);
}

function textOf(call: Call, document: string, pointer: string): string | undefined {
  return call.release.texts.get(call.actor.language)?.get(document)?.get(pointer);
}
