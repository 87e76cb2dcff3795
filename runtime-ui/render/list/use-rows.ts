import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Condition } from '../../../engine/condition/types.ts';
import type { RowsPage } from '../../../engine/contract/wire.ts';
import { api, queryText } from '../../kit/index.ts';

export interface RowsQuestion {
  readonly list: string;
  readonly view?: string | null;
  readonly filter: Condition | null;
  readonly search?: string;
  readonly sort?: string | null;
  readonly after?: string | null;
  readonly limit?: number;
}

/** Query text of a list's question, shared by rows, count, totals and export: they are about the same rows. */
export function questionText(question: RowsQuestion): Record<string, string | number | null> {
  return {
    view: question.view ?? null,
    filter: question.filter === null ? null : JSON.stringify(question.filter),
    search: question.search ?? null,
    sort: question.sort ?? null,
    after: question.after ?? null,
    limit: question.limit ?? null,
  };
}

export function useRows(question: RowsQuestion, isEnabled = true) {
  return useQuery({
    queryKey: ['rows', question.list, questionText(question)],
    queryFn: ({ signal }) => api.get<RowsPage>(`/api/lists/${question.list}/rows${queryText(questionText(question))}`, { signal }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

export function useCount(question: RowsQuestion, isEnabled = true) {
  const { view, filter, search } = questionText(question);
  return useQuery({
    queryKey: ['count', question.list, view, filter, search],
    queryFn: ({ signal }) => api.get<{ count: number; capped: boolean }>(`/api/lists/${question.list}/count${queryText({ view, filter, search })}`, { signal }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

export function useTotals(question: RowsQuestion, isEnabled: boolean) {
  const { view, filter, search } = questionText(question);
  return useQuery({
    queryKey: ['totals', question.list, view, filter, search],
    queryFn: ({ signal }) => api.get<Readonly<Record<string, string>>>(`/api/lists/${question.list}/totals${queryText({ view, filter, search })}`, { signal }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** `1,000+` when the server stopped counting. */
export function countText(count: { readonly count: number; readonly capped: boolean } | undefined): string {
  if (count === undefined) return '';
  return `${count.count.toLocaleString('en-US')}${count.capped ? '+' : ''}`;
}
