import { Popover } from 'antd';
import { type ReactNode, useState } from 'react';
import { ErrorNotice, SkeletonLines } from '../../../runtime-ui/kit/index.ts';
import type { Explanation } from '../operations/explain-amount.ts';
import { TraceView } from './trace-view.tsx';
import { useOperation } from './use-operation.ts';
import { useLendingWords } from './words.ts';

/** A figure that explains itself on click. */
export function TracePopover(props: { readonly loan: string; readonly period: number; readonly figure: Explanation['figure']; readonly children: ReactNode }) {
  const words = useLendingWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover trigger="click" open={isOpen} onOpenChange={setOpen} placement="bottom" title={words('why')} content={isOpen ? <Explained {...props} /> : null}>
      <button
        type="button"
        aria-label={`${words('why')}: ${words(`figure.${props.figure}`)} ${props.period}`}
        style={{ all: 'unset', cursor: 'pointer', borderBottom: '1px dotted var(--line-strong)' }}
      >
        {props.children}
      </button>
    </Popover>
  );
}

export function Explained(props: { readonly loan: string; readonly period: number; readonly figure: Explanation['figure'] }) {
  const words = useLendingWords();
  const { result, error } = useOperation<Explanation>('lending.explain-amount', { record: props.loan, period: props.period, figure: props.figure });
  if (error !== undefined) return <ErrorNotice error={error} compact />;
  return result === undefined ? <SkeletonLines lines={6} height={22} label={words('loading')} /> : <TraceView explanation={result} />;
}
