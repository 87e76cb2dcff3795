import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { createBatchService } from '../batch/batch-service.ts';
import { createBusinessDates } from '../batch/business-dates.ts';
import { problems } from '../contract/problems.ts';
import { type Diagnostic, formatDiagnostic } from '../kernel/diagnostic.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { SourceFile } from '../load/source-file.ts';
import type { Actor } from '../model/access.ts';
import type { Call } from '../model/call.ts';
import type { Release } from '../model/release.ts';
import { languageOf } from '../kinds/language.ts';
import { compileSources } from '../pipeline.ts';
import type { FieldTypeDefinition, PluginDefinition } from '../plugin-api/plugin.ts';
import { bootRelease } from '../release/boot-release.ts';
import { describeDifference } from '../release/release-differences.ts';
import { type CheckAnswer, createReleaseDesk, type ExpandPlan } from '../release/release-desk.ts';
import { serveRelease } from '../release/serving.ts';
import { underSite } from '../release/site-layer.ts';
import { createBusiness } from '../flow/services.ts';
import type { DocumentTestResult } from '../run/document-tests.ts';
import { createPinnedDocuments } from '../run/pinned-documents.ts';
import { applySeeds } from '../run/seeds.ts';
import { sentenceOf } from '../run/sentence.ts';
import { createSettings } from '../run/settings.ts';
import { createJobService } from '../serve/background/job-service.ts';
import type { AppServices } from '../serve/services.ts';
import { businessDateRows } from '../store/batch/business-date-rows.ts';
import { createStore } from '../store/create-store.ts';
import { type OpenDatabase, openDatabase } from '../store/database/open-database.ts';
import { applyDatabaseRules, applyMigration } from '../store/migrate/apply-migration.ts';
import { planMigration } from '../store/migrate/plan-migration.ts';
import { migrateSystem } from '../store/system/migrate-system.ts';
import { createIds } from '../store/new-id.ts';
import { type Accounts, createAccounts } from '../store/people/accounts.ts';
import { createSessions } from '../store/people/sessions.ts';
import { zoneOf } from '../store/people/sign-in-rules.ts';
import { jobRows } from '../store/system/job-rows.ts';
import { preferenceRows } from '../store/system/preference-rows.ts';
import { releaseRows } from '../store/system/release-rows.ts';
import { settingRows } from '../store/system/setting-rows.ts';

import { compileFlowVersion } from './compile-flow-version.ts';

export interface EngineOptions {
  readonly databaseUrl: string;
  /** Files of the packs, lowest layer first. */
  readonly sources: readonly SourceFile[];
  readonly plugins: readonly PluginDefinition[];
  readonly screensFolder: string | null;
  readonly logger: Logger;
  readonly secret: string;
  now(): string;
  randomBytes(count: number): Uint8Array;
  isStopping(): boolean;
  progress(line: string): void;
  /** Serve what is in force in the database, whatever the packs say. */
  readonly keepRelease?: boolean;
  readonly connections?: number;
}

/** A running engine without a port: what the server, the commands and the tests share. */
export interface Engine {
  readonly services: AppServices;
  readonly accounts: Accounts;
  /** Of the packs as they are on the disk. */
  readonly diagnostics: readonly Diagnostic[];
  sentence(refusal: Refusal): string;
  checkPacks(): Promise<CheckAnswer>;
  publishPacks(note: string | null): Promise<CheckAnswer>;
  /** The release's `test` documents, each rolled back. */
  runDocumentTests(): Promise<readonly DocumentTestResult[]>;
  /** A call in a person's name, or the system's. */
  callAs(username: string | null): Promise<Call>;
  close(): Promise<void>;
}

/** The engine cannot open; the message is for the operator. */
export class EngineError extends Error {}

