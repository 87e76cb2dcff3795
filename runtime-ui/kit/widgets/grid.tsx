import { App, Button, Dropdown } from 'antd';
import { type ClipboardEvent, useRef, useState } from 'react';
import type { FieldDescriptor } from '../../../engine/contract/screens.ts';
import { rightAligned } from '../cells/cell.tsx';
import { Icon } from '../icons.tsx';
import { useWords } from '../i18n/words.tsx';
import { useBusinessDate } from '../session.ts';
import { cellsOfClipboard, pasteRows } from './paste-rows.ts';
import type { Widget, WidgetProps } from './widget.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows that belong to the record, edited in place like a sheet: add, duplicate, move, remove, paste from Excel.
 *  Enter in the last row adds one. */
export function GridWidget({
  cell: CellWidget,
  ...props
}: WidgetProps & { /** Input of one cell, by the column's type; given from outside, so that rows know no list of types. */ readonly cell: Widget }) {
  const words = useWords();
  const today = useBusinessDate();
  const { message } = App.useApp();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = (Array.isArray(props.value) ? props.value : []) as readonly Row[];
  const columns = (props.field.children ?? []).filter((column) => column.type !== 'attachments' && column.type !== 'children');
  const [keys, setKeys] = useState<readonly string[]>([]);
  const rowKeys =
    keys.length === rows.length ? keys : rows.map((row, index) => keys[index] ?? (typeof row['id'] === 'string' ? row['id'] : crypto.randomUUID()));
  if (rowKeys !== keys) queueMicrotask(() => setKeys(rowKeys));

  const change = (next: readonly Row[], nextKeys: readonly string[]) => {
    setKeys(nextKeys);
    props.onChange(next);
  };
  // Two cells may change before the form has drawn the first change: each builds on the newest rows.
  const latest = useRef(rows);
  latest.current = rows;
  const setCell = (index: number, key: string, value: unknown) => {
    latest.current = latest.current.map((row, at) => (at === index ? { ...row, [key]: value } : row));
    props.onChange(latest.current);
  };
  const insert = (index: number, row: Row) => change(rows.toSpliced(index, 0, row), rowKeys.toSpliced(index, 0, crypto.randomUUID()));
  const remove = (index: number) => change(rows.toSpliced(index, 1), rowKeys.toSpliced(index, 1));
  const move = (index: number, to: number) => {
    if (to < 0 || to >= rows.length) return;
    const row = rows[index];
    const key = rowKeys[index];
    if (row === undefined || key === undefined) return;
    change(rows.toSpliced(index, 1).toSpliced(to, 0, row), rowKeys.toSpliced(index, 1).toSpliced(to, 0, key));
  };
  const add = () => {
    insert(rows.length, emptyRow(columns));
    requestAnimationFrame(() => focusCell(body.current, rows.length, 0));
  };
  const paste = (event: ClipboardEvent) => {
    const cells = cellsOfClipboard(event.clipboardData.getData('text/plain'));
    if (cells === undefined || props.readOnly) return;
    event.preventDefault();
    const place = placeOf(event.target as HTMLElement);
    const pasted = pasteRows({
      rows,
      columns: columns.filter((column) => !isFixed(column)),
      from: { row: place.row, column: columns[place.column]?.key ?? '' },
      cells,
      today,
      empty: () => emptyRow(columns),
    });
    change(
      pasted,
      pasted.map((_, index) => rowKeys[index] ?? crypto.randomUUID()),
    );
    message.success(words('grid.pasted', { count: cells.length }));
  };

  return (
    <div className="grid-widget" id={props.id} role="group" aria-describedby={props.describedBy} aria-label={props.field.title} onPaste={paste}>
      <div className="grid-scroll">
        <table>
          <thead>
            <tr>
              <th className="grid-index" scope="col" aria-label="#" />
              {columns.map((column) => (
                <th key={column.key} scope="col" data-align={rightAligned.has(column.type) ? 'right' : undefined} style={{ minWidth: widthOf(column) }}>
                  {column.title}
                  {column.required && !isFixed(column) ? (
                    <span className="required-mark" aria-hidden>
                      {' *'}
                    </span>
                  ) : null}
                </th>
              ))}
              {props.readOnly ? null : <th className="grid-tools" aria-label={words('common.more')} />}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, index) => (
              <tr key={rowKeys[index]} aria-label={words('grid.row', { row: index + 1 })}>
                <td className="grid-index tabular">{index + 1}</td>
                {columns.map((column, at) => {
                  const problem = props.problems?.get(`/${index}/${column.key}`);
                  const problemId = problem === undefined ? undefined : `${props.id}-${index}-${column.key}-problem`;
                  return (
                    <td
                      key={column.key}
                      data-row={index}
                      data-column={at}
                      data-align={rightAligned.has(column.type) ? 'right' : undefined}
                      className={problem === undefined ? undefined : 'has-problem'}
                    >
                      <CellWidget
                        id={`${props.id}-${index}-${column.key}`}
                        field={column}
                        value={row[column.key] ?? null}
                        values={row}
                        entity={props.field.of ?? null}
                        readOnly={props.readOnly || column.readOnly || column.right !== 'write'}
                        invalid={problem !== undefined}
                        describedBy={problemId}
                        inGrid
                        onChange={(value) => setCell(index, column.key, value)}
                      />
                      {problem === undefined ? null : (
                        <div id={problemId} className="cell-problem">
                          {problem}
                        </div>
                      )}
                    </td>
                  );
                })}
                {props.readOnly ? null : (
                  <td className="grid-tools">
                    <Dropdown
                      trigger={['click']}
                      menu={{
                        items: [
                          { key: 'duplicate', label: words('grid.duplicate'), icon: <Icon name="copy" size={14} /> },
                          { key: 'up', label: words('grid.up'), icon: <Icon name="arrowUp" size={14} />, disabled: index === 0 },
                          { key: 'down', label: words('grid.down'), icon: <Icon name="arrowDown" size={14} />, disabled: index === rows.length - 1 },
                        ],
                        onClick: ({ key }) => (key === 'duplicate' ? insert(index + 1, withoutId(row)) : move(index, key === 'up' ? index - 1 : index + 1)),
                      }}
                    >
                      <Button type="text" size="small" aria-label={words('common.more')} icon={<Icon name="more" size={14} />} />
                    </Dropdown>
                    <Button type="text" size="small" aria-label={words('grid.remove')} icon={<Icon name="close" size={14} />} onClick={() => remove(index)} />
                  </td>
                )}
              </tr>
            ))}
            {rows.length === 0 ? (
              <tr>
                <td className="grid-empty" colSpan={columns.length + 2}>
                  {words('grid.empty')}
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
      {props.readOnly ? null : (
        <div className="grid-foot">
          <Button type="text" size="small" icon={<Icon name="plus" size={14} />} onClick={add}>
            {words('grid.add')}
          </Button>
          <span className="quiet">{words('grid.paste')}</span>
        </div>
      )}
    </div>
  );
}

function isFixed(column: FieldDescriptor): boolean {
  return column.readOnly || column.formula !== undefined || column.type === 'serial' || column.right !== 'write';
}

function emptyRow(columns: readonly FieldDescriptor[]): Row {
  return Object.fromEntries(columns.filter((column) => !isFixed(column)).map((column) => [column.key, column.default ?? null]));
}

function withoutId(row: Row): Row {
  const { id: _, ...rest } = row;
  return rest;
}

const widths: Readonly<Record<string, number>> = {
  integer: 88,
  money: 128,
  decimal: 110,
  rate: 110,
  date: 140,
  boolean: 60,
  choice: 120,
  reference: 190,
  longText: 220,
};

function widthOf(column: FieldDescriptor): number {
  return widths[column.type] ?? 150;
}

function placeOf(element: HTMLElement): { row: number; column: number } {
  const cell = element.closest<HTMLElement>('td[data-row]');
  return { row: Number(cell?.dataset['row'] ?? 0), column: Number(cell?.dataset['column'] ?? 0) };
}

function focusCell(body: HTMLElement | null, row: number, column: number): void {
  body?.querySelector<HTMLElement>(`td[data-row="${row}"][data-column="${column}"] :is(input, textarea, button)`)?.focus();
}
