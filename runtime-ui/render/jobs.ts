import { useSyncExternalStore } from 'react';
import type { JobBody } from '../../engine/contract/wire.ts';
import { api, readLocal, writeLocal } from '../kit/index.ts';

let jobs: readonly JobBody[] = readLocal<JobBody[]>('jobs') ?? [];
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps a background job in the tray until the person dismisses it; it survives a reload. */
export function watchJob(job: JobBody): void {
  keep([job, ...jobs.filter((item) => item.id !== job.id)].slice(0, 20));
}

export function dismissJob(id: string): void {
  keep(jobs.filter((job) => job.id !== id));
}

export function useJobs(): readonly JobBody[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      schedule();
      return () => listeners.delete(listener);
    },
    () => jobs,
  );
}

function keep(next: readonly JobBody[]): void {
  jobs = next;
  writeLocal('jobs', jobs);
  for (const listener of listeners) listener();
  schedule();
}

function schedule(): void {
  clearTimeout(timer);
  if (listeners.size > 0 && jobs.some(isOpen)) timer = setTimeout(() => void refresh(), 1500);
}

async function refresh(): Promise<void> {
  const next = await Promise.all(jobs.map((job) => (isOpen(job) ? api.get<JobBody>(`/api/jobs/${job.id}`).catch(() => job) : job)));
  keep(next);
}

function isOpen(job: JobBody): boolean {
  return job.state === 'queued' || job.state === 'running';
}
