import { App, Button, Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { download, FieldWidget, Icon, ProblemError, useBusinessDate } from '../../../runtime-ui/kit/index.ts';
import { useLedgerWords } from './words.ts';

/** The question of a statement stands in the address, so that a link opens the same. */
export function useQuestion(): {
  readonly get: (key: string) => string | null;
  readonly set: (values: Readonly<Record<string, string | null>>) => void;
  readonly from: string;
  readonly to: string;
} {
  const [parameters, setParameters] = useSearchParams();
  const today = useBusinessDate();
  return {
    get: (key) => parameters.get(key),
    set: (values) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [key, value] of Object.entries(values)) value === null ? next.delete(key) : next.set(key, value);
          return next;
        },
        { replace: true },
      ),
    from: parameters.get('from') ?? `${today.slice(0, 8)}01`,
    to: parameters.get('to') ?? today,
  };
}

/** Period and export, behind what is asked for. A null question cannot be exported. */
export function StatementBar(props: {
  readonly operation: string;
  readonly question: Readonly<Record<string, unknown>> | null;
  readonly children?: ReactNode;
}) {
  const words = useLedgerWords();
  const { from, to, set } = useQuestion();
  return (
    <div className="ledger-bar">
      {props.children}
      <DateField label={words.from} value={from} onChange={(value) => set({ from: value })} />
      <DateField label={words.to} value={to} onChange={(value) => set({ to: value })} />
      <span className="spring" />
      <ExportStatement operation={props.operation} question={props.question} />
    </div>
  );
}

function DateField(props: { readonly label: string; readonly value: string; onChange(value: string | null): void }) {
  const id = `ledger-${props.label}`;
  return (
    <div className="ledger-field">
      <label htmlFor={id}>{props.label}</label>
      <FieldWidget
        id={id}
        field={{ key: id, title: props.label, type: 'date', widget: 'date', required: true, readOnly: false, right: 'write' }}
        value={props.value}
        onChange={(value) => props.onChange(typeof value === 'string' && value !== '' ? value : null)}
        readOnly={false}
        invalid={false}
      />
    </div>
  );
}

function ExportStatement(props: { readonly operation: string; readonly question: Readonly<Record<string, unknown>> | null }) {
  const words = useLedgerWords();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const save = async (format: string): Promise<void> => {
    setBusy(true);
    try {
      await download(`/api/operations/${props.operation}/export?format=${format}`, props.question);
    } catch (error) {
      message.error(error instanceof ProblemError ? error.message : words.offline);
    } finally {
      setBusy(false);
    }
  };
  const items = [
    { key: 'xlsx', label: words.xlsx },
    { key: 'csv', label: words.csv },
  ];
  return (
    <Dropdown trigger={['click']} disabled={props.question === null} menu={{ items, onClick: ({ key }) => void save(key) }}>
      <Button loading={busy} disabled={props.question === null} icon={<Icon name="download" />}>
        {words.export}
      </Button>
    </Dropdown>
  );
}
