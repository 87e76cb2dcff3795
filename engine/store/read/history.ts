import type { HistoryEntry } from '../../contract/wire.ts';
import type { Call, EntityModel } from '../../model/index.ts';

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

/** What happened, masked like the record is masked today for this person. */
export function historyEntries(request: {
  readonly call: Call;
  readonly entity: EntityModel;
  readonly sights: readonly Readonly<Record<string, string>>[];
  readonly entries: readonly AuditEntry[];
}): readonly HistoryEntry[] {
  const sight: Record<string, string> = Object.assign({}, ...request.sights);
  return request.entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actorId === null ? null : { id: entry.actorId, label: entry.actorName ?? '' },
    type: entry.type,
    action: entry.action,
    title: titleOf(request.call, entry),
    changes: changesOf(request.entity, sight, entry),
    comment: entry.comment,
  }));
}

function titleOf(call: Call, entry: AuditEntry): string {
  const action = entry.action === null ? undefined : call.release.actions.get(entry.action);
  if (action !== undefined) return call.release.texts.get(call.actor.language)?.get(`action:${action.name}`)?.get('/title') ?? action.title;
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

const systemTitles: Readonly<Record<string, string>> = { state: '状态', ownerUser: '归属人', ownerUnit: '归属部门' };

function changesOf(entity: EntityModel, sight: Readonly<Record<string, string>>, entry: AuditEntry): HistoryEntry['changes'] {
  const keys = new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})]);
  const changes: { key: string; title: string; before: unknown; after: unknown }[] = [];
  for (const key of keys) {
    const field = entity.fields.get(key);
    if (field === undefined) {
      const title = systemTitles[key];
      if (title !== undefined) changes.push({ key, title, before: entry.before?.[key] ?? null, after: entry.after?.[key] ?? null });
      continue;
    }
    if (sight[key] === 'hidden' || sight[key] === undefined) continue;
    const shown = (value: unknown): unknown =>
      value === null || value === undefined ? null : sight[key] === 'clear' || field.sensitive !== undefined ? value : { masked: '***' };
    changes.push({ key, title: field.title, before: shown(entry.before?.[key]), after: shown(entry.after?.[key]) });
  }
  return changes;
}
