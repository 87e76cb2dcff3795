import type { FlowProgress, TaskCommand, TaskDetail, TaskRow } from '../../../engine/contract/index.ts';
import { Refusal } from '../../../engine/kernel/refusal.ts';
import { openShop, type DocumentText, type ShopOptions, type ShopWorld } from '../../run/support/shop-world.ts';

/** A flow on repair orders with the shop's own outcomes. */
export function labFlow(name: string, steps: object, more: object = {}): DocumentText {
  const outcomes = {
    submitted: 'repair-order-submitted',
    approved: 'repair-order-approved',
    rejected: 'repair-order-rejected',
    returned: 'repair-order-returned',
    cancelled: 'repair-order-cancelled',
  };
  return {
    kind: 'flow',
    name,
    title: name,
    on: 'repair-order',
    outcomes,
    steps: { ...steps, end: { node: 'end', title: '结束', result: 'approved' } },
    ...more,
  };
}

export const users = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { strategy: 'user', value: name }]));
export const approve = (names: readonly string[], more: object = {}) => ({ node: 'approve', title: '审批', assignees: users(...names), ...more });

/** A shop with lab flows, and the verbs that tests speak in. */
export interface FlowLab {
  readonly shop: ShopWorld;
  /** A draft order of fay's with one line of this amount. */
  order(amount?: string, by?: string): Promise<string>;
  start(flow: string, options?: { readonly by?: string; readonly amount?: string; readonly recordId?: string }): Promise<Run>;
  todo(username: string): Promise<readonly TaskRow[]>;
  done(username: string): Promise<readonly TaskRow[]>;
  close(): Promise<void>;
}

export interface Run {
  readonly instanceId: string;
  readonly recordId: string;
  progress(by?: string): Promise<FlowProgress>;
  state(): Promise<string>;
  recordState(): Promise<string | null>;
  /** Open task of a person in this run. */
  task(username: string): Promise<TaskDetail>;
  hasTask(username: string): Promise<boolean>;
  /** Verb by a person on her open task, at the present revision. */
  act(username: string, verb: string, body?: Partial<TaskCommand>): Promise<TaskDetail>;
  /** Code of the refusal of the same. */
  refused(username: string, verb: string, body?: Partial<TaskCommand>): Promise<string>;
  /** withdraw, cancel, … by a person without a task. */
  instance(username: string, verb: string, body?: Partial<TaskCommand>): Promise<FlowProgress>;
  /** Titles of the nodes in order, with their status. */
  steps(): Promise<readonly string[]>;
}

export async function openLab(options: ShopOptions): Promise<FlowLab> {
  const shop = await openShop(options);
  const rider = await shop.insert('rider', { name: '王芳', phone: '13812345678' }, shop.by('fay'));
  const tasksOf = async (username: string, tab: 'todo' | 'done') =>
    (await shop.flows.tasks(shop.by(username), { tab, after: null, limit: 200, search: null })).rows;
  const order = async (amount = '100.00', by = 'fay') =>
    (await shop.insert('repair-order', { rider: rider.id, receivedOn: '2026-03-05', lines: [{ quantity: 1, unitPrice: amount }] }, shop.by(by))).id;
  return {
    shop,
    order,
    todo: (username) => tasksOf(username, 'todo'),
    done: (username) => tasksOf(username, 'done'),
    async start(flow, { by = 'fay', amount, recordId } = {}) {
      const id = recordId ?? (await order(amount, by));
      const { instanceId } = await shop.inside((tx) => shop.flows.start(tx, shop.by(by), { flow, entity: 'repair-order', recordId: id }));
      return runOf(shop, tasksOf, instanceId, id);
    },
    close: () => shop.close(),
  };
}

function runOf(shop: ShopWorld, tasksOf: (username: string, tab: 'todo' | 'done') => Promise<readonly TaskRow[]>, instanceId: string, recordId: string): Run {
  const find = async (username: string) => (await tasksOf(username, 'todo')).find((task) => task.instanceId === instanceId);
  const run: Run = {
    instanceId,
    recordId,
    async progress(by = 'fay') {
      const all = await shop.flows.progress({ ...shop.by(by), actor: { ...shop.by(by).actor } }, 'repair-order', recordId);
      const own = all.find((one) => one.instanceId === instanceId);
      if (own === undefined) throw new Error('no such progress');
      return own;
    },
    state: async () => (await run.progress()).state,
    recordState: async () => (await shop.load('repair-order', recordId)).state,
    async task(username) {
      const row = await find(username);
      const detail = row === undefined ? undefined : await shop.flows.task(shop.by(username), row.id);
      if (detail === undefined) throw new Error(`${username} has no task here`);
      return detail;
    },
    hasTask: async (username) => (await find(username)) !== undefined,
    async act(username, verb, body = {}) {
      const detail = await run.task(username);
      return shop.flows.command(shop.by(username), detail.task.id, verb, { expectedRev: detail.rev, opinion: '意见', ...body }, null);
    },
    async refused(username, verb, body = {}) {
      try {
        await run.act(username, verb, body);
      } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw error;
      }
      return 'not refused';
    },
    instance: (username, verb, body = {}) => shop.flows.instanceCommand(shop.by(username), instanceId, verb, body, null),
    steps: async () => (await run.progress()).steps.map((step) => `${step.node}:${step.status}`),
  };
  return run;
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'not refused';
}
