import { Button, Form, Input } from 'antd';
import { useId, useState } from 'react';
import { type BlockProps, ErrorNotice, parseDate, parseNumber, SkeletonLines, useBusinessDate } from '../../../runtime-ui/kit/index.ts';
import type { RepaymentPreview } from '../operations/preview-repayment.ts';
import { AllocationView } from './allocation-view.tsx';
import { useOperation } from './use-operation.ts';
import { useLendingWords } from './words.ts';

/** Allocation of a receipt, or the answer of an action's preview. */
export function AllocationBlock(props: BlockProps) {
  const words = useLendingWords();
  const given = props.preview as RepaymentPreview | undefined;
  const { result, error, again } = useOperation<RepaymentPreview>(
    props.operation ?? 'lending.preview-repayment',
    given !== undefined || props.recordId === null ? null : { record: props.recordId },
  );
  if (error !== undefined) return <ErrorNotice error={error} onRetry={again} compact />;
  const preview = given ?? result;
  return preview === undefined ? <SkeletonLines lines={4} label={words('loading')} /> : <AllocationView preview={preview} />;
}

/** Type an amount and a date, see what it would do. */
export function RepaymentBlock(props: BlockProps) {
  const words = useLendingWords();
  const today = useBusinessDate();
  const id = useId();
  const [draft, setDraft] = useState({ amount: '', valueDate: today });
  const [asked, setAsked] = useState<{ record: string; amount: string; valueDate: string } | null>(null);
  const { result, error, isWaiting } = useOperation<RepaymentPreview>('lending.preview-payment', asked);
  const ask = (): void => {
    const amount = parseNumber(draft.amount);
    const valueDate = parseDate(draft.valueDate, today);
    if (props.recordId !== null && amount !== undefined && valueDate !== undefined) setAsked({ record: props.recordId, amount, valueDate });
  };
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Form layout="inline" onFinish={ask}>
        <Form.Item label={words('amount')} htmlFor={`${id}amount`}>
          <Input
            id={`${id}amount`}
            value={draft.amount}
            inputMode="decimal"
            onChange={(event) => setDraft({ ...draft, amount: event.target.value })}
            style={{ width: 140, textAlign: 'right' }}
          />
        </Form.Item>
        <Form.Item label={words('valueDate')} htmlFor={`${id}date`}>
          <Input id={`${id}date`} value={draft.valueDate} onChange={(event) => setDraft({ ...draft, valueDate: event.target.value })} style={{ width: 130 }} />
        </Form.Item>
        <Button htmlType="submit">{words('preview')}</Button>
      </Form>
      {error === undefined ? null : <ErrorNotice error={error} compact />}
      {asked !== null && result === undefined && isWaiting ? <SkeletonLines lines={4} label={words('loading')} /> : null}
      {result === undefined ? null : <AllocationView preview={result} />}
    </div>
  );
}
