import type { FieldDescriptor } from './screens.ts';

/** Shapes of answers that are not screens. Money, decimals and rates are strings everywhere. */

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** Sentence for the person, in her language. */
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

/** `GET /api/session`. */
export interface SessionBody {
  readonly person: { readonly id: string; readonly username: string; readonly name: string };
  readonly roles: readonly { readonly name: string; readonly title: string }[];
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly language: string;
  readonly release: string;
  readonly rights: string;
  readonly landing: string;
  readonly businessDate: string;
  readonly productName: string;
  readonly mustChangePassword: boolean;
  /** Platform functions of the person, e.g. `design`, `administer`. */
  readonly functions: readonly string[];
  /** Sent back as `X-CSRF-Token` on every write made with the cookie. */
  readonly csrfToken: string;
}

export interface Reference {
  readonly id: string;
  readonly label: string;
}

export interface Masked {
  readonly masked: string;
}

export interface RowsPage {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

/** `GET /api/records/{entity}/{id}/allowed`. */
export interface Allowed {
  readonly actions: readonly {
    readonly name: string;
    readonly title: string;
    readonly allowed: boolean;
    /** Why not, in the person's language, and who may. */
    readonly reason?: string;
    readonly code?: string;
    readonly form: string | null;
    readonly hasPreview: boolean;
    readonly primary: boolean;
    readonly danger: boolean;
    readonly confirm: string | null;
  }[];
  readonly update: { readonly allowed: boolean; readonly reason?: string };
  readonly retire: { readonly allowed: boolean; readonly reason?: string };
  readonly fields: Readonly<Record<string, 'write' | 'read' | 'mask'>>;
}

/** A setting for administrators: its present value, how it is entered, who changed it last. */
export interface SettingBody {
  readonly name: string;
  readonly title: string;
  readonly field: FieldDescriptor;
  readonly value: unknown;
  readonly default: unknown;
  /** 0 while nobody has ever set it; the next change names it in `If-Match`. */
  readonly version: number;
  readonly updatedAt: string | null;
  readonly updatedBy: Reference | null;
}

export interface HistoryEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: Reference | null;
  /** created, updated, retired, action, flow. */
  readonly type: string;
  readonly action: string | null;
  readonly title: string;
  readonly changes: readonly { readonly key: string; readonly title: string; readonly before: unknown; readonly after: unknown }[];
  readonly comment?: string | null;
}

export type TaskTab = 'todo' | 'done' | 'started' | 'copied' | 'pool';

export interface TaskRow {
  readonly id: string;
  /** For tab `started` it is the instance's id and there is no task. */
  readonly instanceId: string;
  readonly title: string;
  readonly flow: string;
  readonly flowTitle: string;
  readonly node: string | null;
  readonly nodeTitle: string | null;
  readonly kind: string;
  readonly state: string;
  readonly entity: string;
  readonly recordId: string;
  readonly recordLabel: string;
  readonly initiator: Reference;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly dueAt: string | null;
  readonly urged: boolean;
}

export interface TaskDetail {
  readonly task: TaskRow;
  /** Version of the instance for `expectedRev`. */
  readonly rev: number;
  readonly form: string | null;
  /** Rights at this node, by property path. */
  readonly fields: Readonly<Record<string, 'hidden' | 'read' | 'write' | 'required'>>;
  /** Node facts to fill in (besides the opinion). */
  readonly input: readonly import('./screens.ts').FieldDescriptor[];
  readonly buttons: readonly { readonly verb: string; readonly title: string; readonly opinionRequired: boolean }[];
  readonly returnTargets: readonly { readonly node: string; readonly title: string }[];
  readonly record: Readonly<Record<string, unknown>>;
  readonly progress: FlowProgress;
}

/** Body of `POST /api/tasks/{id}/{verb}` with verb approve, reject, abstain, done, return, transfer, comment, withdraw, resubmit, cancel, take-back, claim, unclaim, urge, read. */
export interface TaskCommand {
  readonly expectedRev: number;
  readonly opinion?: string;
  /** Changed properties (only those with right write or required) and node input. */
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly input?: Readonly<Record<string, unknown>>;
  /** return: node key; transfer: staff id. */
  readonly target?: string;
}

/** `GET /api/records/{entity}/{id}/flow` → newest instance first. */
export interface FlowProgress {
  readonly instanceId: string;
  readonly rev: number;
  readonly flow: string;
  readonly title: string;
  readonly state: string;
  readonly round: number;
  readonly initiator: Reference;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly canWithdraw: boolean;
  readonly steps: readonly FlowStepProgress[];
  readonly events: readonly FlowEventBody[];
}

export interface FlowStepProgress {
  readonly node: string;
  readonly title: string;
  readonly kind: string;
  /** done, now, ahead (expected), conditional (may come), skipped, returned, rejected. */
  readonly status: 'done' | 'now' | 'ahead' | 'conditional' | 'skipped' | 'returned' | 'rejected' | 'cancelled';
  readonly mode: string | null;
  readonly because: string | null;
  readonly people: readonly {
    readonly id: string | null;
    readonly label: string;
    readonly state: string;
    readonly opinion: string | null;
    readonly at: string | null;
  }[];
  readonly enteredAt: string | null;
  readonly leftAt: string | null;
}

export interface FlowEventBody {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly title: string;
  readonly actor: Reference | null;
  readonly node: string | null;
  readonly nodeTitle: string | null;
  readonly opinion: string | null;
}

export interface FileBody {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  readonly sha256: string;
}

/** `GET /api/batch/jobs`: a job of the release with where it stands. */
export interface BatchJobBody {
  readonly name: string;
  readonly title: string;
  readonly at: string | null;
  readonly cutOff: string | null;
  readonly catchUp: boolean;
  /** The date that is closed next, and the latest that may be. */
  readonly next: string;
  readonly latest: string;
  readonly quarantined: number;
}

export interface BatchRunBody {
  readonly id: string;
  readonly job: string;
  readonly title: string;
  readonly date: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Null = by the clock. */
  readonly startedBy: Reference | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly steps: { readonly done: number; readonly total: number };
  readonly processed: number;
  /** Records that it set aside and that still wait. */
  readonly quarantined: number;
  readonly hash: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** `GET /api/batch/runs/{id}` and its server-sent events. */
export interface BatchRunDetail extends Omit<BatchRunBody, 'steps'> {
  readonly steps: readonly BatchStepBody[];
  readonly quarantine: readonly QuarantineBody[];
}

export interface BatchStepBody {
  readonly key: string;
  readonly title: string;
  readonly state: 'waiting' | 'running' | 'done' | 'skipped';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly processed: number;
  readonly quarantined: number;
  readonly slices: { readonly done: number; readonly total: number };
}

export interface QuarantineBody {
  readonly id: string;
  readonly job: string;
  readonly jobTitle: string;
  readonly run: string;
  readonly date: string;
  readonly step: string;
  readonly stepTitle: string;
  readonly entity: string;
  readonly entityTitle: string;
  /** Null when the person may not see the record. */
  readonly record: Reference | null;
  readonly code: string;
  readonly message: string;
  readonly at: string;
  readonly attempts: number;
  readonly resolvedAt: string | null;
  readonly resolvedBy: Reference | null;
}

/** `GET /api/jobs/{id}` and its server-sent events. */
export interface JobBody {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number | null;
  readonly message: string | null;
  /** Export: file to fetch. */
  readonly file: FileBody | null;
  /** Import: rows refused, by line. */
  readonly problems: readonly { readonly line: number; readonly column: string | null; readonly code: string; readonly detail: string }[];
  readonly startedAt: string;
  readonly endedAt: string | null;
}
