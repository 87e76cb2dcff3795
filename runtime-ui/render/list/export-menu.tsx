import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import type { JobBody } from '../../../engine/contract/wire.ts';
import { Icon, OfflineError, ProblemError, queryText, setOffline, useWords } from '../../kit/index.ts';
import { problemOf } from '../../kit/api/problem.ts';
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
      const answer = await download(`/api/exports/${props.question.list}${queryText({ ...question, format, columns: props.columns.join(',') })}`);
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

/** Saves the file, or answers the job that makes it. */
async function download(path: string): Promise<JobBody | null> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin' });
  } catch {
    setOffline(true);
    throw new OfflineError();
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 202) return (await response.json()) as JobBody;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response.headers.get('content-disposition'));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return null;
}

function fileName(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? 'export';
}
