import { Button, Modal } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { ErrorNotice, ProblemError, SkeletonLines, useWords } from '../../kit/index.ts';
import { defaultValues } from '../form/default-values.ts';
import { RecordForm, type RecordFormHandle } from '../form/record-form.tsx';
import { toWire } from '../form/wire-values.ts';
import { useFormScreen } from '../screens.ts';
import { PreviewResult } from './preview-result.tsx';
import type { ActionRunner } from './use-run-action.ts';
import type { ActionTarget } from './action-target.ts';

interface ActionDialogProps {
  readonly target: ActionTarget;
  readonly run: ActionRunner;
  readonly place: { readonly entity: string; readonly id: string; readonly record: Readonly<Record<string, unknown>> };
  onClose(): void;
}

/** Asks what an action needs, shows what it would do when it can tell beforehand, and only then does it. */
export function ActionDialog(props: ActionDialogProps) {
  const words = useWords();
  const { target, run } = props;
  const form = useFormScreen(target.form);
  const [typed, setTyped] = useState<Readonly<Record<string, unknown>>>({});
  const [preview, setPreview] = useState<{ readonly input: unknown; readonly answer: unknown } | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isLooking, setLooking] = useState(false);
  const handle = useRef<RecordFormHandle>(null);
  const values = useMemo(() => (form.data === undefined ? typed : { ...defaultValues(form.data), ...typed }), [form.data, typed]);
  const isWaiting = target.form !== null && form.data === undefined;

  const execute = async (input: unknown) => {
    if (await run.act(target, input, { throws: true })) props.onClose();
  };
  const lookAhead = async (input: unknown) => {
    setLooking(true);
    try {
      setPreview({ input, answer: await run.preview(target, input) });
    } finally {
      setLooking(false);
    }
  };
  /** The form hands refusals to their fields; without a form they stand in the dialog. */
  const direct = async (work: () => Promise<void>) => {
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      setRefusal(error);
    }
  };
  const next = () => {
    if (preview !== null) void direct(() => execute(preview.input));
    else if (form.data !== undefined) handle.current?.submit();
    else void direct(() => (target.hasPreview ? lookAhead({}) : execute({})));
  };
  const isLast = preview !== null || !target.hasPreview;
  return (
    <Modal
      open
      title={target.title}
      width={target.hasPreview ? 760 : target.form === null ? 440 : 600}
      onCancel={props.onClose}
      mask={{ closable: false }}
      footer={
        <>
          {preview === null ? (
            <Button onClick={props.onClose}>{words('common.cancel')}</Button>
          ) : (
            <Button onClick={() => setPreview(null)}>{words('common.previous')}</Button>
          )}
          <Button type="primary" danger={target.danger && isLast} loading={run.running !== null || isLooking} disabled={isWaiting} onClick={next}>
            {!isLast ? words('action.preview') : preview !== null ? words('action.execute') : target.title}
          </Button>
        </>
      }
    >
      {target.description === undefined ? null : <p className="quiet">{target.description}</p>}
      {target.confirm === null || preview !== null ? null : <p className="confirm-text">{target.confirm}</p>}
      {refusal === null ? null : <ErrorNotice error={refusal} compact />}
      {form.error === null ? null : <ErrorNotice error={form.error} compact />}
      {isWaiting && form.error === null ? <SkeletonLines lines={3} label={words('app.loading')} /> : null}
      {form.data === undefined ? null : (
        <div hidden={preview !== null}>
          <RecordForm
            form={form.data}
            values={values}
            onChange={setTyped}
            embedded
            autoFocus
            submitTitle={null}
            handle={handle}
            onSubmit={async (state) => {
              if (form.data === undefined) return;
              const input = toWire(form.data, state.values, state.isVisible);
              for (const key of Object.keys(input)) if (input[key] === null) delete input[key];
              await (target.hasPreview ? lookAhead(input) : execute(input)).catch((error: unknown) => {
                if (error instanceof ProblemError) throw inputProblem(error);
                setRefusal(error);
              });
            }}
          />
        </div>
      )}
      {preview === null ? null : <PreviewResult answer={preview.answer} target={target} place={props.place} />}
    </Modal>
  );
}

/** Pointers of a refused input may begin with `/input`; the form knows its fields from the root. */
function inputProblem(error: ProblemError): ProblemError {
  return new ProblemError({
    status: error.status,
    code: error.code,
    detail: error.message,
    errors: error.errors.map((item) => ({ ...item, pointer: item.pointer.replace(/^\/input\//, '/') })),
  });
}
