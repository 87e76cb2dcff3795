import { addDays, isMonthEnd } from '../kernel/dates.ts';
import { lastClosedDate } from '../kernel/closing-time.ts';
import { dateOf } from '../kernel/instants.ts';
import type { Call, JobModel, JobStepModel } from '../model/index.ts';

/** Dates that a job runs, in order, so that it has run up to `upTo`. `from` is the first one that it has not. */
export function datesToRun({ from, upTo, catchUp }: { readonly from: string; readonly upTo: string; readonly catchUp: boolean }): readonly string[] {
  if (upTo < from) return [];
  const dates: string[] = [];
  for (let date = catchUp ? from : upTo; date <= upTo; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** The latest date that has closed for the job: by its start, else by its cut-off, else with the day. */
export function closedDate(job: JobModel, { now, zone }: Pick<Call, 'now' | 'zone'>): string {
  return lastClosedDate(now, zone, job.at ?? job.cutOff ?? '00:00');
}

/** The latest date that somebody may close by hand: the one that is open, and never tomorrow. */
export function latestDate(job: JobModel, { now, zone }: Pick<Call, 'now' | 'zone'>): string {
  const calendar = dateOf(now, zone);
  const open = job.cutOff === null ? calendar : addDays(lastClosedDate(now, zone, job.cutOff), 1);
  return open < calendar ? open : calendar;
}

export function isDue(step: JobStepModel, date: string): boolean {
  if (step.when === 'daily') return true;
  return step.when === 'monthEnd' ? isMonthEnd(date) : date.endsWith('-12-31');
}