const systemActor: Actor = {
  userId: '',
  username: 'system',
  name: '系统',
  unitId: null,
  unitPath: null,
  roles: [],
  language: '',
  sessionHash: null,
  kind: 'system',
};

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { logger } = options;
  const database = openDatabase(options.databaseUrl, {
    ...(options.connections === undefined ? {} : { connections: options.connections }),
    log: (message, error) => logger.warn({ err: error }, message),
  });
  try {
    return await assemble(options, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function assemble(options: EngineOptions, database: OpenDatabase): Promise<Engine> {
  const { plugins, logger } = options;
  options.progress('Preparing the database …');
  await migrateSystem(database);
  const newId = createIds();
  const rows = releaseRows(database);
  const types = new Map<string, FieldTypeDefinition>(plugins.flatMap((plugin) => plugin.types ?? []).map((type) => [type.name, type]));
  const masks = new Map([...types].flatMap(([name, type]) => (type.maskValue ? [[name, (value: string) => type.maskValue?.(value) ?? '***'] as const] : [])));
  const store = createStore({ database, secret: options.secret, newId, masks });
  const catalogue = { ...problems, ...(Object.assign({}, ...plugins.map((plugin) => plugin.problems ?? {})) as typeof problems) };
  const sentences = (refusal: Pick<Refusal, 'code' | 'params'>, language: string) => sentenceOf(refusal, language, catalogue);

  const { kinds } = languageOf(plugins);
  const compile = (sources: readonly SourceFile[]) => compileSources(sources, plugins);
  const releaseServices = {
    database,
    rows,
    compile,
    planExpansion: (from: Release | null, to: Release) => planExpansion(database, plugins, from, to),
    now: () => options.now(),
  };
  const booted = await bootRelease(releaseServices, options.sources, { keep: options.keepRelease === true });
  if (!booted.release) throw new EngineError([...booted.diagnostics.map(formatDiagnostic), `The server cannot start: ${booted.held}.`].join('\n'));
  if (booted.held !== null) logger.warn({ reason: booted.held }, 'the packs are not in force; the release before goes on');
  const serving = serveRelease(booted.release, booted.ordinal);

  const settings = createSettings({ database, rows: settingRows(database), types, log: (message, error) => logger.error({ err: error }, message) });
  const unfollowSettings = await settings.follow();
  const dates = createBusinessDates({ database, rows: businessDateRows(database), log: (message, error) => logger.error({ err: error }, message) });
  const unfollowDates = await dates.follow();

  const callBy = (actor: Actor): Call => {
    const now = options.now();
    const release = serving.current();
    const zone = zoneOf(release, settings.value);
    return { release, actor, now, today: dates.today(release, now, zone), zone, requestId: newId() };
  };
  const systemCall = () => callBy(systemActor);

  const pinned = createPinnedDocuments(database, plugins);
  await pinned.remember(booted.release);
  const { records, actions, flows, importer, ...business } = createBusiness({
    store,
    plugins,
    newId,
    pinnedDocument: pinned.find,
    settingValue: settings.value,
    compileFlow: (call, name, _hash, document) => compileFlowVersion(call.release, plugins, { name, document }),
  });
  const sessions = createSessions(database, newId, settings.value);
  const accounts = createAccounts({ store, sessions, settingValue: settings.value, systemCall });
  const desk = createReleaseDesk({
    ...releaseServices,
    serving,
    describe: (from, to) => describeDifference(from, to, { kinds, language: to.language === 'en' ? 'en' : 'zh' }),
    log: (message, error) => logger.error({ err: error }, message),
  });
  const jobs = createJobService({ rows: jobRows(database), newId, catalogue, logger });
  const batch = createBatchService({
    store,
    operations: business.operations,
    dates,
    systemCall,
    sentences: (refusal, language) => sentences(refusal, language),
    newId,
    worker: `${hostname()}:${process.pid}`,
    log: (message, error) => logger.error({ err: error }, message),
  });
  const seed = () =>
    database.transaction(async (tx) => {
      await rows.alone(tx);
      await applySeeds({ store, writer: business.writer }, tx, systemCall());
    });
  await seed();
  serving.onSwap((release) => {
    pinned
      .remember(release)
      .then(seed)
      .catch((error: unknown) => logger.error({ err: error }, 'what a release brings along could not be kept'));
  });
  const unfollow = await desk.follow();

  const services: AppServices = {
    serving,
    store,
    actions,
    flows,
    sessions,
    accounts,
    jobs,
    plugins,
    logger,
    releases: desk,
    records,
    settings,
    batch,
    preferences: preferenceRows(database),
    importer,
    now: () => options.now(),
    today: (now) => dates.today(serving.current(), now, zoneOf(serving.current(), settings.value)),
    get zone() {
      return zoneOf(serving.current(), settings.value);
    },
    lifecycle: {
      isStopping: () => options.isStopping(),
      isReady: () =>
        database.query('select 1').then(
          () => true,
          () => false,
        ),
    },
    screensFolder: options.screensFolder,
  };
  return {
    services,
    accounts,
    diagnostics: booted.diagnostics,
    sentence: (refusal) => sentences(refusal, serving.current().language),
    checkPacks: async () => desk.checkSources(underSite(options.sources, await desk.sources())),
    publishPacks: async (note) => desk.publishSources(underSite(options.sources, await desk.sources()), { id: null, note }),
    runDocumentTests: () => business.runDocumentTests(systemCall()),
    async callAs(username) {
      if (username === null) return systemCall();
      const actor = await sessions.actorOf(serving.current(), username, options.now());
      if (!actor) throw new EngineError(`There is no active person "${username}".`);
      return callBy(actor);
    },
    async close() {
      await batch.stop();
      await unfollow();
      await unfollowSettings();
      await unfollowDates();
      await jobs.settled();
      jobs.stop();
      await database.close();
    },
  };
}

/** Tables and columns that the release needs, then the plugins' own database rules over them. */
async function planExpansion(database: OpenDatabase, plugins: readonly PluginDefinition[], from: Release | null, to: Release): Promise<ExpandPlan> {
  const plan = await planMigration(database, from, to);
  return {
    steps: plan.steps.map((step) => step.title),
    refusals: plan.refusals,
    notices: plan.notices,
    async apply() {
      await applyMigration(database, plan);
      await applyDatabaseRules(
        database,
        to,
        plugins.flatMap((plugin) => plugin.databaseRules ?? []),
      );
    },
  };
}
