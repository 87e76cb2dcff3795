import type { Logger } from 'pino';
import type { BatchService } from '../batch/face.ts';
import type { JobBody } from '../contract/wire.ts';
import type { FlowService } from '../flow/face.ts';
import type { Call } from '../model/call.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';
import type { ReleaseDesk } from '../release/release-desk.ts';
import type { ServingRelease } from '../release/serving.ts';
import type { ActionService, RecordService } from '../run/face.ts';
import type { Settings } from '../run/settings.ts';
import type { Importer } from '../run/import.ts';
import type { Store } from '../store/face.ts';
import type { Accounts } from '../store/people/accounts.ts';
import type { Sessions } from '../store/people/sessions.ts';
import type { PreferenceRows } from '../store/system/preference-rows.ts';

/** Everything that the routes call. Made once by `main.ts` or a test; the routes hold no state of their own. */
export interface AppServices {
  readonly serving: ServingRelease;
  readonly store: Store;
  readonly records: RecordService;
  readonly actions: ActionService;
  readonly flows: FlowService;
  readonly sessions: Sessions;
  readonly accounts: Pick<Accounts, 'setUp'>;
  readonly jobs: JobService;
  readonly settings: Settings;
  readonly batch: BatchService;
  readonly preferences: PreferenceRows;
  readonly importer: Importer;
  readonly releases: ReleaseDesk;
  readonly plugins: readonly PluginDefinition[];
  /** The only clock: RFC 3339 UTC. */
  now(): string;
  /** Business date of an instant, YYYY-MM-DD. */
  today(now: string): string;
  /** IANA zone of the installation, as it is set now. */
  readonly zone: string;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** Folder of the built screens, or null when this process serves only the API. */
  readonly screensFolder: string | null;
  readonly limits?: Partial<RequestLimits>;
}

export interface Lifecycle {
  /** Ready to answer: database there, release loaded. */
  isReady(): Promise<boolean>;
  isStopping(): boolean;
}

export interface RequestLimits {
  /** Requests of one person a second, sustained, and at once. */
  readonly perActor: { readonly rate: number; readonly burst: number };
  /** Requests of one address without a session. */
  readonly perAddress: { readonly rate: number; readonly burst: number };
}

/** Long work behind a 202. */
export interface JobService {
  /** Runs after the answer; `report` may be called often, it writes at most twice a second. */
  start(
    call: Call,
    job: { readonly kind: string; readonly title: string; readonly total: number | null },
    work: (report: JobReport) => Promise<Partial<Pick<JobBody, 'file' | 'message' | 'problems'>>>,
  ): Promise<JobBody>;
  /** Own jobs only. */
  get(call: Call, id: string): Promise<JobBody | undefined>;
  /** Resolves when every job of this process has ended. */
  settled(): Promise<void>;
}

export type JobReport = (done: number, total?: number) => void;
