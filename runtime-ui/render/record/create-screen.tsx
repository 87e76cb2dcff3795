import { App } from 'antd';
import { useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { EntityScreens, FormDescriptor } from '../../../engine/contract/screens.ts';
import { ErrorNotice, SkeletonLines, useKeys, useLate, useWords } from '../../kit/index.ts';
import { defaultValues } from '../form/default-values.ts';
import { DraftBar } from '../form/draft-bar.tsx';
import { RecordForm } from '../form/record-form.tsx';
import { useDraft } from '../form/use-draft.ts';
import { useLeaveGuard } from '../form/use-leave-guard.tsx';
import { useEntityScreens, useFormScreen } from '../screens.ts';
import { useCreate } from './use-create.ts';

/** The form that the place it was opened from names, else the entity's own create form; `location.state.given` are values
 *  that the place knows. */
export function CreateScreen(props: { readonly entity: string; readonly form: string | null }) {
  const words = useWords();
  const screens = useEntityScreens(props.entity);
  const form = useFormScreen(props.form ?? screens.data?.forms['create'] ?? screens.data?.forms['edit'] ?? null);
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
  const draft = useDraft(`new.${form.name}`, initial);
  const guard = useLeaveGuard(draft.isChanged);
  const create = useCreate(screens.entity, form);
  const leave = () => void navigate(-1);
  useKeys({ Escape: leave });
  return (
    <div className="form-screen">
      <header className="screen-head">
        <h1>{form.title === screens.title ? words('form.create', { title: screens.title }) : form.title}</h1>
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
