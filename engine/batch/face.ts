import type { Call } from '../model/index.ts';
import type { QuarantinedRecord } from '../store/batch/quarantine-rows.ts';
import type { BatchRun, BatchStep } from '../store/batch/run-rows.ts';

export interface BatchService {
  /** Writes the run of the date, with those of missed dates before it when the job catches up, and sets this process and the
   *  others to work. A date that is done answers its run; one that failed is taken up where it was. Without a date it is the
   *  latest that has closed. Refuses batch.job-unknown, batch.date-passed, batch.date-ahead, batch.too-many-dates. */
  start(call: Call, job: string, date?: string): Promise<BatchRun>;
  /** The date that a person would close next, and the latest that she may. */
  datesOf(call: Call, job: string): Promise<{ readonly next: string; readonly latest: string }>;
  /** Newest first. */
  runs(options: { readonly job: string | null; readonly before: string | null; readonly limit: number }): Promise<readonly BatchRun[]>;
  run(id: string): Promise<{ readonly run: BatchRun; readonly steps: readonly BatchStep[]; readonly quarantine: readonly QuarantinedRecord[] } | undefined>;
  /** Records of all runs that wait to be mended, oldest first. */
  quarantine(limit: number): Promise<readonly QuarantinedRecord[]>;
  quarantinedByJob(): Promise<ReadonlyMap<string, number>>;
  /** Brings a quarantined record up to date: all steps that it missed, in order, all or none. Answers it resolved, or still
   *  quarantined with the present reason. Refuses batch.quarantine-unknown, batch.running. */
  retry(call: Call, id: string): Promise<QuarantinedRecord>;
  /** Plans what is due by the clock and works on what is there; called by the timer, and by tests in its place. */
  tick(): Promise<void>;
  /** Looks for work, unless this process is at it. */
  wake(): void;
  /** Looks at the clock from now on, and hears of other nodes' runs. */
  begin(): Promise<void>;
  /** Resolves when this process has nothing to work on. */
  settled(): Promise<void>;
  /** Ends the slice in hand and takes no other. */
  stop(): Promise<void>;
}
