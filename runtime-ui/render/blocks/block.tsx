import type { BlockDescriptor } from '../../../engine/contract/screens.ts';
import { FlowBlock } from '../flow/flow-block.tsx';
import { FactsBlock } from './facts-block.tsx';
import { FigureBlock } from './figure-block.tsx';
import { HistoryBlock } from './history-block.tsx';
import { ListBlock, RelatedBlock } from './list-block.tsx';
import { PluginBlock } from './plugin-block.tsx';
import { TasksBlock } from './tasks-block.tsx';
import type { BlockPlace } from './block-place.ts';

interface BlockViewProps {
  readonly block: BlockDescriptor;
  readonly place: BlockPlace;
  /** The only one of its tab: the tab's title is its title. */
  readonly isAlone: boolean;
  readonly tabTitle?: string;
  readonly inRail?: boolean;
}

/** Draws a block of a page by its kind. */
export function Block(props: BlockViewProps) {
  const { block, place } = props;
  const hasTitle =
    block.block !== 'figure' &&
    !(props.isAlone && (block.title === props.tabTitle || block.block === 'facts' || block.block === 'related')) &&
    block.title !== '';
  return (
    <section className={`block block-${block.block}`} aria-label={block.title}>
      {hasTitle ? <h2 className="block-title">{block.title}</h2> : null}
      <BlockBody block={block} place={place} inRail={props.inRail === true} />
    </section>
  );
}

function BlockBody({ block, place, inRail }: { readonly block: BlockDescriptor; readonly place: BlockPlace; readonly inRail: boolean }) {
  switch (block.block) {
    case 'facts':
      return place.record === null ? null : <FactsBlock form={block.form} record={place.record} narrow={inRail} />;
    case 'related':
      return place.recordId === null ? null : <RelatedBlock block={block} place={place} />;
    case 'history':
      return place.entity === null || place.recordId === null ? null : (
        <HistoryBlock entity={place.entity} id={place.recordId} form={place.viewForm ?? null} states={place.states ?? []} />
      );
    case 'flow':
      return place.entity === null || place.recordId === null ? null : <FlowBlock entity={place.entity} id={place.recordId} />;
    case 'figure':
      return <FigureBlock block={block} />;
    case 'tasks':
      return <TasksBlock />;
    case 'list':
      return <ListBlock block={block} />;
    case 'text':
      return <p className="block-text">{block.text}</p>;
    case 'plugin':
      return (
        <PluginBlock name={block.name} title={block.title} operation={block.operation} entity={place.entity} recordId={place.recordId} record={place.record} />
      );
  }
}
