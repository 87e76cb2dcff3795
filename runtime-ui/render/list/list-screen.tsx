import { useQueryClient } from '@tanstack/react-query';
import type { RowSelectionState } from '@tanstack/react-table';
import { App, Button, Drawer, Input, type InputRef } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Condition } from '../../../engine/condition/types.ts';
import type { ActionButtonDescriptor, ListDescriptor } from '../../../engine/contract/screens.ts';
import { api, ErrorNotice, Icon, queryText, SkeletonLines, useDebounced, useIsPhone, useKeys, useLate, useWords } from '../../kit/index.ts';
import type { RowsPage } from '../../../engine/contract/wire.ts';
import { RecordView } from '../record/record-view.tsx';
import { useListScreen } from '../screens.ts';
import { BulkRun } from './bulk-run.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { EmptyList } from './empty-list.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FilterBuilder } from './filter-builder.tsx';
import { FilterChip } from './filter-chip.tsx';
import { leavesOf, partsOf, replaceLeaves } from './filter-parts.ts';
import { ListCards } from './list-cards.tsx';
import { type ColumnArrangement, orderedColumns, shownColumns } from './list-columns.ts';
import { useListState } from './list-state.ts';
import { type ListRow, ListTable } from './list-table.tsx';
import { useLabels } from './use-labels.ts';
import { usePreference } from './use-preference.ts';
import { countText, questionText, type RowsQuestion, useCount, useRows, useTotals } from './use-rows.ts';
import { type PersonalView, ViewTabs } from './view-tabs.tsx';

const pageSize = 100;
const mostSelected = 2000;

/** A generated list at its own address. */
export function ListScreen(props: { readonly name: string }) {
  const words = useWords();
  const list = useListScreen(props.name);
  const late = useLate(list.isPending);
  if (list.isError) return <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return late ? <ListSkeleton label={words('app.loading')} /> : null;
  return <LoadedList key={list.data.name} list={list.data} />;
}

