import { Link } from 'react-router';
import type { TaskRow, TaskTab } from '../../../engine/contract/wire.ts';
import { formatInstant, formatWaiting, StateTag, useWords } from '../../kit/index.ts';

/** One task: what is asked, about which record, by whom, and how long it has waited. */
export function TaskLine(props: { readonly task: TaskRow; readonly tab: TaskTab; readonly isActive?: boolean }) {
  const words = useWords();
  const { task, tab } = props;
  const now = Date.now();
  const isLate = task.dueAt !== null && Date.parse(task.dueAt) < now && tab === 'todo';
  const to = tab === 'started' || tab === 'done' ? `/record/${task.entity}/${task.recordId}` : `/tasks/${task.id}`;
  return (
    <li className={props.isActive === true ? 'task-line is-active' : 'task-line'}>
      <Link to={to}>
        <span className="task-what">
          <strong>{task.recordLabel === '' ? task.title : task.recordLabel}</strong>
          <span className="quiet">
            {task.flowTitle}
            {task.nodeTitle === null ? null : ` · ${task.nodeTitle}`}
          </span>
        </span>
        <span className="task-who quiet">{words('task.from', { name: task.initiator.label })}</span>
        <span className="task-when">
          {task.urged ? <StateTag title={words('task.urged')} color="orange" plain /> : null}
          {isLate ? <StateTag title={words('task.late')} color="red" plain /> : null}
          {tab === 'started' ? <FlowStateTag state={task.state} /> : null}
          <time dateTime={task.openedAt} title={formatInstant(task.openedAt)} className="quiet tabular">
            {tab === 'todo' || tab === 'pool' ? formatWaiting(task.openedAt, now, words) : formatInstant(task.closedAt ?? task.openedAt)}
          </time>
        </span>
      </Link>
    </li>
  );
}

const stateColors: Readonly<Record<string, string>> = {
  RUNNING: 'blue',
  APPROVED: 'green',
  REJECTED: 'red',
  RETURNED: 'orange',
  CANCELLED: 'grey',
  INCIDENT: 'red',
  SUSPENDED: 'grey',
};

export function FlowStateTag(props: { readonly state: string }) {
  const words = useWords();
  const state = props.state.toUpperCase();
  return <StateTag title={state in stateColors ? words(`flow.state.${state as 'RUNNING'}`) : props.state} color={stateColors[state]} />;
}
