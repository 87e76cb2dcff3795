import { camelToSnake } from '../kernel/names.ts';
import type { Transaction } from './face.ts';

/** Rows of the approval tables as the flow room holds them; times are RFC 3339 UTC, documents inside are JSON texts. */
export interface InstanceRow {
  readonly id: string;
  readonly flow: string;
  readonly flowHash: string;
  readonly flowTitle: string;
  readonly entity: string;
  readonly recordId: string;
  recordLabel: string;
  readonly initiator: string;
  readonly initiatorName: string;
  readonly initiatorUnit: string | null;
  readonly initiatorPath: string | null;
  round: number;
  state: 'DRAFT' | 'RUNNING' | 'RETURNED' | 'SUSPENDED' | 'INCIDENT' | 'APPROVED' | 'REJECTED' | 'CANCELLED' | 'TERMINATED';
  rev: number;
  readonly startedAt: string;
  endedAt: string | null;
  /** Node that sent it back, for a direct resubmission. */
  returnNode: string | null;
  /** Key facts at the return, JSON. */
  returnFacts: string | null;
  incident: string | null;
  lastSeq: number;
  lastHash: string;
}

export interface TokenRow {
  readonly id: string;
  readonly instanceId: string;
  nodeKey: string;
  blockPath: string;
  state: 'LIVE' | 'DONE' | 'CANCELLED';
}

export interface NodeRunRow {
  readonly id: string;
  readonly instanceId: string;
  readonly nodeKey: string;
  readonly nodeTitle: string;
  readonly kind: string;
  readonly mode: string | null;
  readonly round: number;
  readonly seq: number;
  /** Frozen candidates, JSON list of `{id,name}`. */
  candidates: string;
  state: 'OPEN' | 'CLOSED' | 'CANCELLED';
  result: string | null;
  cause: string | null;
  readonly enteredAt: string;
  leftAt: string | null;
}

export interface SeatRow {
  readonly id: string;
  readonly instanceId: string;
  readonly nodeRunId: string;
  readonly ordinal: number;
  readonly weight: number;
  /** Whose seat it is; a transfer changes the holder of the seat, never the assignee of a task. */
  userId: string;
  userName: string;
  readonly kind: 'normal' | 'veto' | 'chair';
  state: 'OPEN' | 'FOR' | 'AGAINST' | 'ABSTAIN' | 'REMOVED' | 'VOID';
  opinion: string | null;
  /** Node facts, JSON. */
  input: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
}

export interface FlowTaskRow {
  readonly id: string;
  readonly instanceId: string;
  readonly nodeRunId: string | null;
  readonly seatId: string | null;
  readonly kind: 'approve' | 'handle' | 'read' | 'resubmit' | 'dispatch';
  readonly nodeKey: string;
  readonly nodeTitle: string;
  readonly assignee: string;
  readonly assigneeName: string;
  readonly onBehalfOf: string | null;
  state:
    | 'WAITING'
    | 'POOL'
    | 'TODO'
    | 'APPROVED'
    | 'REJECTED'
    | 'ABSTAINED'
    | 'DONE'
    | 'READ'
    | 'RETURNED'
    | 'AUTO_APPROVED'
    | 'TRANSFERRED'
    | 'REVOKED'
    | 'CANCELLED';
  cause: string | null;
  readonly predecessor: string | null;
  readonly openedAt: string;
  closedAt: string | null;
  readonly dueAt: string | null;
  urgedAt: string | null;
  urgeCount: number;
}

export interface FlowEventRow {
  readonly instanceId: string;
  readonly seq: number;
  readonly round: number;
  readonly nodeRunId: string | null;
  readonly seatId: string | null;
  readonly taskId: string | null;
  readonly type: string;
  readonly actor: string | null;
  readonly actorName: string | null;
  readonly nodeKey: string | null;
  readonly nodeTitle: string | null;
  readonly opinion: string | null;
  readonly cause: string | null;
  /** JSON. */
  readonly detail: string;
  readonly flowHash: string;
  readonly at: string;
  readonly prevHash: string;
  readonly hash: string;
}

export interface FlowRows {
  readonly instance: InstanceRow;
  readonly tokens: readonly TokenRow[];
  readonly nodeRuns: readonly NodeRunRow[];
  readonly seats: readonly SeatRow[];
  readonly tasks: readonly FlowTaskRow[];
}

