import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, readLocal, writeLocal } from '../../kit/index.ts';

/** A small value kept for the person on the server; the device keeps a copy, so that the first paint is already right. */
export function usePreference<T>(key: string, fallback: T): readonly [T, (value: T) => void] {
  const client = useQueryClient();
  const queryKey = ['preference', key];
  const kept = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const value = (await api.get<T | null | undefined>(`/api/preferences/${key}`, { signal })) ?? null;
      writeLocal(`preference.${key}`, value);
      return value;
    },
    initialData: () => readLocal<T | null>(`preference.${key}`) ?? undefined,
    initialDataUpdatedAt: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const save = useMutation({ mutationFn: (value: T) => api.put(`/api/preferences/${key}`, value) });
  const { mutate } = save;
  const set = useCallback(
    (value: T) => {
      client.setQueryData(['preference', key], value);
      writeLocal(`preference.${key}`, value);
      mutate(value);
    },
    [client, key, mutate],
  );
  return [kept.data ?? fallback, set];
}
