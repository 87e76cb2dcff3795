import { Link } from 'react-router';
import { ErrorNotice, Icon, Notice, SkeletonLines, useIsPhone, useWords } from '../../kit/index.ts';
import { useBatchJobs, useBatchRuns, useDatesAfterRuns } from './batch-data.ts';
import { JobLine } from './job-line.tsx';
import { RunDetail } from './run-detail.tsx';
import { RunList } from './run-list.tsx';

/** Batch jobs and their runs: the list beside the run that is open, one after the other on a phone. */
export function BatchScreen(props: { readonly id: string | null }) {
  const words = useWords();
  const isPhone = useIsPhone();
  const jobs = useBatchJobs();
  const runs = useBatchRuns();
  useDatesAfterRuns(runs.data);
  const shown = props.id ?? (isPhone ? null : (runs.data?.[0]?.id ?? null));
  if (isPhone && props.id !== null)
    return (
      <div className="batch-screen">
        <Link className="batch-back" to="/batch">
          <Icon name="left" size={16} />
          {words('batch.title')}
        </Link>
        <RunDetail key={props.id} id={props.id} />
      </div>
    );
  const error = jobs.error ?? runs.error;
  return (
    <div className="batch-screen">
      <header className="screen-head">
        <h1>{words('batch.title')}</h1>
      </header>
      {error !== null ? (
        <ErrorNotice
          error={error}
          onRetry={() => {
            void jobs.refetch();
            void runs.refetch();
          }}
        />
      ) : jobs.data === undefined || runs.data === undefined ? (
        <SkeletonLines lines={6} height={48} label={words('app.loading')} />
      ) : (
        <>
          <ul className="batch-jobs">
            {jobs.data.map((job) => (
              <JobLine
                key={job.name}
                job={job}
                isBusy={runs.data.some((run) => run.job === job.name && (run.state === 'running' || run.state === 'waiting'))}
              />
            ))}
          </ul>
          {runs.data.length === 0 ? (
            <Notice icon="clock" title={words('batch.noRuns')} help={words('batch.noRunsHelp')} />
          ) : (
            <div className="batch-body">
              <RunList runs={runs.data} selected={shown} showsJob={jobs.data.length > 1} />
              {shown === null ? null : <RunDetail key={shown} id={shown} />}
            </div>
          )}
        </>
      )}
    </div>
  );
}
