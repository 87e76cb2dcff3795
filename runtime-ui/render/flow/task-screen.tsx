import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { FormDescriptor } from '../../../engine/contract/screens.ts';
import type { TaskCommand, TaskDetail, TaskRow } from '../../../engine/contract/wire.ts';
import {
  api,
  Cell,
  ErrorNotice,
  formatInstant,
  newKey,
  Notice,
  ProblemError,
  SkeletonLines,
  StateTag,
  useIsPhone,
  useKeys,
  useLate,
  useWords,
} from '../../kit/index.ts';
import { Facts } from '../blocks/facts-block.tsx';
import { RecordForm, type RecordFormHandle } from '../form/record-form.tsx';
import { toPatch, toWire } from '../form/wire-values.ts';
import { forgetRecords } from '../record/record-data.ts';
import { valueAt } from '../record/value-at.ts';
import { useEntityScreens, useFormScreen, usePageScreen } from '../screens.ts';
import { FlowProgressView } from './flow-progress.tsx';
import { OpinionPanel, type Verb } from './opinion-panel.tsx';
import { splitTaskForm } from './task-forms.ts';
import { useTask } from './task-data.ts';

type Values = Readonly<Record<string, unknown>>;

/** One task on one screen: what is asked, the record beside it, what to fill in, the way so far and ahead, the decision. */
export function TaskScreen(props: { readonly id: string }) {
  const words = useWords();
  const task = useTask(props.id);
  const late = useLate(task.isPending);
  const screens = useEntityScreens(task.data?.task.entity ?? null);
  const form = useFormScreen(
    task.data === undefined ? null : (task.data.form ?? screens.data?.forms['task'] ?? screens.data?.forms['view'] ?? screens.data?.forms['edit'] ?? null),
  );
  const failed = task.error ?? form.error;
  if (failed !== null) return <ErrorNotice error={failed} onRetry={() => void task.refetch()} />;
  if (task.data === undefined || (form.data === undefined && form.isLoading))
    return late ? <SkeletonLines lines={10} height={44} label={words('app.loading')} /> : null;
  return <LoadedTask key={`${task.data.task.id}-${task.data.rev}`} detail={task.data} form={form.data ?? null} page={screens.data?.page ?? null} />;
}

