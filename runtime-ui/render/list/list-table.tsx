import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  type RowSelectionState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox, Dropdown } from 'antd';
import { type CSSProperties, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import { Cell, Icon, rightAligned, textOf, useAppearance, useWords } from '../../kit/index.ts';
import { measureColumns } from './measure-columns.ts';
import { type ColumnArrangement, columnWidth, isHidden, orderedColumns } from './list-columns.ts';
import { useSecondClick } from './use-second-click.ts';

export type ListRow = Readonly<Record<string, unknown>>;

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnResizingFeature,
  rowSelectionFeature,
});
const helper = createColumnHelper<typeof features, ListRow>();

interface ListTableProps {
  readonly label: string;
  readonly columns: readonly ColumnDescriptor[];
  readonly rows: readonly ListRow[];
  readonly arrangement: ColumnArrangement;
  onArrange?(arrangement: ColumnArrangement): void;
  readonly sort: string;
  onSort?(sort: string): void;
  readonly selection?: RowSelectionState;
  readonly onSelect?: ((selection: RowSelectionState) => void) | undefined;
  readonly activeId: string | null;
  readonly openId?: string | null;
  onOpen(row: ListRow): void;
  onOpenFull(row: ListRow): void;
  readonly totals?: Readonly<Record<string, string>> | undefined;
  readonly waiting?: boolean;
  /** Height of its own, or as tall as its rows (inside a page). */
  readonly natural?: boolean;
}

