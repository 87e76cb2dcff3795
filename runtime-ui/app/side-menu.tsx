import { useQueries } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { useState } from 'react';
import { NavLink, useLocation } from 'react-router';
import type { MenuItem } from '../../engine/contract/screens.ts';
import { api, Icon, Notice, readLocal, SkeletonLines, useWords, writeLocal } from '../kit/index.ts';
import { useTaskCounts } from '../render/flow/task-data.ts';
import { countText } from '../render/list/use-rows.ts';
import { useMenuScreen } from '../render/screens.ts';

/** The menu in two levels as the person may see it, with a count where a queue waits. */
export function SideMenu(props: { readonly isFolded: boolean; onChosen?(): void }) {
  const words = useWords();
  const menu = useMenuScreen();
  const counts = useMenuCounts(menu.data?.items ?? []);
  const tasks = useTaskCounts();
  const [closed, setClosed] = useState<readonly string[]>(() => readLocal<string[]>('menu.closed') ?? []);
  if (menu.isPending) return <SkeletonLines lines={6} height={36} label={words('app.loading')} />;
  const items = menu.data?.items ?? [];
  if (items.length === 0) return <Notice icon="menu" compact title={words('app.noMenu')} />;
  const toggle = (key: string) => {
    const next = closed.includes(key) ? closed.filter((item) => item !== key) : [...closed, key];
    setClosed(next);
    writeLocal('menu.closed', next);
  };
  const countOf = (item: MenuItem) =>
    item.to === '/tasks' ? ((tasks.data?.todo ?? 0) > 0 ? String(tasks.data?.todo) : undefined) : item.count === undefined ? undefined : counts.get(item.count);
  return (
    <ul className="side-menu">
      {items.map((item) =>
        item.items === undefined || item.items.length === 0 ? (
          <li key={item.key}>
            <Entry item={item} hasIconsBefore={false} count={countOf(item)} isFolded={props.isFolded} onChosen={props.onChosen} />
          </li>
        ) : (
          <li key={item.key}>
            {props.isFolded ? (
              <hr aria-hidden />
            ) : (
              <button type="button" className="menu-group" aria-expanded={!closed.includes(item.key)} onClick={() => toggle(item.key)}>
                {item.icon === undefined ? null : <Icon name={item.icon} size={17} className="menu-icon" />}
                <span>{item.title}</span>
                <Icon name={closed.includes(item.key) ? 'right' : 'down'} size={12} className="fold-mark" />
              </button>
            )}
            {closed.includes(item.key) && !props.isFolded ? null : (
              <ul>
                {item.items.map((child) => (
                  <li key={child.key}>
                    <Entry item={child} hasIconsBefore={item.icon !== undefined} count={countOf(child)} isFolded={props.isFolded} onChosen={props.onChosen} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ),
      )}
    </ul>
  );
}

function Entry(props: {
  readonly item: MenuItem;
  readonly hasIconsBefore: boolean;
  readonly count: string | undefined;
  readonly isFolded: boolean;
  readonly onChosen?: (() => void) | undefined;
}) {
  const { item } = props;
  const location = useLocation();
  const link = (
    <NavLink
      to={item.to ?? '/'}
      className={({ isActive }) => (isActive || location.pathname === item.to ? 'menu-entry is-active' : 'menu-entry')}
      onClick={props.onChosen}
    >
      {item.icon !== undefined ? (
        <Icon name={item.icon} size={17} />
      ) : props.isFolded ? (
        <span className="menu-initial">{[...item.title][0]}</span>
      ) : props.hasIconsBefore ? (
        <span className="menu-indent" />
      ) : null}
      {props.isFolded ? null : <span className="menu-title">{item.title}</span>}
      {props.count === undefined || props.isFolded ? null : <span className="menu-count tabular">{props.count}</span>}
    </NavLink>
  );
  return props.isFolded ? (
    <Tooltip title={item.title} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}

function useMenuCounts(items: readonly MenuItem[]): ReadonlyMap<string, string> {
  const lists = items.flatMap((item) => [item, ...(item.items ?? [])]).flatMap((item) => (item.count === undefined ? [] : [item.count]));
  const answers = useQueries({
    queries: lists.map((list) => ({
      queryKey: ['count', list, 'menu'],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<{ count: number; capped: boolean }>(`/api/lists/${list}/count`, { signal }),
      refetchInterval: 120_000,
    })),
  });
  return new Map(
    lists.flatMap((list, index) => {
      const count = answers[index]?.data;
      return count === undefined || count.count === 0 ? [] : [[list, countText(count)] as const];
    }),
  );
}
