import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import type { JobBody } from '../../engine/contract/wire.ts';
import { Icon, ProblemError, uploadFile, useWords } from '../kit/index.ts';
import { useJobs, watchJob } from '../render/jobs.ts';

/** Rows of a spreadsheet into the system: the file goes up, the rows go on in the background, refused ones are named. */
export function ImportScreen(props: { readonly name: string }) {
  const words = useWords();
  const { message } = App.useApp();
  const chooser = useRef<HTMLInputElement>(null);
  const [part, setPart] = useState<number | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJobs().find((item) => item.id === jobId);
  const send = async (file: File) => {
    setPart(0);
    try {
      const started = await uploadFile<JobBody>(`/api/imports/${props.name}`, file, setPart);
      watchJob(started);
      setJobId(started.id);
    } catch (error) {
      message.error(error instanceof ProblemError ? `${error.message}（${error.code}）` : words('error.offline'));
    } finally {
      setPart(null);
    }
  };
  return (
    <div className="form-screen">
      <header className="screen-head">
        <h1>{job?.title ?? words('import.title')}</h1>
      </header>
      <Button icon={<Icon name="upload" />} loading={part !== null} onClick={() => chooser.current?.click()}>
        {part === null ? words('import.choose') : words('file.uploading', { percent: Math.round(part * 100) })}
      </Button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".xlsx,.csv"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void send(file);
        }}
      />
      {job === undefined ? null : (
        <section className="block" aria-live="polite">
          <p>
            {words(`job.${job.state}`)} ·{' '}
            <span className="tabular">
              {job.done}
              {job.total === null ? '' : ` / ${job.total}`}
            </span>{' '}
            {job.message ?? ''}
          </p>
          {job.problems.length === 0 ? null : (
            <>
              <h2 className="block-title">{words('import.problems', { count: job.problems.length })}</h2>
              <table className="plain-table">
                <tbody>
                  {job.problems.slice(0, 500).map((problem, index) => (
                    <tr key={index}>
                      <th scope="row" className="tabular">
                        {words('import.line', { line: problem.line })}
                      </th>
                      <td>{problem.column ?? ''}</td>
                      <td>{problem.detail}</td>
                      <td>
                        <code>{problem.code}</code>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
        </section>
      )}
    </div>
  );
}