/** Rows in a real table: only those in sight are drawn; heads resize, pin and sort; a totals row stands below. */
export function ListTable(props: ListTableProps) {
  const { density } = useAppearance();
  const rowHeight = density === 'compact' ? 32 : 40;
  const scroller = useRef<HTMLDivElement>(null);
  const { arrangement, columns } = props;
  const ordered = useMemo(() => orderedColumns(columns, arrangement), [columns, arrangement]);
  const words = useWords();
  const [measured] = useState(() => measureColumns(columns, props.rows, words));
  const definitions = useMemo(
    () =>
      helper.columns(
        ordered.map((column) =>
          helper.accessor((row) => row[column.key], {
            id: column.key,
            header: column.title,
            size: columnWidth(column, arrangement, measured),
            minSize: 56,
            maxSize: 640,
            meta: { column },
          }),
        ),
      ),
    [ordered, arrangement, measured],
  );
  const state = useMemo(
    () => ({
      columnVisibility: Object.fromEntries(ordered.map((column) => [column.key, !isHidden(column, arrangement)])),
      columnPinning: { start: [...(arrangement.pinned ?? [])], end: [] },
      rowSelection: props.selection ?? {},
    }),
    [ordered, arrangement, props.selection],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: props.rows as ListRow[],
    getRowId: (row) => String(row['id']),
    state,
    columnResizeMode: 'onEnd' as const,
    onRowSelectionChange: (update) => props.onSelect?.(typeof update === 'function' ? update(state.rowSelection) : update),
    onColumnSizingChange: (update) => {
      const before = arrangement.widths ?? {};
      const sizes = typeof update === 'function' ? update(before) : update;
      props.onArrange?.({ ...arrangement, widths: { ...before, ...sizes } });
    },
  });
  const modelRows = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: modelRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: props.natural !== true,
  });
  const drawn = props.natural === true ? modelRows.map((_, index) => index) : virtual.getVirtualItems().map((item) => item.index);
  const before = props.natural === true ? 0 : (drawn[0] ?? 0) * rowHeight;
  const after = props.natural === true ? 0 : Math.max(0, modelRows.length - ((drawn.at(-1) ?? -1) + 1)) * rowHeight;
  const activeIndex = modelRows.findIndex((row) => row.id === props.activeId);
  useEffect(() => {
    if (activeIndex >= 0 && props.natural !== true) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, props.natural, virtual]);
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [props.rows]);

  const expectSecondClick = useSecondClick(props.onOpenFull);

  const heads = [...table.getStartVisibleLeafColumns(), ...table.getCenterVisibleLeafColumns()];
  const canSelect = props.onSelect !== undefined;
  const pinnedStyle = (id: string): CSSProperties => {
    const column = table.getColumn(id);
    return column?.getIsPinned() === 'start' ? { position: 'sticky', insetInlineStart: column.getStart('start') + (canSelect ? 40 : 0), zIndex: 1 } : {};
  };
  const isAllSelected = canSelect && modelRows.length > 0 && modelRows.every((row) => state.rowSelection[row.id] === true);
  const selectedCount = Object.keys(state.rowSelection).length;
  const sorts = props.sort.split(',').slice(0, 1);
  const totalColumns = heads.filter((column) => props.totals?.[column.id] !== undefined);

  return (
    <div className={props.natural === true ? 'table-scroll is-natural' : 'table-scroll'} ref={scroller} aria-busy={props.waiting === true} tabIndex={-1}>
      <table
        className="list-table"
        aria-label={props.label}
        aria-rowcount={modelRows.length + 1}
        style={{ width: heads.reduce((sum, column) => sum + column.getSize(), canSelect ? 40 : 0), minWidth: '100%' }}
      >
        <colgroup>
          {canSelect ? <col style={{ width: 40 }} /> : null}
          {heads.map((column) => (
            <col key={column.id} style={{ width: column.getSize() }} />
          ))}
          <col />
        </colgroup>
        <thead>
          <tr>
            {canSelect ? (
              <th className="select-cell" scope="col">
                <Checkbox
                  aria-label={words('list.selectPage')}
                  checked={isAllSelected}
                  indeterminate={!isAllSelected && selectedCount > 0}
                  onChange={(event) => props.onSelect?.(event.target.checked ? Object.fromEntries(modelRows.map((row) => [row.id, true as const])) : {})}
                />
              </th>
            ) : null}
            {heads.map((column) => {
              const descriptor = descriptorOf(ordered, column.id);
              const direction = sorts.includes(column.id) ? 'ascending' : sorts.includes(`-${column.id}`) ? 'descending' : 'none';
              const header = table.getHeaderGroups()[0]?.headers.find((item) => item.column.id === column.id);
              return (
                <th
                  key={column.id}
                  scope="col"
                  data-align={rightAligned.has(descriptor.type) ? 'right' : undefined}
                  data-pinned={column.getIsPinned() === 'start' || undefined}
                  aria-sort={descriptor.sortable ? direction : undefined}
                  style={pinnedStyle(column.id)}
                >
                  <HeadMenu
                    column={descriptor}
                    direction={direction}
                    isPinned={column.getIsPinned() === 'start'}
                    onSort={props.onSort}
                    onArrange={props.onArrange}
                    arrangement={arrangement}
                  />
                  {props.onArrange === undefined || header === undefined ? null : (
                    // biome-ignore lint/a11y: widths have no meaning without sight; the column chooser needs no mouse
                    <span
                      className="resize-handle"
                      title={words('list.resize')}
                      onMouseDown={header.getResizeHandler()}
                      onTouchStart={header.getResizeHandler()}
                      onDoubleClick={() => resetWidth(column.id)}
                    />
                  )}
                </th>
              );
            })}
            <th aria-hidden className="filler" />
          </tr>
        </thead>
        <tbody>
          {before > 0 ? (
            <tr aria-hidden style={{ height: before }}>
              <td colSpan={heads.length + 2} />
            </tr>
          ) : null}
          {drawn.map((index) => {
            const row = modelRows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={row.id}
                aria-rowindex={index + 2}
                aria-selected={row.id === props.activeId}
                className={[
                  row.id === props.activeId ? 'is-active' : '',
                  row.id === props.openId ? 'is-open' : '',
                  state.rowSelection[row.id] === true ? 'is-selected' : '',
                ].join(' ')}
                onClick={(event) => onRowClick(event, row.original)}
              >
                {canSelect ? (
                  <td className="select-cell">
                    <Checkbox
                      aria-label={words('list.selectRow')}
                      checked={state.rowSelection[row.id] === true}
                      onChange={(event) => row.getToggleSelectedHandler()(event)}
                    />
                  </td>
                ) : null}
                {heads.map((column) => {
                  const descriptor = descriptorOf(ordered, column.id);
                  const value = row.original[column.id];
                  return (
                    <td
                      key={column.id}
                      data-align={rightAligned.has(descriptor.type) ? 'right' : undefined}
                      data-pinned={column.getIsPinned() === 'start' || undefined}
                      style={pinnedStyle(column.id)}
                      title={hoverText(descriptor, value)}
                    >
                      <Cell column={descriptor} value={value} />
                    </td>
                  );
                })}
                <td aria-hidden className="filler" />
              </tr>
            );
          })}
          {after > 0 ? (
            <tr aria-hidden style={{ height: after }}>
              <td colSpan={heads.length + 2} />
            </tr>
          ) : null}
        </tbody>
        {totalColumns.length > 0 ? (
          <tfoot>
            <tr>
              {canSelect ? <td className="select-cell" /> : null}
              {heads.map((column, index) => {
                const descriptor = descriptorOf(ordered, column.id);
                const total = props.totals?.[column.id];
                return (
                  <td
                    key={column.id}
                    data-align={rightAligned.has(descriptor.type) ? 'right' : undefined}
                    data-pinned={column.getIsPinned() === 'start' || undefined}
                    style={pinnedStyle(column.id)}
                  >
                    {total !== undefined ? (
                      <Cell column={descriptor} value={total} />
                    ) : index === 0 ? (
                      <span title={words('list.totalsOf')}>{words('common.total')}</span>
                    ) : null}
                  </td>
                );
              })}
              <td aria-hidden className="filler" />
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );

  function onRowClick(event: MouseEvent, row: ListRow): void {
    if ((event.target as HTMLElement).closest('a, button, input, label, .select-cell') !== null) return;
    if (String(globalThis.getSelection() ?? '') !== '') return;
    if (event.ctrlKey || event.metaKey) props.onOpenFull(row);
    else {
      expectSecondClick(row);
      props.onOpen(row);
    }
  }

  function resetWidth(id: string): void {
    const { [id]: _, ...rest } = arrangement.widths ?? {};
    props.onArrange?.({ ...arrangement, widths: rest });
  }

  function hoverText(column: ColumnDescriptor, value: unknown): string | undefined {
    return value === null || value === undefined || column.type === 'boolean' || column.type === 'choice' ? undefined : textOf(column, value, words);
  }
}

