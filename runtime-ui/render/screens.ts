import { useQuery } from '@tanstack/react-query';
import type { EntityScreens, FormDescriptor, ListDescriptor, MenuDescriptor, PageDescriptor } from '../../engine/contract/screens.ts';
import { api, useSession } from '../kit/index.ts';

/** Descriptors of screens: kept until the release, the person's rights or her language change. */
function useScreen<T>(path: string | null) {
  const { release, rights, language } = useSession();
  return useQuery({
    queryKey: ['screen', path, release, rights, language],
    queryFn: ({ signal }) => api.get<T>(`/api/screens/${path ?? ''}`, { signal }),
    enabled: path !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 3_600_000,
  });
}

export const useListScreen = (name: string) => useScreen<ListDescriptor>(`list/${name}`);
export const useFormScreen = (name: string | null) => useScreen<FormDescriptor>(name === null ? null : `form/${name}`);
export const usePageScreen = (name: string | null) => useScreen<PageDescriptor>(name === null ? null : `page/${name}`);
export const useMenuScreen = () => useScreen<MenuDescriptor>('menu');
export const useEntityScreens = (entity: string | null) => useScreen<EntityScreens>(entity === null ? null : `entity/${entity}`);