const columns = {
  flow_instance: [
    'id',
    'flow',
    'flowHash',
    'flowTitle',
    'entity',
    'recordId',
    'recordLabel',
    'initiator',
    'initiatorName',
    'initiatorUnit',
    'initiatorPath',
    'round',
    'state',
    'rev',
    'startedAt',
    'endedAt',
    'returnNode',
    'returnFacts',
    'incident',
    'lastSeq',
    'lastHash',
  ],
  flow_token: ['id', 'instanceId', 'nodeKey', 'blockPath', 'state'],
  flow_node_run: ['id', 'instanceId', 'nodeKey', 'nodeTitle', 'kind', 'mode', 'round', 'seq', 'candidates', 'state', 'result', 'cause', 'enteredAt', 'leftAt'],
  flow_seat: ['id', 'instanceId', 'nodeRunId', 'ordinal', 'weight', 'userId', 'userName', 'kind', 'state', 'opinion', 'input', 'decidedBy', 'decidedAt'],
  flow_task: [
    'id',
    'instanceId',
    'nodeRunId',
    'seatId',
    'kind',
    'nodeKey',
    'nodeTitle',
    'assignee',
    'assigneeName',
    'onBehalfOf',
    'state',
    'cause',
    'predecessor',
    'openedAt',
    'closedAt',
    'dueAt',
    'urgedAt',
    'urgeCount',
  ],
  flow_event: [
    'instanceId',
    'seq',
    'round',
    'nodeRunId',
    'seatId',
    'taskId',
    'type',
    'actor',
    'actorName',
    'nodeKey',
    'nodeTitle',
    'opinion',
    'cause',
    'detail',
    'flowHash',
    'at',
    'prevHash',
    'hash',
  ],
} as const;

export type FlowTable = keyof typeof columns;

const selected = Object.fromEntries(
  Object.entries(columns).map(([table, keys]) => [table, keys.map((key) => `t.${camelToSnake(key)} as "${key}"`).join(', ')]),
) as Readonly<Record<FlowTable, string>>;

/** Reads only what these statements need: a transaction, or the database outside of one. */
export type Queries = Pick<Transaction, 'query'>;

/** The whole of one approval without its trail. `lock` takes the instance's row until the transaction ends: commands on one
 *  instance come one after the other. */
export async function loadFlow(db: Queries, instanceId: string, options: { readonly lock: boolean }): Promise<FlowRows | undefined> {
  const instances = await db.query<InstanceRow>(
    `select ${selected.flow_instance} from loom.flow_instance t where t.id = $1${options.lock ? ' for update' : ''}`,
    [instanceId],
  );
  const instance = instances[0];
  if (instance === undefined) return undefined;
  const part = <Row extends object>(table: FlowTable, order: string) =>
    db.query<Row>(`select ${selected[table]} from loom.${table} t where t.instance_id = $1 order by ${order}`, [instanceId]);
  return {
    instance: { ...instance },
    tokens: await part<TokenRow>('flow_token', 't.id'),
    nodeRuns: await part<NodeRunRow>('flow_node_run', 't.seq'),
    seats: await part<SeatRow>('flow_seat', 't.node_run_id, t.ordinal'),
    tasks: await part<FlowTaskRow>('flow_task', 't.opened_at, t.id'),
  };
}

/** Writes one row, new or changed. Events are only ever inserted. */
export async function saveFlowRow(tx: Queries, table: FlowTable, row: object): Promise<void> {
  const keys = columns[table];
  const names = keys.map(camelToSnake);
  const values = keys.map((key) => (row as Readonly<Record<string, unknown>>)[key] ?? null);
  const update =
    table === 'flow_event'
      ? ''
      : ` on conflict (id) do update set ${names
          .filter((name) => name !== 'id')
          .map((name) => `${name} = excluded.${name}`)
          .join(', ')}`;
  await tx.query(`insert into loom.${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})${update}`, values);
}

export async function eventsOf(db: Queries, instanceId: string): Promise<readonly FlowEventRow[]> {
  return db.query<FlowEventRow>(`select ${selected.flow_event} from loom.flow_event t where t.instance_id = $1 order by t.seq`, [instanceId]);
}

export async function instanceIdOfTask(db: Queries, taskId: string): Promise<string | undefined> {
  return (await db.query<{ instanceId: string }>('select instance_id as "instanceId" from loom.flow_task where id = $1', [taskId]))[0]?.instanceId;
}

/** Newest first. */
export async function instanceIdsOfRecord(db: Queries, entity: string, recordId: string): Promise<readonly string[]> {
  const rows = await db.query<{ id: string }>(
    'select id from loom.flow_instance where entity = $1 and record_id = $2 order by started_at desc, id desc limit 20',
    [entity, recordId],
  );
  return rows.map((row) => row.id);
}

/** The approval of this flow on the record that has not ended, locked. */
export async function liveInstanceOf(
  tx: Queries,
  request: { readonly flow: string; readonly entity: string; readonly recordId: string },
): Promise<string | undefined> {
  const rows = await tx.query<{ id: string }>(
    `select id from loom.flow_instance where entity = $1 and record_id = $2 and flow = $3 and state in ('RUNNING','RETURNED','SUSPENDED','INCIDENT') for update`,
    [request.entity, request.recordId, request.flow],
  );
  return rows[0]?.id;
}

/** Two people who start the same approval at once come one after the other here. */
export async function lockStart(tx: Queries, key: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
}

/** Keeps the document of a content hash while instances pin it; its number counts the distinct ones of a flow. */
export async function keepFlowVersion(
  tx: Queries,
  version: { readonly hash: string; readonly flow: string; readonly document: string; readonly now: string },
): Promise<void> {
  await tx.query(
    `insert into loom.flow_version (hash, flow, number, document, created_at)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4::timestamptz from loom.flow_version where flow = $2
     on conflict do nothing`,
    [version.hash, version.flow, version.document, version.now],
  );
}

