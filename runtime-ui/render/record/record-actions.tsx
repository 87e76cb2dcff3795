import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { PageDescriptor } from '../../../engine/contract/screens.ts';
import type { Allowed } from '../../../engine/contract/wire.ts';
import { api, Icon, ProblemError, useIsPhone, useWords } from '../../kit/index.ts';
import { ActionDialog } from './action-dialog.tsx';
import type { ActionTarget } from './action-target.ts';
import { forgetRecords } from './record-data.ts';
import { useRunAction } from './use-run-action.ts';

interface RecordActionsProps {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly descriptor: PageDescriptor;
  readonly allowed: Allowed | undefined;
  readonly label: string;
  readonly record: Readonly<Record<string, unknown>>;
  onEdit(): void;
}

/** What one may do now, at most three buttons and one of them primary; the rest in a menu, what is not possible with why. */
export function RecordActions(props: RecordActionsProps) {
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const { modal, message } = App.useApp();
  const [dialog, setDialog] = useState<ActionTarget | null>(null);
  const run = useRunAction(props);
  const { allowed, descriptor } = props;
  if (allowed === undefined) return <div className="record-actions" aria-hidden />;

  const known = new Map(allowed.actions.map((action) => [action.name, action]));
  const buttons = descriptor.actions.flatMap((button) => {
    const now = known.get(button.name);
    return now === undefined ? [] : [{ ...button, ...now, title: button.title }];
  });
  const possible = buttons.filter((button) => button.allowed).sort((a, b) => Number(b.primary) - Number(a.primary) || Number(a.danger) - Number(b.danger));
  const impossible = buttons.filter((button) => !button.allowed);
  const canEdit = descriptor.canEdit && allowed.update.allowed;
  const room = isPhone ? 1 : 3 - (canEdit ? 1 : 0);
  const shown = possible.filter((button) => !button.danger).slice(0, room);
  const rest = possible.filter((button) => !shown.includes(button));
  const start = (button: (typeof buttons)[number]) => {
    if (button.form === null && !button.hasPreview && button.confirm === null) void run.act(button, {});
    else setDialog(button);
  };
  const retire = () =>
    modal.confirm({
      title: words('record.retire'),
      content: words('record.retireConfirm', { label: props.label }),
      okText: words('record.retire'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await api.delete(`/api/records/${props.entity}/${props.id}`, { version: props.version });
          await forgetRecords(client);
          void navigate(-1);
        } catch (error) {
          message.error(error instanceof ProblemError ? `${error.message}（${error.code}）` : words('error.offline'));
        }
      },
    });
  const menuItems = [
    ...(canEdit && isPhone ? [{ key: 'edit:', label: words('common.edit'), icon: <Icon name="edit" size={14} /> }] : []),
    ...rest.map((button) => ({ key: button.name, label: button.title, danger: button.danger })),
    ...(rest.length > 0 && impossible.length > 0 ? [{ type: 'divider' as const }] : []),
    ...impossible.map((button) => ({
      key: button.name,
      disabled: true,
      label: (
        <span className="menu-why">
          {button.title}
          {button.reason === undefined ? null : <small>{button.reason}</small>}
        </span>
      ),
    })),
    ...(descriptor.canEdit && !allowed.update.allowed && allowed.update.reason !== undefined
      ? [
          {
            key: 'edit-no:',
            disabled: true,
            label: (
              <span className="menu-why">
                {words('common.edit')}
                <small>{allowed.update.reason}</small>
              </span>
            ),
          },
        ]
      : []),
    ...(descriptor.canRetire && allowed.retire.allowed ? [{ type: 'divider' as const }, { key: 'retire:', label: words('record.retire'), danger: true }] : []),
  ];
  return (
    <div className="record-actions" role="group" aria-label={words('record.actions')}>
      {canEdit && !isPhone ? (
        <Button icon={<Icon name="edit" size={14} />} onClick={props.onEdit} aria-keyshortcuts="e">
          {words('common.edit')}
        </Button>
      ) : null}
      {shown.toReversed().map((button) => (
        <Button
          key={button.name}
          type={button === shown[0] && button.primary ? 'primary' : 'default'}
          danger={button.danger}
          loading={run.running === button.name}
          onClick={() => start(button)}
        >
          {button.title}
        </Button>
      ))}
      {menuItems.length === 0 ? null : (
        <Dropdown
          trigger={['click']}
          placement="bottomRight"
          menu={{
            items: menuItems,
            onClick: ({ key }) => {
              if (key === 'retire:') retire();
              else if (key === 'edit:') props.onEdit();
              else {
                const button = buttons.find((item) => item.name === key);
                if (button !== undefined) start(button);
              }
            },
          }}
        >
          <Button icon={<Icon name="more" />} aria-label={words('common.more')} />
        </Dropdown>
      )}
      {dialog === null ? null : <ActionDialog target={dialog} run={run} place={props} onClose={() => setDialog(null)} />}
    </div>
  );
}
