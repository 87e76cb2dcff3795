import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Condition } from '../../../engine/condition/types.ts';
import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import type { Reference } from '../../../engine/contract/wire.ts';
import { api, queryText } from '../../kit/index.ts';
import { isLeaf } from './filter-parts.ts';

/** Names of the records that a filter points at by id, for showing it in words. */
export function useLabels(filter: Condition | null, columns: readonly ColumnDescriptor[]): ReadonlyMap<string, string> {
  const wanted = useMemo(() => idsByEntity(filter, columns), [filter, columns]);
  const found = useQuery({
    queryKey: ['labels', wanted],
    enabled: wanted.length > 0,
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        wanted.map(({ entity, ids }) => api.get<{ rows: readonly Reference[] }>(`/api/lookup/${entity}${queryText({ ids: ids.join(',') })}`, { signal })),
      );
      return pages.flatMap((page) => page.rows);
    },
  });
  return useMemo(() => new Map((found.data ?? []).map((row) => [row.id, row.label])), [found.data]);
}

function idsByEntity(filter: Condition | null, columns: readonly ColumnDescriptor[]): { readonly entity: string; readonly ids: readonly string[] }[] {
  const byEntity = new Map<string, Set<string>>();
  const visit = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(visit);
    else if ('any' in condition) condition.any.forEach(visit);
    else if ('not' in condition) visit(condition.not);
    else if (isLeaf(condition)) {
      const entity = columns.find((column) => column.key === condition.fact)?.to;
      const values = Array.isArray(condition.value) ? condition.value : [condition.value];
      if (entity !== undefined) for (const value of values) if (typeof value === 'string') byEntity.set(entity, (byEntity.get(entity) ?? new Set()).add(value));
    }
  };
  if (filter !== null) visit(filter);
  return [...byEntity].map(([entity, ids]) => ({ entity, ids: [...ids] }));
}