export async function flowVersionDocument(db: Queries, hash: string): Promise<string | undefined> {
  return (await db.query<{ document: string }>('select document from loom.flow_version where hash = $1', [hash]))[0]?.document;
}

/** One line of a task list. */
export interface TaskListRow {
  readonly id: string;
  readonly instanceId: string;
  readonly flow: string;
  readonly flowTitle: string;
  readonly nodeKey: string | null;
  readonly nodeTitle: string | null;
  readonly kind: string;
  readonly state: string;
  readonly entity: string;
  readonly recordId: string;
  readonly recordLabel: string;
  readonly initiator: string;
  readonly initiatorName: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly dueAt: string | null;
  readonly urgedAt: string | null;
}

/** Decisions that somebody made herself; what the system closed is never in her list. */
const ownDecision = `('APPROVED','REJECTED','ABSTAINED','DONE','RETURNED','TRANSFERRED')`;

/** Predicates of the to-do centre; the badge counts with the same text. `$1` is the person. */
const tabs = {
  todo: `t.assignee = $1 and t.state = 'TODO' and t.kind <> 'read' and i.state in ('RUNNING','RETURNED')`,
  pool: `t.assignee = $1 and t.state = 'POOL' and i.state in ('RUNNING','RETURNED')`,
  copied: `t.assignee = $1 and t.kind = 'read'`,
  unread: `t.assignee = $1 and t.kind = 'read' and t.state = 'TODO'`,
  done: `t.assignee = $1 and t.kind in ('approve','handle') and t.state in ${ownDecision}
    and not exists (select 1 from loom.flow_task n where n.instance_id = t.instance_id and n.assignee = t.assignee and n.kind in ('approve','handle') and n.state in ${ownDecision} and (n.closed_at, n.id) > (t.closed_at, t.id))`,
} as const;

export interface TaskListQuery {
  readonly userId: string;
  /** Last row of the page before: its time and id. */
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly limit: number;
  readonly search: string | null;
}

/** Newest first by `openedAt`, done ones by `closedAt`. */
export async function listTasks(db: Queries, tab: 'todo' | 'pool' | 'copied' | 'done', query: TaskListQuery): Promise<readonly TaskListRow[]> {
  const at = tab === 'done' ? 't.closed_at' : 't.opened_at';
  return db.query<TaskListRow>(
    `select t.id, t.instance_id as "instanceId", i.flow, i.flow_title as "flowTitle", t.node_key as "nodeKey", t.node_title as "nodeTitle", t.kind, t.state,
       i.entity, i.record_id as "recordId", i.record_label as "recordLabel", i.initiator, i.initiator_name as "initiatorName",
       t.opened_at as "openedAt", t.closed_at as "closedAt", t.due_at as "dueAt", t.urged_at as "urgedAt"
     from loom.flow_task t join loom.flow_instance i on i.id = t.instance_id
     where ${tabs[tab]}
       and ($2::timestamptz is null or (${at}, t.id) < ($2::timestamptz, $3::uuid))
       and ($4::text is null or strpos(lower(i.record_label), lower($4::text)) > 0 or strpos(lower(i.initiator_name), lower($4::text)) > 0 or strpos(lower(i.flow_title), lower($4::text)) > 0)
     order by ${at} desc, t.id desc limit $5`,
    [query.userId, query.after?.at ?? null, query.after?.id ?? null, query.search, query.limit],
  );
}

/** Everything that the person started, in every state. */
export async function listStarted(db: Queries, query: TaskListQuery): Promise<readonly TaskListRow[]> {
  return db.query<TaskListRow>(
    `select i.id, i.id as "instanceId", i.flow, i.flow_title as "flowTitle", null as "nodeKey", null as "nodeTitle", 'instance' as kind, i.state,
       i.entity, i.record_id as "recordId", i.record_label as "recordLabel", i.initiator, i.initiator_name as "initiatorName",
       i.started_at as "openedAt", i.ended_at as "closedAt", null as "dueAt", null as "urgedAt"
     from loom.flow_instance i
     where i.initiator = $1
       and ($2::timestamptz is null or (i.started_at, i.id) < ($2::timestamptz, $3::uuid))
       and ($4::text is null or strpos(lower(i.record_label), lower($4::text)) > 0 or strpos(lower(i.flow_title), lower($4::text)) > 0)
     order by i.started_at desc, i.id desc limit $5`,
    [query.userId, query.after?.at ?? null, query.after?.id ?? null, query.search, query.limit],
  );
}

export async function countTasks(db: Queries, userId: string): Promise<{ readonly todo: number; readonly copied: number; readonly pool: number }> {
  const rows = await db.query<{ todo: number; copied: number; pool: number }>(
    `select count(*) filter (where ${tabs.todo})::int as todo, count(*) filter (where ${tabs.unread})::int as copied, count(*) filter (where ${tabs.pool})::int as pool
     from loom.flow_task t join loom.flow_instance i on i.id = t.instance_id
     where t.assignee = $1 and t.state in ('TODO','POOL')`,
    [userId],
  );
  return rows[0] ?? { todo: 0, copied: 0, pool: 0 };
}
