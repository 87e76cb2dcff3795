import { Button, Dropdown, Input, Popover } from 'antd';
import { useState } from 'react';
import type { Condition } from '../../../engine/condition/types.ts';
import type { ListDescriptor } from '../../../engine/contract/screens.ts';
import { Icon, useWords } from '../../kit/index.ts';
import type { ColumnArrangement } from './list-columns.ts';

/** A view that a person has saved for herself. */
export interface PersonalView {
  readonly key: string;
  readonly title: string;
  readonly view: string | null;
  readonly filter: Condition | null;
  readonly sort: string | null;
  readonly arrangement: ColumnArrangement;
}

interface ViewTabsProps {
  readonly list: ListDescriptor;
  readonly personal: readonly PersonalView[];
  readonly current: string | null;
  /** The rows asked for differ from the chosen view's. */
  readonly isChanged: boolean;
  onChoose(key: string | null): void;
  onSave(title: string): void;
  onUpdate(): void;
  onDelete(key: string): void;
}

/** Views as tabs: the document's, then the person's own, then the way to keep what is shown now. */
export function ViewTabs(props: ViewTabsProps) {
  const words = useWords();
  const { list } = props;
  const mine = props.personal.find((view) => view.key === props.current);
  const tabs = [{ key: null as string | null, title: words('list.allRows') }, ...list.views, ...props.personal];
  return (
    <div className="view-tabs">
      <div role="tablist" aria-label={list.title}>
        {tabs.map((tab) => {
          const isCurrent = tab.key === props.current;
          return (
            <span key={tab.key ?? '*'} className="view-tab" data-current={isCurrent || undefined}>
              <button type="button" role="tab" aria-selected={isCurrent} onClick={() => props.onChoose(tab.key)}>
                {tab.title}
              </button>
              {isCurrent && mine !== undefined ? (
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: [
                      { key: 'update', label: words('list.updateView'), disabled: !props.isChanged },
                      { key: 'delete', label: words('list.deleteView'), danger: true },
                    ],
                    onClick: ({ key }) => (key === 'update' ? props.onUpdate() : props.onDelete(mine.key)),
                  }}
                >
                  <button type="button" className="view-more" aria-label={words('common.more')}>
                    <Icon name="down" size={12} />
                  </button>
                </Dropdown>
              ) : null}
            </span>
          );
        })}
      </div>
      {props.isChanged ? <SaveView onSave={props.onSave} /> : null}
    </div>
  );
}

function SaveView(props: { onSave(title: string): void }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      content={
        <form
          className="save-view"
          onSubmit={(event) => {
            event.preventDefault();
            if (title.trim() === '') return;
            props.onSave(title.trim());
            setOpen(false);
            setTitle('');
          }}
        >
          <Input
            autoFocus
            aria-label={words('list.viewName')}
            placeholder={words('list.viewName')}
            maxLength={24}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <Button type="primary" htmlType="submit" disabled={title.trim() === ''}>
            {words('common.save')}
          </Button>
        </form>
      }
    >
      <Button type="text" size="small" icon={<Icon name="plus" size={13} />}>
        {words('list.saveView')}
      </Button>
    </Popover>
  );
}
