import type { BatchRunBody, BatchRunDetail, BatchStepBody, QuarantineBody } from '../../contract/wire.ts';
import type { Call } from '../../model/call.ts';
import type { QuarantinedRecord } from '../../store/batch/quarantine-rows.ts';
import type { BatchReason, BatchRun, BatchStep } from '../../store/batch/run-rows.ts';
import type { Store } from '../../store/face.ts';
import { mayDo } from './rights.ts';
import { translator } from './translator.ts';

/** Batch runs as a person gets them: in her language, and records that she may not see without their name. */
export function batchBodies(store: Pick<Store, 'lookup'>) {
  const jobTitle = (call: Call, job: string) =>
    translator(call.release, call.actor.language)(`job:${job}`, '/title') ?? call.release.jobs.get(job)?.title ?? job;
  const stepTitle = (call: Call, job: string, key: string, title: string) =>
    translator(call.release, call.actor.language)(`job:${job}`, `/steps/${key}/title`) ?? title;
  const say = (call: Call, { message }: BatchReason) => ((call.actor.language || call.release.language).startsWith('en') ? message.en : message.zh);

  function run(call: Call, { stepsDone, stepsTotal, failure, ...rest }: BatchRun): BatchRunBody {
    return {
      ...rest,
      title: jobTitle(call, rest.job),
      steps: { done: stepsDone, total: stepsTotal },
      failure: failure === null ? null : { code: failure.code, message: say(call, failure) },
    };
  }

  function step(call: Call, of: BatchRun, { key, title, state, startedAt, endedAt, processed, ...rest }: BatchStep, quarantined: number): BatchStepBody {
    return {
      key,
      title: stepTitle(call, of.job, key, title),
      state,
      startedAt,
      endedAt,
      processed,
      quarantined,
      slices: { done: rest.slicesDone, total: rest.slicesTotal },
    };
  }

  /** Labels in one look-up an entity. */
  async function quarantine(call: Call, records: readonly QuarantinedRecord[]): Promise<readonly QuarantineBody[]> {
    const labels = new Map<string, string>();
    for (const entity of new Set(records.map((record) => record.entity))) {
      if (!mayDo(call, entity, 'read')) continue;
      const ids = records.filter((record) => record.entity === entity).map((record) => record.recordId);
      for (const row of await store.lookup(call, entity, { search: null, ids, limit: ids.length })) labels.set(row.id, row.label);
    }
    return records.map((record) => {
      const label = labels.get(record.recordId);
      return {
        id: record.id,
        job: record.job,
        jobTitle: jobTitle(call, record.job),
        run: record.runId,
        date: record.date,
        step: record.stepKey,
        stepTitle: stepTitle(call, record.job, record.stepKey, record.stepTitle),
        entity: record.entity,
        entityTitle:
          translator(call.release, call.actor.language)(`entity:${record.entity}`, '/title') ??
          String(call.release.documents.get(`entity:${record.entity}`)?.content['title'] ?? record.entity),
        record: label === undefined ? null : { id: record.recordId, label },
        code: record.reason.code,
        message: say(call, record.reason),
        at: record.at,
        attempts: record.attempts,
        resolvedAt: record.resolvedAt,
        resolvedBy: record.resolvedBy,
      };
    });
  }

  return {
    jobTitle,
    run,
    quarantine,
    async detail(
      call: Call,
      found: { readonly run: BatchRun; readonly steps: readonly BatchStep[]; readonly quarantine: readonly QuarantinedRecord[] },
    ): Promise<BatchRunDetail> {
      const setAside = (position: number) => found.quarantine.filter((record) => record.position === position).length;
      return {
        ...run(call, found.run),
        steps: found.steps.map((each) => step(call, found.run, each, setAside(each.position))),
        quarantine: await quarantine(call, found.quarantine),
      };
    },
  };
}
