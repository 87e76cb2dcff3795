import { Badge, Button, Popover, Progress } from 'antd';
import { Icon, useWords } from '../kit/index.ts';
import { dismissJob, useJobs } from '../render/jobs.ts';

/** Work that goes on in the background; shown only while there is any. */
export function JobTray() {
  const words = useWords();
  const jobs = useJobs();
  if (jobs.length === 0) return null;
  const open = jobs.filter((job) => job.state === 'queued' || job.state === 'running').length;
  const content = (
    <ul className="job-list">
      {jobs.map((job) => (
        <li key={job.id}>
          <div>
            <strong>{job.title}</strong>
            <span className="quiet">
              {words(`job.${job.state}`)}
              {job.message === null ? '' : ` · ${job.message}`}
            </span>
          </div>
          {job.state === 'running' && job.total !== null ? <Progress percent={Math.round((job.done / Math.max(1, job.total)) * 100)} size="small" /> : null}
          <div className="job-tools">
            {job.file === null ? null : (
              <a href={`/api/files/${job.file.id}`} download={job.file.name}>
                {words('job.download')}
              </a>
            )}
            <Button type="text" size="small" onClick={() => dismissJob(job.id)}>
              {words('job.dismiss')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={words('job.title')} content={content}>
      <Badge count={open} size="small" color="blue" offset={[-6, 6]}>
        <Button type="text" icon={<Icon name="download" size={18} />} aria-label={words('job.title')} title={words('job.title')} />
      </Badge>
    </Popover>
  );
}
