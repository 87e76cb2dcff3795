import { Component, type ReactNode } from 'react';
import { type BlockProps, Notice, SkeletonLines, usePluginPart, useWords } from '../../kit/index.ts';
import { OperationAnswer } from './operation-answer.tsx';

/** A plugin's own block in its lazy chunk; without one, the operation's answer as tables. A fault in it stays in it. */
export function PluginBlock(props: BlockProps & { readonly fallback?: ReactNode }) {
  const words = useWords();
  const { fallback, ...rest } = props;
  const part = usePluginPart('blocks', props.name);
  if (part === 'loading') return <SkeletonLines lines={4} label={words('app.loading')} />;
  if (part === 'missing') {
    if (fallback !== undefined) return fallback;
    if (props.operation !== null) return <OperationAnswer operation={props.operation} recordId={props.recordId} />;
    return <Notice icon="box" compact title={words('record.blockMissing', { name: props.name })} />;
  }
  const Own = part;
  return (
    <Fence message={words('record.blockFailed')}>
      <Own {...rest} />
    </Fence>
  );
}

class Fence extends Component<{ readonly message: string; readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Notice icon="warning" compact role="alert" title={this.props.message} /> : this.props.children;
  }
}
