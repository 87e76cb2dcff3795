import { type BlockProps, ErrorNotice, SkeletonLines } from '../../../runtime-ui/kit/index.ts';
import type { Quote } from '../operations/quote-schedule.ts';
import { QuoteView } from './quote-view.tsx';
import { useOperation } from './use-operation.ts';
import { useLendingWords } from './words.ts';

/** The quote of an application. */
export function QuoteBlock(props: BlockProps) {
  const words = useLendingWords();
  const { result, error, again } = useOperation<Quote>(
    props.operation ?? 'lending.quote-application',
    props.recordId === null ? null : { record: props.recordId },
  );
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} />;
  return result === undefined ? <SkeletonLines lines={8} label={words('loading')} /> : <QuoteView quote={result} />;
}
