import type { ReactNode } from 'react';
import { Icon } from '../icons.tsx';

export interface NoticeProps {
  readonly icon: string;
  readonly title: string;
  readonly help?: string | undefined;
  readonly code?: string | undefined;
  readonly action?: ReactNode;
  readonly role?: 'status' | 'alert';
  readonly compact?: boolean;
}

/** An empty, refused or failed place: what is so, why, and what to do now. */
export function Notice(props: NoticeProps) {
  return (
    <div className={props.compact === true ? 'notice is-compact' : 'notice'} role={props.role ?? 'status'}>
      <span className="notice-icon">
        <Icon name={props.icon} size={props.compact === true ? 20 : 26} />
      </span>
      <div className="notice-title">{props.title}</div>
      {props.help === undefined ? null : <div className="notice-help">{props.help}</div>}
      {props.code === undefined ? null : <code className="notice-code">{props.code}</code>}
      {props.action === undefined ? null : <div className="notice-action">{props.action}</div>}
    </div>
  );
}
