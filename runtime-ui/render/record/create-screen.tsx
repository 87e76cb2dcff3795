import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useMemo, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { EntityScreens, FormDescriptor } from '../../../engine/contract/screens.ts';
import { api, ErrorNotice, newKey, SkeletonLines, useKeys, useLate, useWords } from '../../kit/index.ts';
import { defaultValues } from '../form/default-values.ts';
import { RecordForm } from '../form/record-form.tsx';
import { useDraft } from '../form/use-draft.ts';
import { useLeaveGuard } from '../form/use-leave-guard.tsx';
import { toWire } from '../form/wire-values.ts';
import { useEntityScreens, useFormScreen } from '../screens.ts';
import { DraftBar } from './edit-screen.tsx';
import { forgetRecords } from './record-data.ts';

/** The create form of an entity; `location.state.given` are values that the place it was opened from knows. */
export function CreateScreen(props: { readonly entity: string }) {
  const words = useWords();
  const screens = useEntityScreens(props.entity);
  const form = useFormScreen(screens.data?.forms['create'] ?? screens.data?.forms['edit'] ?? null);
  const failed = screens.error ?? form.error;
  const late = useLate(form.isPending);
  if (failed !== null) return <ErrorNotice error={failed} />;
  if (screens.data === undefined || form.data === undefined) return late ? <SkeletonLines lines={8} height={56} label={words('app.loading')} /> : null;
  return <CreateForm key={form.data.name} screens={screens.data} form={form.data} />;
}

function CreateForm(props: { readonly screens: EntityScreens; readonly form: FormDescriptor }) {
  const { form, screens } = props;
  const words = useWords();
  const navigate = useNavigate();
  const location = useLocation();
  const { message } = App.useApp();
  const given = (location.state as { given?: Readonly<Record<string, unknown>> } | null)?.given;
  const initial = useMemo(() => defaultValues(form, given), [form, given]);
  const draft = useDraft(`new.${screens.entity}`, initial);
  const guard = useLeaveGuard(draft.isChanged);
  const create = useCreate(screens.entity, form);
  const leave = () => void navigate(-1);
  useKeys({ Escape: leave });
  return (
    <div className="form-screen">
      <header className="screen-head">
        <h1>{words('form.create', { title: screens.title })}</h1>
      </header>
      {draft.isRestored ? <DraftBar onDiscard={draft.discard} /> : null}
      <RecordForm
        form={form}
        values={draft.values}
        onChange={draft.setValues}
        autoFocus
        submitTitle={words('common.save')}
        onCancel={leave}
        onSubmit={async (state) => {
          const id = await create(state.values, state.isVisible);
          draft.settle();
          guard.allow();
          message.success(words('common.saved'));
          void navigate(`/record/${screens.entity}/${id}`, { replace: true });
        }}
      />
    </div>
  );
}

/** Creates a record and answers its id. The same content keeps its key, so that a lost answer does not make two. */
export function useCreate(entity: string, form: FormDescriptor): (values: Readonly<Record<string, unknown>>, isSent: (key: string) => boolean) => Promise<string> {
  const client = useQueryClient();
  const intent = useRef<{ readonly content: string; readonly key: string } | null>(null);
  return async (values, isSent) => {
    const body = toWire(form, values, isSent);
    for (const key of Object.keys(body)) if (body[key] === null) delete body[key];
    const content = JSON.stringify(body);
    if (intent.current?.content !== content) intent.current = { content, key: newKey() };
    const record = await api.post<{ id: string }>(`/api/records/${entity}`, body, { idempotencyKey: intent.current.key });
    intent.current = null;
    await forgetRecords(client);
    return record.id;
  };
}

