import type { ProblemDefinition } from '../contract/problems.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Call } from '../model/index.ts';
import type { PluginDefinition } from '../plugin-api/plugin.ts';
import { createActionService } from '../run/actions.ts';
import { createRecordChanges } from '../run/changes.ts';
import { runDocumentTests, type DocumentTestResult } from '../run/document-tests.ts';
import type { ActionRunner, ActionService, RecordService } from '../run/face.ts';
import { createImporter, type Importer } from '../run/import.ts';
import { readInput } from '../run/input.ts';
import { createOperations, type OperationRoom, type Operations } from '../run/operations.ts';
import { createRecordService, type RecordsInside } from '../run/records.ts';
import { applySeeds } from '../run/seeds.ts';
import { sentenceOf } from '../run/sentence.ts';
import { createRecordWriter, type RecordWriter } from '../run/writer.ts';
import type { Store } from '../store/face.ts';
import type { FlowRoom } from './command.ts';
import type { FlowService } from './face.ts';
import { createFlowService } from './flow-service.ts';

export interface BusinessRoom extends Pick<OperationRoom, 'pinnedDocument' | 'settingValue'> {
  readonly store: Store;
  readonly plugins: readonly PluginDefinition[];
  /** UUIDv7. */
  readonly newId: () => string;
  readonly compileFlow: FlowRoom['compileFlow'];
}

/** Everything by which business changes, put together: actions start flows, flows run actions. */
export interface Business {
  readonly records: RecordService & RecordsInside;
  readonly actions: ActionService & ActionRunner;
  readonly flows: FlowService;
  readonly operations: Operations;
  readonly writer: RecordWriter;
  readonly importer: Importer;
  /** Reference records of the release of the call, which is one of the system. */
  applySeeds(call: Call): Promise<{ readonly made: number; readonly changed: number }>;
  runDocumentTests(call: Call): Promise<readonly DocumentTestResult[]>;
}

export function createBusiness(room: BusinessRoom): Business {
  const { store, plugins } = room;
  const types = new Map(plugins.flatMap((plugin) => plugin.types ?? []).map((type) => [type.name, type]));
  const pluginProblems: Readonly<Record<string, ProblemDefinition>> = Object.assign({}, ...plugins.map((plugin) => plugin.problems ?? {}));
  const sentences = (refusal: Pick<Refusal, 'code' | 'params'>, language: string) => sentenceOf(refusal, language, pluginProblems);
  const writer = createRecordWriter(store, types);
  const operations = createOperations({ ...room, writer });
  const actions = createActionService({ store, writer, operations, sentences, startFlow: (tx, call, request) => flows.start(tx, call, request) });
  const flows: FlowService = createFlowService({
    store,
    runner: actions,
    changes: createRecordChanges(store, writer),
    readNodeInput: (fields, body, { release }) => readInput(fields, body, { release, types, source: 'wire' }),
    newId: room.newId,
    sentences,
    compileFlow: room.compileFlow,
  });
  const records = createRecordService({ store, writer, sentences });
  return {
    records,
    actions,
    flows,
    operations,
    writer,
    importer: createImporter({ store, runner: actions, sentences }),
    applySeeds: (call) => store.database.transaction((tx) => applySeeds({ store, writer }, tx, call)),
    runDocumentTests: (call) => runDocumentTests({ store, writer, runner: actions, records }, call),
  };
}
