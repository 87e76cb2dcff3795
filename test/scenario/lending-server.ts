import china from '../../plugins/china/index.ts';
import ledger from '../../plugins/ledger/index.ts';
import lending from '../../plugins/lending/index.ts';
import { type Person, startTestServer, type TestServer, type TestServerOptions } from '../support/server.ts';

export type LendingServerOptions = Pick<TestServerOptions, 'screensFolder' | 'database'>;

/** The small-loan company of the demo pack on a database of its own; its clock stands at the morning of 2026-01-15. */
export function startLendingServer(clock = '2026-01-15T01:00:00Z', options: LendingServerOptions = {}): Promise<TestServer> {
  return startTestServer({ packs: ['metadata/platform', 'metadata/microloan', 'metadata/demo'], plugins: [china, ledger, lending], clock, ...options });
}

let keys = 0;

/** Runs an action of a record; answers `{record, result}` or throws with the whole problem. */
export async function act(
  person: Person,
  entity: string,
  id: string,
  action: string,
  input: object = {},
): Promise<{ record: Record<string, unknown>; result: Record<string, Record<string, unknown>> }> {
  const answer = await tryAct(person, entity, id, action, input);
  if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
  return answer.body;
}

export function tryAct(person: Person, entity: string, id: string, action: string, input: object = {}) {
  return person.post(`/api/records/${entity}/${id}/actions/${action}`, input, { 'idempotency-key': `test-${(keys += 1)}` });
}

export async function create(person: Person, entity: string, values: object): Promise<Record<string, unknown> & { id: string }> {
  const answer = await person.post(`/api/records/${entity}`, values);
  if (answer.status !== 201) throw new Error(`create ${entity}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** Decides the person's open task of a record. */
export async function decide(person: Person, recordId: string, verb: string, body: object = {}): Promise<void> {
  const answer = await tryDecide(person, recordId, verb, body);
  if (answer.status !== 200) throw new Error(`${verb}: ${answer.status} ${answer.text}`);
}

export async function tryDecide(person: Person, recordId: string, verb: string, body: object = {}) {
  const todo = (await person.get('/api/tasks?tab=todo')).body.rows as { id: string; recordId: string }[];
  const task = todo.find((row) => row.recordId === recordId);
  if (task === undefined) throw new Error('there is no task of this record');
  const { rev } = (await person.get(`/api/tasks/${task.id}`)).body;
  return person.post(`/api/tasks/${task.id}/${verb}`, { expectedRev: rev, ...body }, { 'idempotency-key': `task-${(keys += 1)}` });
}
