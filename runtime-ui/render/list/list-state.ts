import { useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import type { Condition } from '../../../engine/condition/types.ts';

/** What of a list is in the address: a link shows a colleague the same rows, and Back undoes a filter. */
export interface ListState {
  readonly view: string | null;
  readonly filter: Condition | null;
  readonly search: string;
  readonly sort: string | null;
  readonly after: string | null;
  /** Row shown in the side drawer. */
  readonly open: string | null;
  /** Cursors of the pages before this one, oldest first; kept in the history entry, not in the address. */
  readonly trail: readonly (string | null)[];
}

export interface ListStateControl extends ListState {
  /** Changing what is asked begins at the first page. */
  change(changes: Partial<Pick<ListState, 'view' | 'filter' | 'search' | 'sort'>>): void;
  show(id: string | null): void;
  nextPage(cursor: string): void;
  previousPage(): void;
}

export function useListState(): ListStateControl {
  const [parameters] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  return useMemo(() => {
    const trail = (location.state as { trail?: readonly (string | null)[] } | null)?.trail ?? [];
    const state: ListState = {
      view: parameters.get('view'),
      filter: readFilter(parameters.get('filter')),
      search: parameters.get('q') ?? '',
      sort: parameters.get('sort'),
      after: parameters.get('after'),
      open: parameters.get('open'),
      trail,
    };
    const go = (changes: Readonly<Record<string, string | null>>, options: { readonly replace?: boolean; readonly trail?: readonly (string | null)[] }) => {
      const next = new URLSearchParams(globalThis.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
      }
      navigate({ search: next.toString() }, { replace: options.replace === true, state: { trail: options.trail ?? trail }, preventScrollReset: true });
    };
    return {
      ...state,
      change(changes) {
        go(
          {
            after: null,
            ...('view' in changes ? { view: changes.view ?? null } : {}),
            ...('filter' in changes ? { filter: writeFilter(changes.filter ?? null) } : {}),
            ...('search' in changes ? { q: changes.search ?? null } : {}),
            ...('sort' in changes ? { sort: changes.sort ?? null } : {}),
          },
          { trail: [], replace: 'search' in changes },
        );
      },
      show: (id) => go({ open: id }, { replace: state.open !== null }),
      nextPage: (cursor) => go({ after: cursor }, { trail: [...trail, state.after] }),
      previousPage: () => go({ after: trail.at(-1) ?? null }, { trail: trail.slice(0, -1) }),
    };
  }, [parameters, location.state, navigate]);
}

function readFilter(text: string | null): Condition | null {
  if (text === null || text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Condition) : null;
  } catch {
    return null;
  }
}

function writeFilter(filter: Condition | null): string | null {
  if (filter === null) return null;
  return 'all' in filter && filter.all.length === 0 ? null : JSON.stringify(filter);
}
