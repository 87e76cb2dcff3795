import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTrailWhole } from '../../engine/flow/flow-state.ts';
import { Refusal } from '../../engine/kernel/refusal.ts';
import { eventsOf, loadFlow } from '../../engine/store/flow-statements.ts';
import { approve, labFlow, openLab, users, type FlowLab } from './support/lab.ts';

const people = ['boss', 'mia', 'max', 'meg', 'mo', 'moss', 'fay', 'ada'] as const;
const split = (left: object, right: object) => ({
  node: 'exclusive',
  title: '分支',
  branches: {
    left: { title: '左', when: { fact: 'total', operator: 'lessThanInclusive', value: '100.00' }, steps: left },
    right: { title: '右', steps: right },
  },
});

const documents = [
  labFlow(
    'walk',
    {
      first: approve(['mia', 'max'], { returnTargets: 'any' }),
      split: split(
        {
          left1: approve(['meg', 'mo'], { mode: 'all', returnTargets: 'any', onReject: { to: 'toInitiator' } }),
          left2: { node: 'handle', title: '办理', mode: 'sequential', assignees: users('moss', 'mo') },
        },
        {
          right1: approve(['meg', 'mo', 'moss'], {
            mode: 'vote',
            vote: { pass: '2/3', base: 'all', quorumPercent: 0 },
            buttons: ['approve', 'reject', 'abstain', 'return', 'transfer', 'comment'],
            returnTargets: 'any',
            onReject: { to: 'toNode', node: 'first' },
          }),
        },
      ),
      told: { node: 'cc', title: '抄送', assignees: users('meg', 'fay') },
      last: approve(['boss'], { returnTargets: 'any', fields: { labour: 'write' }, onReject: { to: 'toPrevious' } }),
    },
    { withdraw: 'whileRunning', keyFacts: ['total'], resubmit: 'direct' },
  ),
];

let lab: FlowLab;
beforeAll(async () => {
  lab = await openLab({ documents });
});
afterAll(() => lab.close());

/** Small generator with a seed: the same walk every time. */
function dice(seed: number): (limit: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) ^ (state + Math.imul(state ^ (state >>> 7), state | 61))) >>> 0;
    return state % limit;
  };
}

/** What must hold after every command, whatever it was. */
async function mustHold(instanceId: string, recordId: string): Promise<void> {
  const rows = await loadFlow(lab.shop.database, instanceId, { lock: false });
  if (rows === undefined) throw new Error('instance gone');
  const { instance, tokens, nodeRuns, seats, tasks } = rows;
  const isLive = instance.state === 'RUNNING' || instance.state === 'RETURNED' || instance.state === 'INCIDENT';
  const events = await eventsOf(lab.shop.database, instanceId);
  expect(isTrailWhole(events)).toBe(true);
  expect(events.at(-1)?.seq).toBe(instance.lastSeq);
  expect(tokens.filter((token) => token.state === 'LIVE')).toHaveLength(isLive ? 1 : 0);
  const open = nodeRuns.filter((run) => run.state === 'OPEN');
  expect(open).toHaveLength(instance.state === 'RUNNING' ? 1 : 0);
  const work = tasks.filter((task) => ['TODO', 'WAITING', 'POOL'].includes(task.state) && task.kind !== 'read');
  if (!isLive) expect(work).toEqual([]);
  if (instance.state === 'RETURNED') expect(work.map((task) => task.kind)).toEqual(['resubmit']);
  if (instance.state === 'RUNNING') expect(work.length).toBeGreaterThan(0);
  for (const task of work)
    if (task.seatId !== null) expect(seats.find((seat) => seat.id === task.seatId)).toMatchObject({ state: 'OPEN', userId: task.assignee });
  for (const seat of seats.filter((one) => one.state === 'OPEN')) expect(work.filter((task) => task.seatId === seat.id)).toHaveLength(1);
  const grants = await lab.shop.database.query<{ cause: string }>(`select cause from loom.record_grant where record_id = $1`, [recordId]);
  const due = tasks.filter((task) => (task.state === 'TODO' && task.kind !== 'dispatch') || task.kind === 'read').map((task) => `task:${task.id}`);
  expect(grants.map((grant) => grant.cause).toSorted()).toEqual(due.toSorted());
  const record = await lab.shop.load('repair-order', recordId);
  const expected = { RUNNING: 'approving', RETURNED: 'draft', DRAFT: 'draft', CANCELLED: 'draft', APPROVED: 'waiting', REJECTED: 'rejected' }[
    instance.state as string
  ];
  if (expected !== undefined) expect(record.state).toBe(expected);
}

