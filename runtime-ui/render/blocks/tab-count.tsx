import type { PageTab } from '../../../engine/contract/screens.ts';
import { countText, useCount } from '../list/use-rows.ts';

/** How many records a tab's related list holds. */
export function TabCount(props: { readonly tab: PageTab; readonly recordId: string }) {
  const related = props.tab.blocks.find((block) => block.block === 'related');
  const count = useCount({ list: related?.list ?? '', filter: { fact: related?.by ?? '', operator: 'equal', value: props.recordId } }, related !== undefined);
  return count.data === undefined ? null : <span className="count tabular">{countText(count.data)}</span>;
}
