import type { MenuDescriptor, MenuItem, PageDescriptor } from '../../contract/screens.ts';
import type { Call } from '../../model/call.ts';
import { isVisible } from './page-screen.ts';
import { functionsOf, mayDo, mayRunBatches } from './rights.ts';
import type { Translate } from './translator.ts';

/** The menu as one person gets it: what she may not open is not there, nor groups that would be empty. */
export function menuScreen(call: Call, descriptor: MenuDescriptor, text: Translate): MenuDescriptor {
  const document = `menu:${descriptor.name}`;
  return { ...descriptor, title: text(document, '/title') ?? descriptor.title, items: itemsFor(call, descriptor.items, text, document, '/items') };
}

function itemsFor(call: Call, items: readonly MenuItem[], text: Translate, document: string, pointer: string): readonly MenuItem[] {
  return items.flatMap((item): MenuItem[] => {
    const place = `${pointer}/${item.key}`;
    const title = text(document, `${place}/title`) ?? item.title;
    if (item.to !== undefined && !mayOpen(call, item.to)) return [];
    if (item.items === undefined) return item.to === undefined ? [] : [{ ...item, title }];
    const inner = itemsFor(call, item.items, text, document, `${place}/items`);
    return inner.length === 0 && item.to === undefined ? [] : [{ ...item, title, items: inner }];
  });
}

function mayOpen(call: Call, to: string): boolean {
  const [, kind, name = ''] = to.split('/');
  if (kind === 'list') return mayDo(call, call.release.lists.get(name)?.entity ?? '', 'read');
  if (kind === 'page') {
    const page = call.release.pages.get(name);
    if (page === undefined) return false;
    return page.entity === null ? showsSomething(call, page) : mayDo(call, page.entity, 'read');
  }
  if (kind === 'design') return functionsOf(call.release, call.actor).includes('design');
  if (kind === 'batch') return call.release.jobs.size > 0 && mayRunBatches(call);
  if (kind === 'settings') return functionsOf(call.release, call.actor).includes('administer');
  return true;
}

/** A free page that is about lists is offered to those who may read one of them; its own blocks and texts ask nothing. */
function showsSomething(call: Call, page: PageDescriptor): boolean {
  const blocks = [...page.tabs.flatMap((tab) => tab.blocks), ...page.rail];
  const listed = blocks.filter((block) => block.block === 'list' || block.block === 'figure' || block.block === 'related');
  return listed.length === 0 || blocks.some((block) => block.block === 'tasks') || listed.some((block) => isVisible(call, block));
}