class Crash extends Error {}

describe('a random walk', () => {
  const walks = process.env['LOOM_TEST_FULL'] === '1' ? 400 : 5;
  it(`keeps every invariant through ${walks} approvals, with crashes between any two statements`, async () => {
    const outcomes = new Map<string, number>();
    let crashes = 0;
    for (let seed = 1; seed <= walks; seed++) {
      const roll = dice(seed);
      const run = await lab.start('walk', { amount: roll(2) === 0 ? '80.00' : '200.00' });
      for (let step = 0; step < 40; step++) {
        const progress = await run.progress();
        if (!['RUNNING', 'RETURNED'].includes(progress.state)) break;
        const who = people[roll(people.length)] ?? 'boss';
        const verbs = [
          'approve',
          'approve',
          'approve',
          'done',
          'done',
          'reject',
          'abstain',
          'return',
          'transfer',
          'resubmit',
          'comment',
          'urge',
          'take-back',
          ...(roll(8) === 0 ? ['withdraw', 'cancel'] : []),
        ];
        const verb = verbs[roll(verbs.length)] ?? 'approve';
        const survive = roll(4) === 0 ? roll(30) : Infinity;
        const call = lab.shop.by(who);
        const detail =
          verb === 'take-back'
            ? (await lab.done(who)).find((row) => row.instanceId === run.instanceId)
            : (await lab.todo(who)).find((row) => row.instanceId === run.instanceId);
        const target =
          verb === 'transfer' ? lab.shop.id(people[roll(people.length)] ?? 'boss') : verb === 'return' ? (roll(2) === 0 ? 'start' : 'first') : undefined;
        const body = {
          expectedRev: progress.rev,
          opinion: '意见',
          ...(target === undefined ? {} : { target }),
          ...(verb === 'approve' && roll(5) === 0 ? { changes: { labour: roll(2) === 0 ? '0.00' : '150.00' } } : {}),
        };
        const before = JSON.stringify(await loadFlow(lab.shop.database, run.instanceId, { lock: false }));
        const restore = crashAfter(survive);
        try {
          if (detail !== undefined) await lab.shop.flows.command(call, detail.id, verb, body, null);
          else await lab.shop.flows.instanceCommand(call, run.instanceId, verb, body, null);
        } catch (error) {
          if (error instanceof Crash) crashes++;
          else if (!(error instanceof Refusal)) throw error;
          restore();
          expect(JSON.stringify(await loadFlow(lab.shop.database, run.instanceId, { lock: false }))).toBe(before);
        } finally {
          restore();
        }
        await mustHold(run.instanceId, run.recordId);
      }
      const { state } = await run.progress();
      outcomes.set(state, (outcomes.get(state) ?? 0) + 1);
    }
    expect(outcomes.size).toBeGreaterThan(1);
    expect(crashes).toBeGreaterThan(0);
  }, 3_600_000);

  /** From the n-th statement of the next transaction on, the process is gone. */
  function crashAfter(statements: number): () => void {
    const { database } = lab.shop;
    const original = database.transaction;
    let left = statements;
    (database as { transaction: typeof original }).transaction = (work) =>
      original.call(database, (tx) => {
        const dying = new Proxy(tx, {
          get(target, key, receiver) {
            const value = Reflect.get(target, key, receiver) as unknown;
            if (key !== 'query' && key !== 'run') return value;
            return (...parameters: unknown[]) => {
              if (left-- <= 0) return Promise.reject(new Crash('the process is gone'));
              return (value as (...all: unknown[]) => unknown).apply(target, parameters);
            };
          },
        });
        return work(dying);
      }) as never;
    return () => {
      (database as { transaction: typeof original }).transaction = original;
    };
  }
});
