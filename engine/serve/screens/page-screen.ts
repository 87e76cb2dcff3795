import type { BlockDescriptor, ColumnDescriptor, PageDescriptor } from '../../contract/screens.ts';
import type { Call } from '../../model/call.ts';
import { buttonsFor, buttonsOfRecord } from './buttons.ts';
import { isShareable } from './condition-facts.ts';
import { fieldAt, pathTitle, translateChoices } from './field-texts.ts';
import { generatedTitle, isGenerated } from './generated-texts.ts';
import { mayDo, pathRight } from './rights.ts';
import type { Translate } from './translator.ts';

/** A page as one person gets it: blocks over lists that she may not read are not there, nor tabs without blocks. */
export function pageScreen(call: Call, descriptor: PageDescriptor, text: Translate): PageDescriptor {
  const { entity, name } = descriptor;
  const { release } = call;
  const document = `page:${name}`;
  const blocks = (list: readonly BlockDescriptor[], pointer: string) =>
    list.filter((block) => isVisible(call, block)).map((block) => translateBlock(call, block, text, document, pointer));
  const model = entity === null ? undefined : release.entities.get(entity);
  return {
    ...descriptor,
    title:
      text(document, '/title') ?? (release.documents.has(document) || entity === null ? undefined : text(`entity:${entity}`, '/title')) ?? descriptor.title,
    facts: entity === null ? descriptor.facts : descriptor.facts.flatMap((fact) => factFor(call, entity, fact, text)),
    tabs: descriptor.tabs
      .map((tab) => ({
        ...tab,
        title: text(document, `/tabs/${tab.key}/title`) ?? tabTitle(call, tab, text, document),
        blocks: blocks(tab.blocks, `/tabs/${tab.key}/blocks`),
      }))
      .filter((tab) => tab.blocks.length > 0),
    rail: blocks(descriptor.rail, '/rail'),
    actions: entity === null ? buttonsFor(call, entity, descriptor.actions, text) : buttonsOfRecord(call, descriptor.actions, text),
    canEdit: descriptor.canEdit && entity !== null && mayDo(call, entity, 'update'),
    canRetire: descriptor.canRetire && entity !== null && mayDo(call, entity, 'retire'),
    editForm: entity !== null && mayDo(call, entity, 'update') ? descriptor.editForm : null,
    states: descriptor.states.map((state) => ({ ...state, title: (model && text(`entity:${model.name}`, `/states/${state.key}/title`)) ?? state.title })),
  };
}

/** A block over a list is for those who may read the list; others ask nothing. */
export function isVisible(call: Call, block: BlockDescriptor): boolean {
  if (block.block !== 'related' && block.block !== 'list' && block.block !== 'figure') return true;
  const list = call.release.lists.get(block.list);
  if (!list || !mayDo(call, list.entity, 'read')) return false;
  if (block.block === 'figure') {
    if (!isShareable(call, list.entity, block.filter)) return false;
    if (block.of !== null && !['read', 'write'].includes(pathRight(call, list.entity, block.of))) return false;
  }
  return true;
}

/** A generated tab over a list is called like the records in it. */
function tabTitle(call: Call, tab: PageDescriptor['tabs'][number], text: Translate, document: string): string {
  const [block] = tab.blocks;
  const list = isGenerated(call, document) && block?.block === 'related' ? call.release.lists.get(block.list) : undefined;
  return (list && text(`entity:${list.entity}`, '/title')) ?? generatedTitle(call, document, tab.title) ?? tab.title;
}

function translateBlock(call: Call, block: BlockDescriptor, text: Translate, document: string, pointer: string): BlockDescriptor {
  const own = text(document, `${pointer}/${block.key}/title`);
  const inherited = 'list' in block ? text(`list:${block.list}`, '/title') : generatedTitle(call, document, 'title' in block ? (block.title ?? '') : '');
  const titled =
    own === undefined ? (inherited === undefined || call.release.documents.has(document) ? block : { ...block, title: inherited }) : { ...block, title: own };
  if (titled.block === 'related') return { ...titled, create: titled.create && mayDo(call, call.release.lists.get(titled.list)?.entity ?? '', 'create') };
  if (titled.block === 'text') return { ...titled, text: text(document, `${pointer}/${block.key}/text`) ?? titled.text };
  return titled;
}

function factFor(call: Call, entity: string, fact: ColumnDescriptor, text: Translate): ColumnDescriptor[] {
  const right = pathRight(call, entity, fact.key);
  if (right === 'hidden') return [];
  const title = pathTitle(call, text, entity, fact.key);
  const place = fieldAt(call.release, entity, fact.key);
  return [
    {
      ...fact,
      ...(title === undefined ? {} : { title }),
      ...(right === 'mask' ? { masked: true } : {}),
      ...(fact.choices === undefined
        ? {}
        : {
            choices: translateChoices(text, fact.choices, { dict: place?.field.of, states: place === undefined && fact.key === 'state' ? entity : undefined }),
          }),
    },
  ];
}
