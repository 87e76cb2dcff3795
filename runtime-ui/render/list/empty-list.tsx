import { Button } from 'antd';
import { Notice, useWords } from '../../kit/index.ts';

/** Why a list is empty, and what to do: filtered out, or nothing there yet. */
export function EmptyList(props: { readonly isFiltered: boolean; readonly canCreate: boolean; readonly title: string; onCreate(): void; onClear(): void }) {
  const words = useWords();
  if (props.isFiltered) {
    return (
      <Notice
        icon="filter"
        title={words('list.emptyFiltered')}
        help={words('list.emptyFilteredHelp')}
        action={<Button onClick={props.onClear}>{words('list.clearFilters')}</Button>}
      />
    );
  }
  return (
    <Notice
      icon="empty"
      title={words('list.empty')}
      help={words(props.canCreate ? 'list.emptyHelp' : 'list.emptyHelpNoCreate')}
      action={
        props.canCreate ? (
          <Button type="primary" onClick={props.onCreate}>
            {words('common.new')}
          </Button>
        ) : undefined
      }
    />
  );
}
