import { Button, Checkbox, Popover } from 'antd';
import { useState } from 'react';
import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import { Icon, useWords } from '../../kit/index.ts';
import { type ColumnArrangement, isHidden, orderedColumns } from './list-columns.ts';

interface ColumnChooserProps {
  readonly columns: readonly ColumnDescriptor[];
  readonly arrangement: ColumnArrangement;
  onArrange(arrangement: ColumnArrangement): void;
}

/** Which columns, in which order, pinned or not: dragged with the mouse or moved with Alt and the arrows; remembered. */
export function ColumnChooser(props: ColumnChooserProps) {
  const words = useWords();
  const [dragged, setDragged] = useState<string | null>(null);
  const { arrangement } = props;
  const columns = orderedColumns(props.columns, arrangement);
  const keys = columns.map((column) => column.key);
  const moveTo = (key: string, to: number) => {
    if (to < 0 || to >= keys.length) return;
    const rest = keys.filter((item) => item !== key);
    props.onArrange({ ...arrangement, order: rest.toSpliced(to, 0, key) });
  };
  const toggle = (column: ColumnDescriptor) => {
    const hidden = isHidden(column, arrangement);
    const without = (list: readonly string[] | undefined) => (list ?? []).filter((key) => key !== column.key);
    props.onArrange(
      hidden
        ? { ...arrangement, hidden: without(arrangement.hidden), shown: [...without(arrangement.shown), column.key] }
        : { ...arrangement, hidden: [...without(arrangement.hidden), column.key], shown: without(arrangement.shown) },
    );
  };
  const content = (
    <div className="column-chooser">
      <ul>
        {columns.map((column, index) => {
          const isPinned = arrangement.pinned?.includes(column.key) === true;
          return (
            <li
              key={column.key}
              draggable
              className={dragged === column.key ? 'is-dragged' : undefined}
              onDragStart={() => setDragged(column.key)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                event.preventDefault();
                if (dragged !== null && dragged !== column.key) moveTo(dragged, index);
              }}
              onKeyDown={(event) => {
                if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                event.preventDefault();
                moveTo(column.key, event.key === 'ArrowUp' ? index - 1 : index + 1);
              }}
            >
              <Icon name="drag" size={14} className="drag-mark" />
              <Checkbox checked={!isHidden(column, arrangement)} onChange={() => toggle(column)}>
                {column.title}
              </Checkbox>
              <Button
                type="text"
                size="small"
                aria-pressed={isPinned}
                aria-label={words(isPinned ? 'list.unpin' : 'list.pinStart')}
                className={isPinned ? 'pin-button is-pinned' : 'pin-button'}
                icon={<Icon name="pin" size={14} />}
                onClick={() =>
                  props.onArrange({
                    ...arrangement,
                    pinned: isPinned ? (arrangement.pinned ?? []).filter((key) => key !== column.key) : [...(arrangement.pinned ?? []), column.key],
                  })
                }
              />
            </li>
          );
        })}
      </ul>
      <Button type="text" size="small" onClick={() => props.onArrange({})}>
        {words('list.resetColumns')}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button type="text" icon={<Icon name="columns" />} aria-label={words('list.columns')} title={words('list.columns')} />
    </Popover>
  );
}
