import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { api, ErrorNotice, newKey, Notice, ProblemError, SkeletonLines, useSession, useWords } from '../../kit/index.ts';
import type { FlowProgress } from '../../../engine/contract/wire.ts';
import { forgetRecords, useRecordFlows } from '../record/record-data.ts';
import { FlowProgressView } from './flow-progress.tsx';
import { FlowStateTag } from './task-line.tsx';

/** Approvals of a record, newest open, older ones folded. */
export function FlowBlock(props: { readonly entity: string; readonly id: string }) {
  const words = useWords();
  const flows = useRecordFlows(props.entity, props.id);
  if (flows.error !== null) return <ErrorNotice error={flows.error} compact onRetry={() => void flows.refetch()} />;
  if (flows.data === undefined) return <SkeletonLines lines={4} height={40} label={words('app.loading')} />;
  if (flows.data.length === 0) return <Notice icon="flow" compact title={words('record.noFlow')} />;
  return flows.data.map((progress, index) => (
    <details key={progress.instanceId} className="flow-instance" open={index === 0}>
      <summary>
        <span>{progress.title}</span>
        <FlowStateTag state={progress.state} />
      </summary>
      <FlowProgressView progress={progress} />
      <InstanceButtons progress={progress} />
    </details>
  ));
}

/** What a person without a task may do: the initiator withdraws or urges. */
function InstanceButtons(props: { readonly progress: FlowProgress }) {
  const words = useWords();
  const session = useSession();
  const client = useQueryClient();
  const { modal, message } = App.useApp();
  const { progress } = props;
  const isMine = progress.initiator.id === session.person.id;
  const isRunning = progress.endedAt === null && progress.state.toUpperCase() === 'RUNNING';
  if (!isRunning || (!isMine && !progress.canWithdraw)) return null;
  const send = async (verb: 'withdraw' | 'urge') => {
    try {
      await api.post(`/api/flows/${progress.instanceId}/${verb}`, { expectedRev: progress.rev }, { idempotencyKey: newKey() });
      message.success(words(verb === 'urge' ? 'flow.urged' : 'common.done'));
    } catch (error) {
      message.error(error instanceof ProblemError ? `${error.message}（${error.code}）` : words('error.offline'));
    }
    await forgetRecords(client);
  };
  return (
    <div className="flow-buttons">
      {isMine ? (
        <Button size="small" onClick={() => void send('urge')}>
          {words('flow.urge')}
        </Button>
      ) : null}
      {progress.canWithdraw ? (
        <Button
          size="small"
          onClick={() =>
            modal.confirm({
              title: words('flow.withdraw'),
              content: words('flow.withdrawConfirm'),
              okText: words('flow.withdraw'),
              onOk: () => send('withdraw'),
            })
          }
        >
          {words('flow.withdraw')}
        </Button>
      ) : null}
    </div>
  );
}
