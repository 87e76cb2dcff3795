import { Notice, SkeletonLines, usePluginPart, useWords } from '../kit/index.ts';

/** A whole screen of a plugin. */
export function PanelScreen(props: { readonly name: string }) {
  const words = useWords();
  const part = usePluginPart('panels', props.name);
  if (part === 'loading') return <SkeletonLines lines={6} label={words('app.loading')} />;
  if (part === 'missing') return <Notice icon="box" title={words('record.blockMissing', { name: props.name })} />;
  const Own = part;
  return <Own name={props.name} />;
}
