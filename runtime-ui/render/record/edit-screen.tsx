import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { FormDescriptor, PageDescriptor } from '../../../engine/contract/screens.ts';
import { api, ErrorNotice, isStale, SkeletonLines, useKeys, useLate, useWords } from '../../kit/index.ts';
import { DraftBar } from '../form/draft-bar.tsx';
import { RecordForm } from '../form/record-form.tsx';
import { useDraft } from '../form/use-draft.ts';
import { useLeaveGuard } from '../form/use-leave-guard.tsx';
import { toPatch } from '../form/wire-values.ts';
import { useEntityScreens, useFormScreen, usePageScreen } from '../screens.ts';
import { fetchRecord, forgetRecords, useRecord, useRecordLabel, type VersionedRecord } from './record-data.ts';
import { StaleDialog, staleChanges } from './stale-dialog.tsx';

/** A record's edit form at its own address. */
export function EditScreen(props: { readonly entity: string; readonly id: string }) {
  const words = useWords();
  const screens = useEntityScreens(props.entity);
  const page = usePageScreen(screens.data?.page ?? null);
  const form = useFormScreen(page.data?.editForm ?? screens.data?.forms['edit'] ?? null);
  const record = useRecord(props.entity, props.id);
  const failed = screens.error ?? page.error ?? form.error ?? record.error;
  const late = useLate(form.isPending || record.isPending);
  if (failed !== null) return <ErrorNotice error={failed} />;
  if (page.data === undefined || form.data === undefined || record.data === undefined)
    return late ? <SkeletonLines lines={8} height={56} label={words('app.loading')} /> : null;
  return <EditForm {...props} form={form.data} page={page.data} opened={record.data} />;
}

function EditForm(props: {
  readonly entity: string;
  readonly id: string;
  readonly form: FormDescriptor;
  readonly page: PageDescriptor;
  readonly opened: VersionedRecord;
}) {
  const { entity, id, form } = props;
  const words = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [base, setBase] = useState(props.opened);
  const [stale, setStale] = useState<VersionedRecord | null>(null);
  const initial = useMemo(() => base.body, [base]);
  const draft = useDraft(`edit.${entity}.${id}`, initial);
  const guard = useLeaveGuard(draft.isChanged);
  const label = useRecordLabel(entity, id, base.body);
  const leave = () => void navigate(`/record/${entity}/${id}`, { replace: true });
  useKeys({ Escape: leave });
  return (
    <div className="form-screen">
      <header className="screen-head">
        <h1>{words('form.edit', { title: label === '' ? props.page.title : label })}</h1>
      </header>
      {draft.isRestored ? <DraftBar onDiscard={draft.discard} /> : null}
      <RecordForm
        form={form}
        values={draft.values}
        onChange={draft.setValues}
        autoFocus
        onCancel={leave}
        onSubmit={async (state) => {
          const patch = toPatch(form, base.body, state.values, state.isVisible);
          if (Object.keys(patch).length > 0) {
            try {
              await api.patch(`/api/records/${entity}/${id}`, patch, { version: base.version });
            } catch (error) {
              if (!isStale(error)) throw error;
              setStale(await fetchRecord(entity, id));
              return;
            }
          }
          draft.settle();
          guard.allow();
          message.success(words('common.saved'));
          await forgetRecords(client);
          leave();
        }}
      />
      {stale === null ? null : (
        <StaleDialog
          changes={staleChanges(form, base.body, draft.values, stale.body)}
          onReload={() => {
            setBase(stale);
            draft.settle();
            draft.setValues(stale.body);
            draft.settle();
            setStale(null);
          }}
          onReapply={() => {
            const mine = toPatch(form, base.body, draft.values, () => true);
            const changed = Object.fromEntries(Object.keys(mine).map((key) => [key, draft.values[key]]));
            setBase(stale);
            draft.setValues({ ...stale.body, ...changed });
            setStale(null);
          }}
        />
      )}
    </div>
  );
}
