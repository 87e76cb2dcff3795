import { useQuery } from '@tanstack/react-query';
import { api, ErrorNotice, SkeletonLines, useWords } from '../../kit/index.ts';
import { GenericAnswer } from './generic-answer.tsx';

/** The answer of a read-only operation about a record, drawn without knowing what it is. */
export function OperationAnswer(props: { readonly operation: string; readonly recordId: string | null }) {
  const words = useWords();
  const answer = useQuery({
    queryKey: ['operation', props.operation, props.recordId],
    queryFn: ({ signal }) => api.post<unknown>(`/api/operations/${props.operation}`, props.recordId === null ? {} : { record: props.recordId }, { signal }),
  });
  if (answer.error !== null) return <ErrorNotice error={answer.error} compact onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <SkeletonLines lines={4} label={words('app.loading')} />;
  return <GenericAnswer value={answer.data} />;
}
