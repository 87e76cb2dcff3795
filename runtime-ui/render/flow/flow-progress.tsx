import type { FlowProgress, FlowStepProgress } from '../../../engine/contract/wire.ts';
import { formatInstant, formatWaiting, Icon, useWords, type Words } from '../../kit/index.ts';

const marks: Readonly<Record<FlowStepProgress['status'], { readonly icon: string | null; readonly color: string }>> = {
  done: { icon: 'check', color: 'green' },
  now: { icon: 'clock', color: 'blue' },
  ahead: { icon: null, color: 'grey' },
  conditional: { icon: null, color: 'grey' },
  skipped: { icon: 'right', color: 'grey' },
  returned: { icon: 'left', color: 'orange' },
  rejected: { icon: 'close', color: 'red' },
  cancelled: { icon: 'close', color: 'grey' },
};

/** The way of an approval, drawn downwards: who has decided what and when, who has it now since when, who comes next. */
export function FlowProgressView(props: { readonly progress: FlowProgress }) {
  const words = useWords();
  const { progress } = props;
  return (
    <ol className="flow-line">
      <li data-status="done">
        <span className="flow-mark" data-color="green">
          <Icon name="check" size={12} />
        </span>
        <div className="flow-step">
          <div className="flow-title">
            <strong>{words('flow.started')}</strong>
            {progress.round > 1 ? <span className="quiet">{words('flow.round', { round: progress.round })}</span> : null}
          </div>
          <div className="flow-person">
            <span>{progress.initiator.label}</span>
            <time className="quiet tabular" dateTime={progress.startedAt}>
              {formatInstant(progress.startedAt)}
            </time>
          </div>
        </div>
      </li>
      {progress.steps
        .filter((step) => step.kind !== 'end')
        .map((step, index) => (
          <FlowStep key={`${step.node}-${index}`} step={step} words={words} />
        ))}
    </ol>
  );
}

function FlowStep(props: { readonly step: FlowStepProgress; readonly words: Words }) {
  const { step, words } = props;
  const mark = marks[step.status];
  const isAhead = step.status === 'ahead' || step.status === 'conditional';
  return (
    <li data-status={step.status} aria-current={step.status === 'now' ? 'step' : undefined}>
      <span className="flow-mark" data-color={mark.color} title={words(`flow.${step.status}`)}>
        {mark.icon === null ? null : <Icon name={mark.icon} size={12} />}
      </span>
      <div className="flow-step">
        <div className="flow-title">
          <strong>{step.title}</strong>
          <span className="quiet">
            {[
              step.people.length > 1 && step.mode !== null && ['all', 'any', 'sequential', 'vote'].includes(step.mode)
                ? words(`flow.mode.${step.mode as 'all'}`)
                : '',
              step.status === 'done' ? '' : words(`flow.${step.status}`),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </div>
        {step.people.map((person, index) => (
          <div key={person.id ?? `${person.label}${index}`} className="flow-person" data-decided={person.at !== null || undefined}>
            <span>
              {person.label}
              {person.at === null ? null : <PersonMark state={person.state} />}
            </span>
            {person.at === null ? null : (
              <time className="quiet tabular" dateTime={person.at}>
                {formatInstant(person.at)}
              </time>
            )}
            {person.opinion === null || person.opinion === '' ? null : <blockquote>{person.opinion}</blockquote>}
          </div>
        ))}
        {step.status === 'now' && step.enteredAt !== null ? (
          <div className="quiet" title={formatInstant(step.enteredAt)}>
            {formatWaiting(step.enteredAt, Date.now(), words)}
          </div>
        ) : null}
        {step.because !== null && (isAhead || step.status === 'skipped') ? <div className="flow-because quiet">{step.because}</div> : null}
      </div>
    </li>
  );
}

function PersonMark(props: { readonly state: string }) {
  const state = props.state.toUpperCase();
  if (/^(FOR|APPROVED|DONE|AUTO_APPROVED)$/.test(state)) return <Icon name="check" size={13} className="mark-green" />;
  if (/^(AGAINST|REJECTED)$/.test(state)) return <Icon name="close" size={13} className="mark-red" />;
  if (/^RETURNED$/.test(state)) return <Icon name="left" size={13} className="mark-orange" />;
  return null;
}