function LoadedList(props: { readonly list: ListDescriptor }) {
  const { list } = props;
  const words = useWords();
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const state = useListState();
  const [arrangement, setArrangement] = usePreference<ColumnArrangement>(`list.${list.name}`, {});
  const [personal, setPersonal] = usePreference<readonly PersonalView[]>(`views.${list.name}`, []);
  const [selected, setSelected] = useState<ReadonlyMap<string, ListRow>>(new Map());
  const [activeId, setActiveId] = useState<string | null>(null);
  const [isBuilderOpen, setBuilderOpen] = useState(false);
  const [bulk, setBulk] = useState<ActionButtonDescriptor | null>(null);
  const [typed, setTyped] = useState(state.search);
  const searchInput = useRef<InputRef>(null);
  const settled = useDebounced(typed, 250);
  useEffect(() => {
    if (settled !== state.search) state.change({ search: settled });
    // Only a settled word changes the address; the address changing by itself is handled below.
  }, [settled]);
  useEffect(() => setTyped(state.search), [state.search]);

  const mine = personal.find((view) => view.key === state.view);
  const documentView = list.views.find((view) => view.key === (mine === undefined ? state.view : mine.view));
  const filter = state.filter ?? mine?.filter ?? null;
  const sort = state.sort ?? mine?.sort ?? null;
  const shownArrangement = mine !== undefined && Object.keys(mine.arrangement).length > 0 ? mine.arrangement : arrangement;
  const question: RowsQuestion = useMemo(
    () => ({ list: list.name, view: documentView?.key ?? null, filter, search: state.search, sort, after: state.after, limit: pageSize }),
    [list.name, documentView?.key, filter, state.search, sort, state.after],
  );
  const rows = useRows(question);
  const count = useCount(question);
  const totals = useTotals(question, list.totals.length > 0 && !isPhone);
  const labels = useLabels(filter, list.columns);
  const late = useLate(rows.isPending);
  const data = rows.data?.rows ?? noRows;
  const isFiltered = filter !== null || state.search !== '' || documentView !== undefined;
  const isChanged = state.filter !== null || state.sort !== null;
  const selection = useMemo<RowSelectionState>(() => Object.fromEntries([...selected.keys()].map((id) => [id, true as const])), [selected]);
  const columnsShown = useMemo(() => shownColumns(list.columns, shownArrangement), [list.columns, shownArrangement]);
  const firstRow = state.trail.length * pageSize + 1;
  const bulkActions = list.actions.filter((action) => action.bulk);

  const open = (row: ListRow) => {
    setActiveId(String(row['id']));
    if (isPhone) openFull(row);
    else state.show(String(row['id']));
  };
  const openFull = (row: ListRow) => void navigate(`/record/${list.entity}/${String(row['id'])}`);
  const create = () => void navigate(`/new/${list.entity}${queryText({ form: list.createForm })}`);
  const select = (next: RowSelectionState) => {
    const known = new Map([...selected, ...data.map((row) => [String(row['id']), row] as const)]);
    setSelected(
      new Map(
        Object.keys(next)
          .filter((id) => next[id] === true)
          .flatMap((id) => {
            const row = known.get(id);
            return row === undefined ? [] : [[id, row] as const];
          }),
      ),
    );
  };
  const selectAll = async () => {
    const all = new Map<string, ListRow>();
    let after: string | null = null;
    do {
      const page: RowsPage = await api.get<RowsPage>(`/api/lists/${list.name}/rows${queryText({ ...questionText({ ...question, after, limit: 200 }) })}`);
      for (const row of page.rows) all.set(String(row['id']), row);
      after = page.next;
    } while (after !== null && all.size < mostSelected);
    if (after !== null) message.info(words('list.limitAll', { limit: mostSelected }));
    setSelected(all);
  };
  const step = (by: number) => {
    const at = data.findIndex((row) => row['id'] === activeId);
    const row = data[Math.min(data.length - 1, Math.max(0, at + by))];
    if (row === undefined) return;
    setActiveId(String(row['id']));
    if (state.open !== null) state.show(String(row['id']));
  };
  const active = data.find((row) => row['id'] === activeId);
  const toggleActive = () => {
    if (active === undefined) return;
    const id = String(active['id']);
    const { [id]: was, ...rest } = selection;
    select(was === true ? rest : { ...rest, [id]: true });
  };
  useKeys({
    '/': () => searchInput.current?.focus(),
    n: list.canCreate ? create : undefined,
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    x: () => toggleActive(),
    o: () => (active === undefined ? undefined : open(active)),
    Enter: active === undefined ? undefined : () => openFull(active),
    ...(state.open === null ? {} : { Escape: () => state.show(null) }),
  });

  const saveView = (title: string) => {
    const key = `my-${crypto.randomUUID().slice(0, 8)}`;
    setPersonal([...personal, { key, title, view: documentView?.key ?? null, filter, sort, arrangement: shownArrangement }]);
    state.change({ view: key, filter: null, sort: null });
  };
  const setFilter = (next: Condition | null) => state.change({ filter: next ?? (mine?.filter == null ? null : { all: [] }) });
  const chips = list.filters.flatMap((key) => list.columns.filter((column) => column.key === key && column.filterable));
  const hasHiddenParts = partsOf(filter).some((part) => !('fact' in part) || !chips.some((column) => column.key === part.fact));

  return (
    <div className="list-screen">
      <header className="screen-head">
        <h1>
          {list.title}
          <span className="count tabular" title={words('common.count', { count: countText(count.data) })}>
            {countText(count.data)}
          </span>
        </h1>
        <div className="head-actions">
          {list.canCreate ? (
            <Button type="primary" icon={<Icon name="plus" size={15} />} onClick={create} aria-keyshortcuts="n">
              {words('common.new')}
            </Button>
          ) : null}
        </div>
      </header>
      {list.views.length + personal.length > 0 || isChanged ? (
        <ViewTabs
          list={list}
          personal={personal}
          current={state.view}
          isChanged={isChanged}
          onChoose={(key) => {
            setSelected(new Map());
            state.change({ view: key, filter: null, sort: null });
          }}
          onSave={saveView}
          onUpdate={() => {
            setPersonal(personal.map((view) => (view.key === mine?.key ? { ...view, filter, sort, arrangement: shownArrangement } : view)));
            state.change({ filter: null, sort: null });
          }}
          onDelete={(key) => {
            setPersonal(personal.filter((view) => view.key !== key));
            state.change({ view: null });
          }}
        />
      ) : null}
      <div className="list-bar" role="search">
        {list.searchable ? (
          <Input
            ref={searchInput}
            className="list-search"
            prefix={<Icon name="search" size={15} />}
            suffix={isPhone ? null : <kbd>/</kbd>}
            placeholder={list.searchTitle ?? words('list.search')}
            aria-label={list.searchTitle ?? words('list.search')}
            allowClear
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') searchInput.current?.blur();
            }}
          />
        ) : null}
        <div className="chips">
          {chips.map((column) => (
            <FilterChip
              key={column.key}
              column={column}
              leaves={leavesOf(filter, column.key)}
              labels={labels}
              onChange={(leaves) => setFilter(replaceLeaves(filter, column.key, leaves))}
            />
          ))}
          <button type="button" className={hasHiddenParts ? 'filter-more is-set' : 'filter-more'} onClick={() => setBuilderOpen(true)}>
            <Icon name="filter" size={14} /> {words('list.filters')}
          </button>
          {filter !== null && partsOf(filter).length > 0 ? (
            <Button type="text" size="small" onClick={() => setFilter(null)}>
              {words('common.clear')}
            </Button>
          ) : null}
        </div>
        <div className="list-tools">
          {isPhone ? null : <ColumnChooser columns={list.columns} arrangement={arrangement} onArrange={setArrangement} />}
          {list.canExport ? <ExportMenu question={question} columns={columnsShown.map((column) => column.key)} /> : null}
        </div>
      </div>
      {selected.size > 0 && !isPhone ? (
        <div className="bulk-bar" role="status">
          <strong>{words('list.selected', { count: selected.size })}</strong>
          {rows.data?.next !== null || state.trail.length > 0 ? (
            <Button type="link" size="small" onClick={() => void selectAll()}>
              {words('list.selectAll', { count: countText(count.data) })}
            </Button>
          ) : null}
          <Button type="link" size="small" onClick={() => setSelected(new Map())}>
            {words('list.clearSelection')}
          </Button>
          <span className="spring" />
          {bulkActions.map((action) => (
            <Button key={action.name} size="small" danger={action.danger} onClick={() => setBulk(action)}>
              {action.title}
            </Button>
          ))}
        </div>
      ) : null}
      <div className="list-body" data-waiting={rows.isPlaceholderData || undefined}>
        {rows.isError ? (
          <ErrorNotice error={rows.error} onRetry={() => void rows.refetch()} />
        ) : rows.data === undefined ? (
          late ? (
            <SkeletonLines lines={14} label={words('app.loading')} />
          ) : null
        ) : data.length === 0 ? (
          <EmptyList
            isFiltered={isFiltered}
            canCreate={list.canCreate}
            title={list.title}
            onCreate={create}
            onClear={() => {
              setTyped('');
              state.change({ filter: null, search: '', view: null, sort: null });
            }}
          />
        ) : isPhone ? (
          <ListCards columns={list.columns} rows={data} onOpen={open} />
        ) : (
          <ListTable
            label={list.title}
            columns={list.columns}
            rows={data}
            arrangement={shownArrangement}
            onArrange={setArrangement}
            sort={sort ?? documentView?.sort ?? list.defaultSort}
            onSort={(next) => state.change({ sort: next === '' ? null : next })}
            selection={selection}
            onSelect={bulkActions.length > 0 ? select : undefined}
            activeId={activeId}
            openId={state.open}
            onOpen={open}
            onOpenFull={openFull}
            totals={totals.data}
            waiting={rows.isPlaceholderData}
          />
        )}
      </div>
      {data.length === 0 ? null : (
        <footer className="list-foot">
          <span className="quiet tabular">{words('list.range', { from: firstRow, to: firstRow + data.length - 1 })}</span>
          <Button
            type="text"
            size="small"
            disabled={state.after === null}
            aria-label={words('list.prev')}
            icon={<Icon name="left" size={15} />}
            onClick={state.previousPage}
          />
          <Button
            type="text"
            size="small"
            disabled={rows.data?.next == null}
            aria-label={words('list.next')}
            icon={<Icon name="right" size={15} />}
            onClick={() => rows.data?.next != null && state.nextPage(rows.data.next)}
          />
        </footer>
      )}
      <FilterBuilder
        open={isBuilderOpen}
        columns={orderedColumns(list.columns, arrangement)}
        filter={filter}
        labels={labels}
        onApply={setFilter}
        onClose={() => setBuilderOpen(false)}
      />
      {bulk === null ? null : (
        <BulkRun
          entity={list.entity}
          action={bulk}
          rows={[...selected.values()]}
          nameColumn={list.columns[0]}
          onClose={(done) => {
            setBulk(null);
            if (done) {
              setSelected(new Map());
              void client.invalidateQueries({ queryKey: ['rows', list.name] });
            }
          }}
        />
      )}
      <Drawer
        open={state.open !== null}
        size="min(720px, 62vw)"
        mask={false}
        closable={false}
        title={null}
        classNames={{ body: 'drawer-record' }}
        aria-label={list.title}
        onClose={() => state.show(null)}
        destroyOnHidden
      >
        {state.open === null ? null : <RecordView entity={list.entity} id={state.open} page={list.page} inDrawer onClose={() => state.show(null)} />}
      </Drawer>
    </div>
  );
}

const noRows: readonly ListRow[] = [];

function ListSkeleton(props: { readonly label: string }) {
  return (
    <div className="list-screen">
      <header className="screen-head">
        <div className="skeleton-title" />
      </header>
      <div className="list-body">
        <SkeletonLines lines={16} label={props.label} />
      </div>
    </div>
  );
}
