import type { BatchReason } from '../store/batch/run-rows.ts';

/** A step cannot go on; its run stops until somebody starts it again. */
export class StepFailed extends Error {
  readonly reason: BatchReason;

  constructor(reason: BatchReason) {
    super(reason.code);
    this.name = 'StepFailed';
    this.reason = reason;
  }
}
