import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { TaskDetail, TaskRow, TaskTab } from '../../../engine/contract/wire.ts';
import { api, queryText } from '../../kit/index.ts';

export const taskTabs: readonly TaskTab[] = ['todo', 'done', 'started', 'copied', 'pool'];

interface TaskPage {
  readonly rows: readonly TaskRow[];
  readonly next: string | null;
}

export function useTasks(tab: TaskTab, search: string) {
  return useInfiniteQuery({
    queryKey: ['tasks', tab, search],
    queryFn: ({ pageParam, signal }) => api.get<TaskPage>(`/api/tasks${queryText({ tab, search, after: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: tab === 'todo' ? 60_000 : false,
  });
}

export function useTaskCounts() {
  return useQuery({
    queryKey: ['taskCounts'],
    queryFn: ({ signal }) => api.get<{ todo: number; copied: number; pool: number }>('/api/tasks/counts', { signal }),
    refetchInterval: 60_000,
  });
}

export function useTask(id: string) {
  return useQuery({ queryKey: ['task', id], queryFn: ({ signal }) => api.get<TaskDetail>(`/api/tasks/${id}`, { signal }) });
}
