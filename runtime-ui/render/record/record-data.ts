import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { Allowed, FlowProgress, HistoryEntry, Reference } from '../../../engine/contract/wire.ts';
import { api, queryText } from '../../kit/index.ts';

export type RecordBody = Readonly<Record<string, unknown>>;

export interface VersionedRecord {
  readonly body: RecordBody;
  readonly version: number;
}

export async function fetchRecord(entity: string, id: string, signal?: AbortSignal): Promise<VersionedRecord> {
  const answer = await api.read<RecordBody>(`/api/records/${entity}/${id}`, { signal });
  const inBody = answer.body['version'];
  return { body: answer.body, version: answer.version ?? (typeof inBody === 'number' ? inBody : 0) };
}

export function useRecord(entity: string, id: string) {
  return useQuery({ queryKey: ['record', entity, id], queryFn: ({ signal }) => fetchRecord(entity, id, signal) });
}

export function useAllowed(entity: string, id: string) {
  return useQuery({ queryKey: ['allowed', entity, id], queryFn: ({ signal }) => api.get<Allowed>(`/api/records/${entity}/${id}/allowed`, { signal }) });
}

export function useHistory(entity: string, id: string) {
  return useQuery({
    queryKey: ['history', entity, id],
    queryFn: async ({ signal }) => {
      const answer = await api.get<{ rows: readonly HistoryEntry[] } | readonly HistoryEntry[]>(`/api/records/${entity}/${id}/history`, { signal });
      return 'rows' in answer ? answer.rows : answer;
    },
  });
}

export function useRecordFlows(entity: string, id: string) {
  return useQuery({
    queryKey: ['flow', entity, id],
    queryFn: async ({ signal }) => (await api.get<{ instances: readonly FlowProgress[] }>(`/api/records/${entity}/${id}/flow`, { signal })).instances,
  });
}

/** What people call the record: its display text. */
export function useRecordLabel(entity: string, id: string, record: RecordBody | undefined): string {
  const own = record?.['label'];
  const found = useQuery({
    queryKey: ['label', entity, id, record?.['version']],
    queryFn: async ({ signal }) =>
      (await api.get<{ rows: readonly Reference[] }>(`/api/lookup/${entity}${queryText({ ids: id })}`, { signal })).rows[0]?.label ?? '',
    enabled: record !== undefined && typeof own !== 'string',
  });
  return typeof own === 'string' ? own : (found.data ?? '');
}

/** After a write nothing that was read before may be trusted, wherever it is shown. */
export function forgetRecords(client: QueryClient): Promise<void> {
  const kept = new Set(['screen', 'session', 'preference', 'documents']);
  return client.invalidateQueries({ predicate: (query) => !kept.has(String(query.queryKey[0])) });
}
