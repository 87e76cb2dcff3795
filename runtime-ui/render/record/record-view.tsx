import { Button } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useState } from 'react';
import type { PageDescriptor } from '../../../engine/contract/screens.ts';
import { Cell, ErrorNotice, Icon, SkeletonLines, StateTag, useKeys, useLate, useWords } from '../../kit/index.ts';
import { Block } from '../blocks/block.tsx';
import { TabCount } from '../blocks/tab-count.tsx';
import { useEntityScreens, usePageScreen } from '../screens.ts';
import { RecordActions } from './record-actions.tsx';
import { useAllowed, useRecord, useRecordLabel } from './record-data.ts';
import { valueAt } from './value-at.ts';

interface RecordViewProps {
  readonly entity: string;
  readonly id: string;
  /** Page to draw; the entity's own when null. */
  readonly page: string | null;
  readonly inDrawer?: boolean;
  onClose?(): void;
}

/** A record to read and act on: who it is, the facts that matter, what may be done now; then tabs, and the rail beside. */
export function RecordView(props: RecordViewProps) {
  const words = useWords();
  const screens = useEntityScreens(props.page === null ? props.entity : null);
  const page = usePageScreen(props.page ?? screens.data?.page ?? null);
  const record = useRecord(props.entity, props.id);
  const failed = screens.error ?? page.error ?? record.error;
  const late = useLate(record.isPending || page.isPending);
  if (failed !== null) return <ErrorNotice error={failed} onRetry={() => void record.refetch()} />;
  if (page.data === undefined || record.data === undefined) return late ? <RecordSkeleton label={words('app.loading')} /> : null;
  return <LoadedRecord {...props} descriptor={page.data} record={record.data} />;
}

function LoadedRecord(props: RecordViewProps & { readonly descriptor: PageDescriptor; readonly record: NonNullable<ReturnType<typeof useRecord>['data']> }) {
  const { descriptor, record, entity, id } = props;
  const words = useWords();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const [drawerTab, setDrawerTab] = useState<string | null>(null);
  const allowed = useAllowed(entity, id);
  const label = useRecordLabel(entity, id, record.body);
  const tabs = descriptor.tabs;
  const wanted = props.inDrawer === true ? drawerTab : parameters.get('tab');
  const tab = tabs.find((item) => item.key === wanted) ?? tabs[0];
  const chooseTab = (key: string) => {
    if (props.inDrawer === true) setDrawerTab(key);
    else
      setParameters(
        (before) => {
          before.set('tab', key);
          return before;
        },
        { replace: true },
      );
  };
  const state = descriptor.states.find((item) => item.key === record.body['state']);
  const canEdit = descriptor.canEdit && allowed.data?.update.allowed === true;
  const edit = () => void navigate(`/record/${entity}/${id}/edit`);
  useKeys({ ...(canEdit ? { e: edit } : {}), ...(props.inDrawer === true ? {} : { Escape: () => void navigate(-1) }) });
  const place = { entity, recordId: id, record: record.body, viewForm: descriptor.viewForm, states: descriptor.states };
  const { number, name } = splitLabel(label);

  return (
    <article className={props.inDrawer === true ? 'record-view in-drawer' : 'record-view'}>
      <header className="record-head">
        <div className="record-name">
          <div className="record-kind">
            <span>{descriptor.title}</span>
            {props.inDrawer === true ? (
              <span className="drawer-tools">
                <Button
                  type="text"
                  size="small"
                  icon={<Icon name="external" size={15} />}
                  aria-label={words('list.openFull')}
                  title={words('list.openFull')}
                  onClick={() => void navigate(`/record/${entity}/${id}`)}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<Icon name="close" size={15} />}
                  aria-label={words('common.close')}
                  title={words('common.close')}
                  onClick={props.onClose}
                />
              </span>
            ) : null}
          </div>
          <h1>
            {number === '' ? null : <span className="record-number tabular">{number}</span>}
            <span>{name}</span>
            {state === undefined ? null : <StateTag title={state.title} color={state.color} />}
          </h1>
        </div>
        <RecordActions
          entity={entity}
          id={id}
          version={record.version}
          descriptor={descriptor}
          allowed={allowed.data}
          label={label}
          onEdit={edit}
          record={record.body}
        />
        {descriptor.facts.length === 0 ? null : (
          <dl className="record-facts">
            {descriptor.facts.slice(0, 4).map((fact) => (
              <div key={fact.key}>
                <dt>{fact.title}</dt>
                <dd>
                  <Cell column={fact} value={valueAt(record.body, fact.key)} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </header>
      <div className={descriptor.rail.length > 0 ? 'record-body with-rail' : 'record-body'}>
        <div className="record-main">
          {tabs.length > 1 ? (
            <div className="record-tabs" role="tablist" aria-label={descriptor.title}>
              {tabs.map((item) => (
                <button key={item.key} type="button" role="tab" aria-selected={item.key === tab?.key} onClick={() => chooseTab(item.key)}>
                  {item.title}
                  <TabCount tab={item} recordId={id} />
                </button>
              ))}
            </div>
          ) : null}
          {tab?.blocks.map((block) => (
            <Block key={block.key} block={block} place={place} isAlone={tab.blocks.length === 1} tabTitle={tab.title} />
          ))}
        </div>
        {descriptor.rail.length === 0 ? null : (
          <aside className="record-rail">
            {descriptor.rail.map((block) => (
              <Block key={block.key} block={block} place={place} isAlone={false} inRail />
            ))}
          </aside>
        )}
      </div>
    </article>
  );
}

/** A display text often begins with the record's number: it is set apart from the name. */
function splitLabel(label: string): { readonly number: string; readonly name: string } {
  const parts = /^([A-Z]{1,6}[-\d][\w-]*)\s+(.+)$/.exec(label);
  return parts === null ? { number: '', name: label } : { number: parts[1] ?? '', name: parts[2] ?? '' };
}

function RecordSkeleton(props: { readonly label: string }) {
  return (
    <div className="record-view">
      <div className="record-head">
        <div className="skeleton-title" />
      </div>
      <SkeletonLines lines={8} height={44} label={props.label} />
    </div>
  );
}
