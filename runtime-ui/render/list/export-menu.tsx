import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import type { JobBody } from '../../../engine/contract/wire.ts';
import { download, Icon, ProblemError, queryText, useWords } from '../../kit/index.ts';
import { watchJob } from '../jobs.ts';
import { type RowsQuestion, questionText } from './use-rows.ts';

/** The rows as they are asked for, with the columns as they are shown; a long one goes on in the background. */
export function ExportMenu(props: { readonly question: RowsQuestion; readonly columns: readonly string[] }) {
  const words = useWords();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async (format: string) => {
    setBusy(true);
    try {
      const { after: _, limit: __, ...question } = questionText(props.question);
      const answer = await download<JobBody>(`/api/exports/${props.question.list}${queryText({ ...question, format, columns: props.columns.join(',') })}`);
      if (answer !== null) {
        watchJob(answer);
        message.info(words('list.exporting'));
      }
    } catch (error) {
      message.error(error instanceof ProblemError ? error.message : words('error.offline'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'xlsx', label: words('list.exportXlsx') },
          { key: 'csv', label: words('list.exportCsv') },
        ],
        onClick: ({ key }) => void run(key),
      }}
    >
      <Button type="text" loading={busy} icon={<Icon name="download" />} aria-label={words('list.export')} title={words('list.export')} />
    </Dropdown>
  );
}
