import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { BlockDescriptor, ListDescriptor } from '../../../engine/contract/screens.ts';
import { ErrorNotice, Icon, Notice, SkeletonLines, useIsPhone, useWords } from '../../kit/index.ts';
import { ListCards } from '../list/list-cards.tsx';
import { ListTable } from '../list/list-table.tsx';
import { type RowsQuestion, useRows } from '../list/use-rows.ts';
import { useRecordLabel } from '../record/record-data.ts';
import { useListScreen } from '../screens.ts';
import type { BlockPlace } from './block-place.ts';

/** The first rows of a list on a page, with the way to all of them. */
export function ListBlock(props: { readonly block: Extract<BlockDescriptor, { block: 'list' }> }) {
  const words = useWords();
  const list = useListScreen(props.block.list);
  if (list.error !== null) return <ErrorNotice error={list.error} compact />;
  if (list.data === undefined) return <SkeletonLines lines={5} label={words('app.loading')} />;
  const view = props.block.view;
  return (
    <>
      <EmbeddedRows list={list.data} question={{ list: list.data.name, view, filter: null, limit: Math.max(1, props.block.limit || 5) }} hidden={[]} />
      <Link className="block-more" to={`/list/${list.data.name}${view === null ? '' : `?view=${view}`}`}>
        {words('common.all')} <Icon name="right" size={13} />
      </Link>
    </>
  );
}

/** Records that point at this one. */
export function RelatedBlock(props: { readonly block: Extract<BlockDescriptor, { block: 'related' }>; readonly place: BlockPlace }) {
  const words = useWords();
  const navigate = useNavigate();
  const { block, place } = props;
  const list = useListScreen(block.list);
  const label = useRecordLabel(place.entity ?? '', place.recordId ?? '', place.record ?? undefined);
  if (list.error !== null) return <ErrorNotice error={list.error} compact />;
  if (list.data === undefined) return <SkeletonLines lines={4} label={words('app.loading')} />;
  const descriptor = list.data;
  return (
    <>
      {block.create && descriptor.canCreate ? (
        <div className="block-tools">
          <Button
            size="small"
            icon={<Icon name="plus" size={13} />}
            onClick={() => void navigate(`/new/${descriptor.entity}`, { state: { given: { [block.by]: { id: place.recordId, label } } } })}
          >
            {words('common.new')}
          </Button>
        </div>
      ) : null}
      <EmbeddedRows
        list={descriptor}
        question={{ list: descriptor.name, filter: { fact: block.by, operator: 'equal', value: place.recordId }, limit: 100 }}
        hidden={[block.by]}
      />
    </>
  );
}

function EmbeddedRows(props: { readonly list: ListDescriptor; readonly question: RowsQuestion; readonly hidden: readonly string[] }) {
  const words = useWords();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const { list } = props;
  const rows = useRows(props.question);
  if (rows.error !== null) return <ErrorNotice error={rows.error} compact onRetry={() => void rows.refetch()} />;
  if (rows.data === undefined) return <SkeletonLines lines={4} label={words('app.loading')} />;
  if (rows.data.rows.length === 0) return <Notice icon="empty" compact title={words('record.relatedEmpty')} />;
  const open = (row: Readonly<Record<string, unknown>>) => void navigate(`/record/${list.entity}/${String(row['id'])}`);
  if (isPhone) return <ListCards columns={list.columns} rows={rows.data.rows} onOpen={open} />;
  return (
    <ListTable
      label={list.title}
      columns={list.columns}
      rows={rows.data.rows}
      arrangement={{ hidden: props.hidden }}
      sort={list.defaultSort}
      activeId={null}
      onOpen={open}
      onOpenFull={open}
      natural
    />
  );
}
