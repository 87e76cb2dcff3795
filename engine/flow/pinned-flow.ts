import { invariant } from '../kernel/refusal.ts';
import type { Call, FlowModel } from '../model/index.ts';
import { flowVersionDocument, type InstanceRow, type Queries } from '../store/flow-statements.ts';
import type { FlowRoom } from './command.ts';

/** The flow as it was when the instance started, whatever was published since. */
export function createPinnedFlows(
  compile: FlowRoom['compileFlow'],
): (db: Queries, call: Call, instance: Pick<InstanceRow, 'flow' | 'flowHash'>) => Promise<FlowModel> {
  // Content-hashed, so an entry never goes stale; the number of versions that still run is small.
  const older = new Map<string, FlowModel>();
  return async (db, call, instance) => {
    const current = call.release.flows.get(instance.flow);
    if (current?.hash === instance.flowHash) return current;
    // Conditions are compiled against the entities of a release, so a model belongs to one.
    const key = `${call.release.hash}:${instance.flowHash}`;
    let model = older.get(key);
    if (model === undefined) {
      const document = await flowVersionDocument(db, instance.flowHash);
      invariant(document !== undefined, `the document of flow "${instance.flow}" is kept while instances pin it`);
      model = compile(call, instance.flow, instance.flowHash, document);
      if (older.size > 500) older.clear();
      older.set(key, model);
    }
    return model;
  };
}
