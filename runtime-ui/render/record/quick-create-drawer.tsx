import { Button, Drawer } from 'antd';
import { type RefObject, useMemo, useRef, useState } from 'react';
import type { FormDescriptor } from '../../../engine/contract/screens.ts';
import type { Reference } from '../../../engine/contract/wire.ts';
import { api, ErrorNotice, QuickCreateContext, queryText, SkeletonLines, useIsPhone, useWords } from '../../kit/index.ts';
import { defaultValues } from '../form/default-values.ts';
import { RecordForm, type RecordFormHandle } from '../form/record-form.tsx';
import { useEntityScreens, useFormScreen } from '../screens.ts';
import type { QuickCreateRequest } from './quick-create-request.ts';
import { useCreate } from './use-create.ts';

/** The create form of an entity beside the form that needs the record. */
export function QuickCreateDrawer(props: { readonly request: QuickCreateRequest; onClose(): void }) {
  const words = useWords();
  const isPhone = useIsPhone();
  const { entity } = props.request;
  const screens = useEntityScreens(entity);
  const form = useFormScreen(screens.data?.forms['create'] ?? screens.data?.forms['edit'] ?? null);
  const handle = useRef<RecordFormHandle>(null);
  const [busy, setBusy] = useState(false);
  const mayNot = screens.data?.canCreate === false;
  return (
    <Drawer
      open
      size={isPhone ? '100%' : 560}
      title={words('form.create', { title: screens.data?.title ?? '' })}
      onClose={props.onClose}
      footer={
        <div className="drawer-foot">
          <Button onClick={props.onClose}>{words('common.cancel')}</Button>
          <Button type="primary" loading={busy} disabled={form.data === undefined || mayNot} onClick={() => handle.current?.submit()}>
            {words('common.save')}
          </Button>
        </div>
      }
    >
      {screens.error !== null || form.error !== null ? <ErrorNotice error={screens.error ?? form.error} /> : null}
      {mayNot ? (
        <p>{words('error.forbidden')}</p>
      ) : form.data === undefined ? (
        <SkeletonLines lines={5} height={56} label={words('app.loading')} />
      ) : (
        <QuickForm form={form.data} request={props.request} handle={handle} onBusy={setBusy} onClose={props.onClose} />
      )}
    </Drawer>
  );
}

function QuickForm(props: {
  readonly form: FormDescriptor;
  readonly request: QuickCreateRequest;
  readonly handle: RefObject<RecordFormHandle | null>;
  onBusy(busy: boolean): void;
  onClose(): void;
}) {
  const initial = useMemo(() => defaultValues(props.form), [props.form]);
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(initial);
  const create = useCreate(props.request.entity, props.form);
  return (
    <QuickCreateContext value={null}>
      <RecordForm
        form={props.form}
        values={values}
        onChange={setValues}
        embedded
        autoFocus
        submitTitle={null}
        handle={props.handle}
        onSubmit={async (state) => {
          props.onBusy(true);
          try {
            const id = await create(state.values, state.isVisible);
            const found = await api.get<{ rows: readonly Reference[] }>(`/api/lookup/${props.request.entity}${queryText({ ids: id })}`);
            props.request.onCreated(found.rows[0] ?? { id, label: id });
            props.onClose();
          } finally {
            props.onBusy(false);
          }
        }}
      />
    </QuickCreateContext>
  );
}
