import { type BlockProps, ErrorNotice, SkeletonLines } from '../../../runtime-ui/kit/index.ts';
import type { ChangePreview } from '../account/change-preview.ts';
import { ChangeView } from './change-view.tsx';
import { useOperation } from './use-operation.ts';
import { useLendingWords } from './words.ts';

/** The answer of an action's preview, or of the block's own operation on the record. */
export function ChangeBlock(props: BlockProps) {
  const words = useLendingWords();
  const given = props.preview as ChangePreview | undefined;
  const { result, error, again } = useOperation<ChangePreview>(
    props.operation ?? 'lending.preview-reversal',
    given !== undefined || props.recordId === null ? null : { record: props.recordId },
  );
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} compact />;
  const change = given ?? result;
  return change === undefined ? <SkeletonLines lines={4} label={words('loading')} /> : <ChangeView change={change} />;
}
