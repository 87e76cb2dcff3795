import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { BatchJobBody, BatchRunBody, BatchRunDetail } from '../../../engine/contract/wire.ts';
import { api, type Words } from '../../kit/index.ts';

/** Between two looks at a run that goes on, milliseconds. */
const lookEvery = 1_000;

/** Everything under this key is read again after a start or a retry. */
export const batchKey = ['batch'];

export function useBatchJobs() {
  return useQuery({
    queryKey: [...batchKey, 'jobs'],
    queryFn: async ({ signal }) => (await api.get<{ rows: readonly BatchJobBody[] }>('/api/batch/jobs', { signal })).rows,
  });
}

export function useBatchRuns() {
  return useQuery({
    queryKey: [...batchKey, 'runs'],
    queryFn: async ({ signal }) => (await api.get<{ rows: readonly BatchRunBody[] }>('/api/batch/runs?limit=60', { signal })).rows,
    refetchInterval: ({ state }) => (state.data?.some(isOpen) === true ? lookEvery : false),
  });
}

export function useBatchRun(id: string) {
  return useQuery({
    queryKey: [...batchKey, 'run', id],
    queryFn: ({ signal }) => api.get<BatchRunDetail>(`/api/batch/runs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isOpen(state.data) ? lookEvery : false),
  });
}

/** A run that ends moves the date that may be closed next, and the business date of everybody. */
export function useDatesAfterRuns(runs: readonly Pick<BatchRunBody, 'state'>[] | undefined): void {
  const client = useQueryClient();
  const open = runs?.filter(isOpen).length ?? 0;
  const before = useRef(open);
  useEffect(() => {
    if (open < before.current) {
      void client.invalidateQueries({ queryKey: [...batchKey, 'jobs'] });
      void client.invalidateQueries({ queryKey: ['session'] });
    }
    before.current = open;
  }, [client, open]);
}

export const runColors = { waiting: 'grey', running: 'blue', done: 'green', failed: 'red' } as const;

function isOpen(run: Pick<BatchRunBody, 'state'>): boolean {
  return run.state === 'waiting' || run.state === 'running';
}

/** From one moment to another, or to now: `0.4 秒`, `3 分 20 秒`. */
export function durationOf(startedAt: string | null, endedAt: string | null, words: Words): string {
  if (startedAt === null) return '–';
  const seconds = Math.max(0, ((endedAt === null ? Date.now() : Date.parse(endedAt)) - Date.parse(startedAt)) / 1_000);
  if (seconds < 60) return words('batch.seconds', { n: seconds < 0.1 ? '<0.1' : seconds < 10 ? seconds.toFixed(1) : Math.round(seconds) });
  return words('batch.minutes', { m: Math.floor(seconds / 60), n: Math.round(seconds % 60) });
}
