import { useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { Link } from 'react-router';
import type { BlockDescriptor } from '../../../engine/contract/screens.ts';
import { api, ErrorNotice, formatMoney, Icon, queryText, useWords } from '../../kit/index.ts';
import { countText } from '../list/use-rows.ts';

type Figure = Extract<BlockDescriptor, { block: 'figure' }>;

/** One number with what it counts and when; a click leads to the rows behind it. */
export function FigureBlock(props: { readonly block: Figure }) {
  const words = useWords();
  const { block } = props;
  const filter = block.filter === null ? null : JSON.stringify(block.filter);
  const figure = useQuery({
    queryKey: ['count', 'figure', block.list, filter, block.measure, block.of],
    queryFn: async ({ signal }) => {
      const path = `/api/lists/${block.list}`;
      if (block.measure === 'count') return countText(await api.get<{ count: number; capped: boolean }>(`${path}/count${queryText({ filter })}`, { signal }));
      const totals = await api.get<Readonly<Record<string, string>>>(`${path}/totals${queryText({ filter })}`, { signal });
      return formatMoney(totals[block.of ?? ''] ?? '0');
    },
  });
  return (
    <Link className="figure" to={`/list/${block.list}${queryText({ filter })}`}>
      <span className="figure-title" title={block.help}>
        {block.title}
        {block.help === undefined ? null : <Icon name="info" size={13} />}
      </span>
      {figure.isError ? <ErrorNotice error={figure.error} compact /> : <span className="figure-value tabular">{figure.data ?? ' '}</span>}
      <span className="figure-time quiet">{figure.data === undefined ? ' ' : words('home.asOf', { time: dayjs(figure.dataUpdatedAt).format('HH:mm') })}</span>
    </Link>
  );
}