function descriptorOf(columns: readonly ColumnDescriptor[], key: string): ColumnDescriptor {
  const column = columns.find((item) => item.key === key);
  if (column === undefined) throw new Error(`No column ${key}`);
  return column;
}

interface HeadMenuProps {
  readonly column: ColumnDescriptor;
  readonly direction: 'ascending' | 'descending' | 'none';
  readonly isPinned: boolean;
  readonly arrangement: ColumnArrangement;
  readonly onSort?: ((sort: string) => void) | undefined;
  readonly onArrange?: ((arrangement: ColumnArrangement) => void) | undefined;
}

/** A column's head: a click sorts (ascending, descending, not), the menu behind a right click or Alt+Down pins and hides. */
function HeadMenu(props: HeadMenuProps) {
  const words = useWords();
  const { column, direction, arrangement } = props;
  const key = column.key;
  const pinned = arrangement.pinned ?? [];
  const canSort = column.sortable && props.onSort !== undefined;
  const sort = (next: 'ascending' | 'descending' | 'none') => props.onSort?.(next === 'none' ? '' : next === 'ascending' ? key : `-${key}`);
  const button = (
    <button
      type="button"
      className="head-button"
      disabled={!canSort && props.onArrange === undefined}
      title={column.title}
      onClick={() => {
        if (canSort) sort(direction === 'none' ? 'ascending' : direction === 'ascending' ? 'descending' : 'none');
      }}
    >
      <span>{column.title}</span>
      {direction === 'none' ? null : <Icon name={direction === 'ascending' ? 'arrowUp' : 'arrowDown'} size={12} />}
    </button>
  );
  if (props.onArrange === undefined) return button;
  return (
    <Dropdown
      trigger={['contextMenu']}
      menu={{
        items: [
          ...(canSort
            ? [
                { key: 'ascending', label: words('list.sortAsc'), icon: <Icon name="arrowUp" size={14} /> },
                { key: 'descending', label: words('list.sortDesc'), icon: <Icon name="arrowDown" size={14} /> },
                { type: 'divider' as const },
              ]
            : []),
          { key: 'pin', label: words(props.isPinned ? 'list.unpin' : 'list.pinStart'), icon: <Icon name="pin" size={14} /> },
          { key: 'hide', label: words('list.hide'), icon: <Icon name="eyeOff" size={14} /> },
        ],
        onClick: ({ key: chosen }) => {
          if (chosen === 'ascending' || chosen === 'descending') sort(chosen);
          else if (chosen === 'pin') props.onArrange?.({ ...arrangement, pinned: props.isPinned ? pinned.filter((item) => item !== key) : [...pinned, key] });
          else
            props.onArrange?.({
              ...arrangement,
              hidden: [...(arrangement.hidden ?? []), key],
              shown: (arrangement.shown ?? []).filter((item) => item !== key),
            });
        },
      }}
    >
      {button}
    </Dropdown>
  );
}
