import type { Logger } from 'pino';
import type { JobBody } from '../contract/wire.ts';
import type { FlowService } from '../flow/face.ts';
import type { Json } from '../kernel/json.ts';
import type { Actor } from '../model/access.ts';
import type { Call } from '../model/call.ts';
import type { Release } from '../model/release.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';
import type { ReleaseDesk } from '../release/release-desk.ts';
import type { ServingRelease } from '../release/serving.ts';
import type { ActionService, RecordService } from '../run/face.ts';
import type { Store } from '../store/face.ts';
import type { PreferenceRows } from '../store/system/preference-rows.ts';

/** Everything that the routes call. Made once by `main.ts` or a test; the routes hold no state of their own. */
export interface AppServices {
  readonly serving: ServingRelease;
  readonly store: Store;
  readonly records: RecordService;
  readonly actions: ActionService;
  readonly flows: FlowService;
  readonly sessions: SessionService;
  readonly access: WhyService;
  readonly jobs: JobService;
  readonly preferences: PreferenceRows;
  readonly importer: ImportService;
  readonly releases: ReleaseDesk;
  readonly plugins: readonly PluginDefinition[];
  /** The only clock: RFC 3339 UTC. */
  now(): string;
  /** Business date of an instant, YYYY-MM-DD. */
  today(now: string): string;
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

export interface PersonSession {
  readonly actor: Actor;
  readonly unit: { readonly id: string; readonly name: string } | null;
  readonly mustChangePassword: boolean;
}

/** Sign-in with lock-out, sessions, devices and tokens. */
export interface SessionService {
  /** Answers the token for the cookie. Refuses access.sign-in-failed, access.locked, request.too-many. */
  signIn(release: Release, attempt: { readonly username: string; readonly password: string; readonly address: string; readonly userAgent: string; readonly now: string }): Promise<string>;
  signOut(token: string): Promise<void>;
  /** Undefined when there is no such session, or it has ended or been revoked. */
  bySession(release: Release, token: string, now: string): Promise<PersonSession | undefined>;
  byToken(release: Release, token: string, now: string): Promise<PersonSession | undefined>;
  /** Ends the person's other sessions. Refuses access.sign-in-failed when `current` is wrong, access.password-weak. */
  changePassword(call: Call, current: string, next: string): Promise<void>;
  setLanguage(call: Call, language: string): Promise<void>;
  devices(call: Call): Promise<readonly { readonly id: string; readonly userAgent: string; readonly address: string; readonly createdAt: string; readonly lastSeenAt: string; readonly current: boolean }[]>;
  /** False when the person has no such device. */
  endDevice(call: Call, id: string): Promise<boolean>;
  tokens(call: Call): Promise<readonly { readonly id: string; readonly name: string; readonly createdAt: string; readonly expiresAt: string | null }[]>;
  createToken(call: Call, name: string): Promise<string>;
  revokeToken(call: Call, id: string): Promise<boolean>;
  /** First administrator through the one-time link. Refuses setup.link-invalid, access.password-weak. */
  setUp(call: Pick<Call, 'release' | 'now'>, request: { readonly code: string; readonly username: string; readonly name: string; readonly password: string }): Promise<void>;
}

/** Who may and why not, in sentences. */
export interface WhyService {
  why(call: Call, entity: string, id: string, operation: string): Promise<unknown>;
}

/** Long work behind a 202. */
export interface JobService {
  /** Runs after the answer; `report` may be called often, it writes at most twice a second. */
  start(call: Call, job: { readonly kind: string; readonly title: string; readonly total: number | null }, work: (report: JobReport) => Promise<Partial<Pick<JobBody, 'file' | 'message' | 'problems'>>>): Promise<JobBody>;
  /** Own jobs only. */
  get(call: Call, id: string): Promise<JobBody | undefined>;
  /** Resolves when every job of this process has ended. */
  settled(): Promise<void>;
}

export type JobReport = (done: number, total?: number) => void;

export interface ImportService {
  /** Reads the spreadsheet and runs one action a row; resumable, rows already there are skipped. */
  run(call: Call, name: string, table: Spreadsheet, options: { readonly dryRun: boolean }, report: JobReport): Promise<{ readonly done: number; readonly skipped: number; readonly problems: JobBody['problems'] }>;
}

/** Cells as texts by column header; `line` as a person counts them. */
export interface Spreadsheet {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly line: number; readonly values: Readonly<Record<string, string | null>> }[];
}
