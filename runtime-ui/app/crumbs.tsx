import { Link, useLocation } from 'react-router';
import { useEntityScreens, useListScreen, useMenuScreen } from '../render/screens.ts';
import { Icon, useWords } from '../kit/index.ts';
import type { MenuItem } from '../../engine/contract/screens.ts';

/** Where one is, in at most three steps: group, list, record. */
export function Crumbs() {
  const words = useWords();
  const { pathname } = useLocation();
  const [, kind = '', name = ''] = pathname.split('/');
  const isRecord = kind === 'record' || kind === 'new';
  const menu = useMenuScreen();
  const screens = useEntityScreens(isRecord ? name : null);
  const listName = kind === 'list' ? name : (screens.data?.list ?? null);
  const group = groupOf(menu.data?.items ?? [], kind === 'tasks' ? '/tasks' : listName === null ? pathname : `/list/${listName}`);
  const steps: { readonly title: string; readonly to?: string }[] = [];
  if (group !== undefined) steps.push({ title: group });
  if (isRecord && screens.data !== undefined) steps.push({ title: screens.data.title, to: `/list/${screens.data.list}` });
  if (kind === 'new' || pathname.endsWith('/edit')) steps.push({ title: words(kind === 'new' ? 'common.new' : 'common.edit') });
  if (kind === 'tasks') steps.push({ title: words('task.inbox'), to: '/tasks' });
  return (
    <nav className="crumbs" aria-label={words('common.back')}>
      {kind === 'list' ? (
        <ListCrumb name={name} group={group} />
      ) : (
        steps.slice(-3).map((step, index) => <Crumb key={step.title} {...step} isFirst={index === 0} />)
      )}
    </nav>
  );
}

function ListCrumb(props: { readonly name: string; readonly group: string | undefined }) {
  const list = useListScreen(props.name);
  return (
    <>
      {props.group === undefined ? null : <Crumb title={props.group} isFirst />}
      {list.data === undefined ? null : <Crumb title={list.data.title} isFirst={props.group === undefined} />}
    </>
  );
}

function Crumb(props: { readonly title: string; readonly to?: string; readonly isFirst: boolean }) {
  return (
    <span>
      {props.isFirst ? null : <Icon name="right" size={12} />}
      {props.to === undefined ? props.title : <Link to={props.to}>{props.title}</Link>}
    </span>
  );
}

function groupOf(items: readonly MenuItem[], to: string): string | undefined {
  return items.find((item) => item.items?.some((child) => child.to === to) === true)?.title;
}
