import { type BlockProps, useWords } from '../../kit/index.ts';
import { GenericAnswer } from '../blocks/generic-answer.tsx';
import { PluginBlock } from '../blocks/plugin-block.tsx';
import type { ActionTarget } from './action-target.ts';

interface PreviewResultProps {
  readonly answer: unknown;
  readonly target: ActionTarget;
  readonly place: { readonly entity: string; readonly id: string; readonly record: Readonly<Record<string, unknown>> };
}

/** What an action would do: drawn by the plugin that computes it when it has a block of the operation's name, else as
 *  tables of what the answer holds. */
export function PreviewResult(props: PreviewResultProps) {
  const words = useWords();
  const { answer } = props;
  const name = props.target.preview ?? blockName(answer);
  const block: Omit<BlockProps, 'name'> = {
    title: props.target.title,
    operation: null,
    entity: props.place.entity,
    recordId: props.place.id,
    record: props.place.record,
    preview: answer,
  };
  return (
    <div className="preview-result">
      <p className="quiet">{words('action.previewHelp')}</p>
      {name === null ? <GenericAnswer value={answer} /> : <PluginBlock {...block} name={name} fallback={<GenericAnswer value={answer} />} />}
    </div>
  );
}

/** An answer may name the block that draws it: `{ "block": "<plugin>.<name>", … }`. */
function blockName(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('block' in answer)) return null;
  const { block } = answer as { block: unknown };
  return typeof block === 'string' && block.includes('.') ? block : null;
}
