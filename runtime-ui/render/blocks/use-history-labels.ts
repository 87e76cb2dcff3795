import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { HistoryEntry, Reference } from '../../../engine/contract/wire.ts';
import { api, queryText } from '../../kit/index.ts';

type Fields = Readonly<Record<string, { readonly type: string; readonly to?: string }>>;

/** Entries whose changed references carry the names that the person may see; what she may not see stays as it is. */
export function useHistoryLabels(entries: readonly HistoryEntry[], fields: Fields): readonly HistoryEntry[] {
  const wanted = useMemo(() => idsByEntity(entries, fields), [entries, fields]);
  const found = useQuery({
    queryKey: ['labels', wanted],
    enabled: wanted.length > 0,
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        wanted.map(({ entity, ids }) =>
          api.get<{ rows: readonly Reference[] }>(`/api/lookup/${entity}${queryText({ ids: ids.join(',') })}`, { signal }).catch(() => ({ rows: [] })),
        ),
      );
      return new Map(pages.flatMap((page) => page.rows).map((row) => [row.id, row]));
    },
  });
  return useMemo(() => {
    const named = (value: unknown): unknown => (typeof value === 'string' ? (found.data?.get(value) ?? value) : value);
    return entries.map((entry) => ({
      ...entry,
      changes: entry.changes.map((change) =>
        fields[change.key]?.type === 'reference' ? { ...change, before: named(change.before), after: named(change.after) } : change,
      ),
    }));
  }, [entries, fields, found.data]);
}

function idsByEntity(entries: readonly HistoryEntry[], fields: Fields): { readonly entity: string; readonly ids: readonly string[] }[] {
  const byEntity = new Map<string, Set<string>>();
  for (const { key, before, after } of entries.flatMap((entry) => entry.changes)) {
    const field = fields[key];
    if (field?.type !== 'reference' || field.to === undefined) continue;
    for (const value of [before, after]) if (typeof value === 'string') byEntity.set(field.to, (byEntity.get(field.to) ?? new Set()).add(value));
  }
  return [...byEntity].map(([entity, ids]) => ({ entity, ids: [...ids].sort() }));
}