function LoadedTask(props: { readonly detail: TaskDetail; readonly form: FormDescriptor | null; readonly page: string | null }) {
  const { detail } = props;
  const { task } = detail;
  const words = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const isPhone = useIsPhone();
  const { message } = App.useApp();
  const page = usePageScreen(props.page);
  const forms = useMemo(() => splitTaskForm(props.form, detail), [props.form, detail]);
  const [values, setValues] = useState<Values>(detail.record);
  const [input, setInput] = useState<Values>({});
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<ProblemError | null>(null);
  const editForm = useRef<RecordFormHandle>(null);
  const inputForm = useRef<RecordFormHandle>(null);
  const intent = useRef<{ readonly content: string; readonly key: string } | null>(null);
  const isOpen = ['TODO', 'POOL', 'WAITING', 'OPEN'].includes(task.state.toUpperCase()) && task.closedAt === null;
  useKeys({ Escape: () => void navigate('/tasks') });

  const send = async (verb: Verb, opinion: string, target: string | null) => {
    if (busy !== null) return;
    const isDeciding = verb === 'approve' || verb === 'done' || verb === 'resubmit';
    const changes = isDeciding && forms.editable !== null ? toPatch(forms.editable, detail.record, editForm.current?.state.values ?? values, () => true) : {};
    const facts = forms.input === null ? {} : toWire(forms.input, inputForm.current?.state.values ?? input, () => true);
    const body: TaskCommand = {
      expectedRev: detail.rev,
      ...(opinion === '' ? {} : { opinion }),
      ...(Object.keys(changes).length === 0 ? {} : { changes }),
      ...(Object.keys(facts).length === 0 ? {} : { input: facts }),
      ...(target === null ? {} : { target }),
    };
    const content = `${verb} ${JSON.stringify(body)}`;
    if (intent.current?.content !== content) intent.current = { content, key: newKey() };
    setBusy(verb);
    setRefusal(null);
    try {
      await api.post(`/api/tasks/${task.id}/${verb}`, body, { idempotencyKey: intent.current.key });
      intent.current = null;
      if (verb === 'comment' || verb === 'claim' || verb === 'unclaim' || verb === 'urge') {
        await forgetRecords(client);
        message.success(words('common.done'));
        return;
      }
      const next = (await api.get<{ rows: readonly TaskRow[] }>('/api/tasks?tab=todo&limit=5')).rows.find((row) => row.id !== task.id);
      await forgetRecords(client);
      message.success(words(next === undefined ? 'task.actedLast' : 'task.acted'));
      void navigate(next === undefined ? '/tasks' : `/tasks/${next.id}`, { replace: true });
    } catch (error) {
      if (!(error instanceof ProblemError)) message.error(words('line.offline'));
      else {
        intent.current = null;
        setRefusal(error);
        if (error.code === 'flow.task-closed' || error.code === 'request.stale') await forgetRecords(client);
      }
    } finally {
      setBusy(null);
    }
  };

  const facts = page.data?.facts ?? [];
  return (
    <article className="task-screen">
      <header className="record-head">
        <div className="record-name">
          <div className="record-kind">
            <Link to="/tasks">{words('task.inbox')}</Link>
            <span>
              {task.flowTitle}
              {task.nodeTitle === null ? null : ` · ${task.nodeTitle}`}
            </span>
          </div>
          <h1>
            <Link to={`/record/${task.entity}/${task.recordId}`} className="plain-link">
              {task.recordLabel}
            </Link>
            {isOpen ? <StateTag title={words('task.todo')} color="gold" /> : null}
          </h1>
          <p className="quiet">
            {words('task.from', { name: task.initiator.label })} · <span className="tabular">{formatInstant(task.openedAt)}</span>
            {task.dueAt === null ? null : ` · ${words('task.due')} ${formatInstant(task.dueAt)}`}
          </p>
        </div>
        {facts.length === 0 ? null : (
          <dl className="record-facts is-large">
            {facts.slice(0, 4).map((fact) => (
              <div key={fact.key}>
                <dt>{fact.title}</dt>
                <dd>
                  <Cell column={fact} value={valueAt(detail.record, fact.key)} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </header>
      <div className="record-body with-rail">
        <div className="record-main">
          {forms.editable === null || !isOpen ? null : (
            <section className="block task-fields">
              <h2 className="block-title">{words('task.fields')}</h2>
              <RecordForm form={forms.editable} values={values} onChange={setValues} embedded submitTitle={null} handle={editForm} />
            </section>
          )}
          {forms.input === null || !isOpen ? null : (
            <section className="block task-fields">
              <RecordForm form={forms.input} values={input} onChange={setInput} embedded submitTitle={null} handle={inputForm} />
            </section>
          )}
          {forms.readable === null ? null : (
            <section className="block">
              <h2 className="block-title">{words('task.application')}</h2>
              <Facts form={forms.readable} record={values} live />
            </section>
          )}
        </div>
        <aside className="record-rail">
          {isOpen && !isPhone ? <OpinionPanel detail={detail} busy={busy} refusal={refusal} onSend={send} /> : null}
          {!isOpen ? <Notice icon="check" compact title={words('task.closed')} /> : null}
          <section className="block">
            <h2 className="block-title">{words('task.path')}</h2>
            <FlowProgressView progress={detail.progress} />
          </section>
        </aside>
      </div>
      {isOpen && isPhone ? <OpinionPanel detail={detail} busy={busy} refusal={refusal} onSend={send} phone /> : null}
    </article>
  );
}
