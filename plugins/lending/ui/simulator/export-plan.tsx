import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { download, Icon, ProblemError } from '../../../../runtime-ui/kit/index.ts';
import type { QuoteInput } from '../../operations/quote-schedule.ts';
import { useSimulatorWords } from './simulator-words.ts';

/** Saves the plan with its derivations as a workbook or a CSV. */
export function ExportPlan(props: { readonly question: QuoteInput }) {
  const words = useSimulatorWords();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const save = async (format: string): Promise<void> => {
    setBusy(true);
    try {
      await download(`/api/operations/lending.quote-schedule/export?format=${format}`, props.question);
    } catch (error) {
      message.error(error instanceof ProblemError ? error.message : words('offline'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: words('exportXlsx') },
          { key: 'csv', label: words('exportCsv') },
        ],
        onClick: ({ key }) => void save(key),
      }}
    >
      <Button loading={busy} icon={<Icon name="download" />}>
        {words('exportAs')}
      </Button>
    </Dropdown>
  );
}
