import { Button, Drawer, Dropdown, Input, Select } from 'antd';
import { useState } from 'react';
import type { Reference, TaskDetail } from '../../../engine/contract/wire.ts';
import { asReference, FieldWidget, Icon, type ProblemError, useKeys, useWords } from '../../kit/index.ts';

export type Verb = string;

interface OpinionPanelProps {
  readonly detail: TaskDetail;
  readonly busy: string | null;
  readonly refusal: ProblemError | null;
  /** A bar at the bottom: the verb is the first tap, its confirmation the second. */
  readonly phone?: boolean;
  onSend(verb: Verb, opinion: string, target: string | null): Promise<void>;
}

type NodeButton = TaskDetail['buttons'][number];

/** The decision: an opinion with phrases and the buttons of this node. Returning and handing over ask for their target. */
export function OpinionPanel(props: OpinionPanelProps) {
  const words = useWords();
  const { detail } = props;
  const [opinion, setOpinion] = useState('');
  const [asked, setAsked] = useState<NodeButton | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const [person, setPerson] = useState<Reference | null>(null);
  const [lack, setLack] = useState<string | null>(null);
  const order = [
    'approve',
    'done',
    'claim',
    'read',
    'resubmit',
    'reject',
    'return',
    'transfer',
    'abstain',
    'comment',
    'unclaim',
    'take-back',
    'withdraw',
    'cancel',
    'urge',
  ];
  const buttons = [...detail.buttons].sort((a, b) => order.indexOf(a.verb) - order.indexOf(b.verb));
  const [main, ...rest] = buttons;
  const second = rest.filter((button) => button.verb === 'reject' || button.verb === 'return');
  const more = rest.filter((button) => !second.includes(button));

  const choose = (button: NodeButton) => {
    setLack(null);
    if (button.verb === 'return' && target === null) setTarget(detail.returnTargets[0]?.node ?? null);
    if (props.phone === true || button.verb === 'return' || button.verb === 'transfer') setAsked(button);
    else void decide(button);
  };
  const decide = async (button: NodeButton) => {
    if (button.opinionRequired && opinion.trim() === '') {
      setLack(words('task.opinionRequired'));
      return;
    }
    const to = button.verb === 'return' ? target : button.verb === 'transfer' ? (person?.id ?? null) : null;
    if (button.verb === 'transfer' && to === null) {
      setLack(words('value.choose', { title: words('task.transferTo') }));
      return;
    }
    await props.onSend(button.verb, opinion.trim(), to);
  };
  useKeys(main === undefined ? {} : { 'mod+Enter': () => choose(asked ?? main) });

  const problem = lack ?? props.refusal?.message ?? null;
  const opinionField = (
    <>
      <label className="field-label" htmlFor="opinion">
        {words('task.opinion')}
        {(asked ?? main)?.opinionRequired === true ? <span className="required-mark"> *</span> : null}
      </label>
      <Input.TextArea
        id="opinion"
        autoSize={{ minRows: props.phone === true ? 2 : 3, maxRows: 8 }}
        value={opinion}
        onChange={(event) => {
          setOpinion(event.target.value);
          setLack(null);
        }}
        {...(lack === null ? {} : { status: 'error' as const })}
        aria-describedby={problem === null ? undefined : 'opinion-problem'}
      />
      <div className="phrases" role="group" aria-label={words('task.phrases')}>
        {(['task.phrase1', 'task.phrase2', 'task.phrase3', 'task.phrase4'] as const).map((key) => (
          <button key={key} type="button" onClick={() => setOpinion((before) => `${before}${words(key)}`)}>
            {words(key)}
          </button>
        ))}
      </div>
      {problem === null ? null : (
        <div id="opinion-problem" className="field-error" role="alert">
          {problem} {props.refusal === null ? null : <code>{props.refusal.code}</code>}
        </div>
      )}
    </>
  );
  const targetField =
    asked?.verb === 'return' ? (
      <div className="field">
        <label className="field-label" htmlFor="return-target">
          {words('task.returnTo')}
        </label>
        <Select
          id="return-target"
          value={target}
          style={{ width: '100%' }}
          options={detail.returnTargets.map((item) => ({ value: item.node, label: item.title }))}
          onChange={setTarget}
        />
      </div>
    ) : asked?.verb === 'transfer' ? (
      <div className="field">
        <label className="field-label" htmlFor="transfer-target">
          {words('task.transferTo')}
        </label>
        <FieldWidget
          id="transfer-target"
          field={{
            key: 'target',
            title: words('task.transferTo'),
            type: 'reference',
            widget: 'reference',
            to: 'staff',
            required: true,
            readOnly: false,
            right: 'write',
          }}
          value={person}
          readOnly={false}
          invalid={false}
          onChange={(value) => setPerson(asReference(value))}
        />
      </div>
    ) : null;

  if (props.phone === true) {
    return (
      <>
        <div className="phone-bar">
          {buttons.length > 2 ? (
            <Dropdown
              trigger={['click']}
              menu={{
                items: buttons.slice(2).map((button) => ({ key: button.verb, label: button.title })),
                onClick: ({ key }) => {
                  const button = buttons.find((item) => item.verb === key);
                  if (button !== undefined) choose(button);
                },
              }}
            >
              <Button size="large" icon={<Icon name="more" />} aria-label={words('task.more')} />
            </Dropdown>
          ) : null}
          {buttons
            .slice(0, 2)
            .toReversed()
            .map((button) => (
              <Button
                key={button.verb}
                size="large"
                block
                type={button === main ? 'primary' : 'default'}
                danger={button.verb === 'reject'}
                onClick={() => choose(button)}
              >
                {button.title}
              </Button>
            ))}
        </div>
        <Drawer
          open={asked !== null}
          placement="bottom"
          size="auto"
          closable={false}
          onClose={() => setAsked(null)}
          title={asked?.title ?? ''}
          className="phone-sheet"
        >
          {targetField}
          {opinionField}
          <Button
            block
            size="large"
            type="primary"
            danger={asked?.verb === 'reject'}
            loading={props.busy !== null}
            onClick={() => asked !== null && void decide(asked)}
          >
            {words('task.confirmPhone', { action: asked?.title ?? '' })}
          </Button>
        </Drawer>
      </>
    );
  }
  return (
    <section className="opinion-panel" aria-label={words('task.opinion')}>
      {targetField}
      {opinionField}
      <div className="opinion-buttons">
        {asked === null ? (
          <>
            {main === undefined ? null : (
              <Button type="primary" loading={props.busy === main.verb} onClick={() => choose(main)}>
                {main.title}
              </Button>
            )}
            {second.map((button) => (
              <Button key={button.verb} danger={button.verb === 'reject'} loading={props.busy === button.verb} onClick={() => choose(button)}>
                {button.title}
              </Button>
            ))}
            {more.length === 0 ? null : (
              <Dropdown
                trigger={['click']}
                menu={{
                  items: more.map((button) => ({ key: button.verb, label: button.title })),
                  onClick: ({ key }) => {
                    const button = more.find((item) => item.verb === key);
                    if (button !== undefined) choose(button);
                  },
                }}
              >
                <Button icon={<Icon name="more" />} aria-label={words('task.more')} />
              </Dropdown>
            )}
          </>
        ) : (
          <>
            <Button type="primary" loading={props.busy !== null} onClick={() => void decide(asked)}>
              {words('common.confirm')} · {asked.title}
            </Button>
            <Button onClick={() => setAsked(null)}>{words('common.cancel')}</Button>
          </>
        )}
      </div>
    </section>
  );
}
