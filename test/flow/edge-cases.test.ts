import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTrailWhole } from '../../engine/flow/flow-state.ts';
import { eventsOf } from '../../engine/store/flow-statements.ts';
import { approve, codeOf, labFlow, openLab, users, type FlowLab } from './support/lab.ts';

const vote = (pass: string, more: object = {}) => ({
  mode: 'vote',
  vote: { pass, base: 'all', quorumPercent: 0, ...more },
  buttons: ['approve', 'reject', 'abstain', 'return', 'transfer', 'comment'],
});
const five = ['boss', 'mia', 'max', 'meg', 'mo'] as const;
const shortWork = { fact: 'workHours', operator: 'lessThan', value: '2' };
const underHundred = { fact: 'discountRate', operator: 'lessThan', value: '0.1' };

const documents = [
  labFlow('vote-67', { board: approve(five.slice(0, 3), vote('67%')) }),
  labFlow('vote-two-thirds', { board: approve(five.slice(0, 3), vote('2/3')) }),
  labFlow('vote-cast', { board: approve(five.slice(0, 3), vote('1/2', { base: 'cast' })) }),
  labFlow('vote-tie', { board: approve(five.slice(0, 4), vote('1/2', { strict: true })) }),
  labFlow('vote-veto', { board: approve(['mia', 'meg', 'mo', 'moss', 'ada'], vote('2/3', { vetoRole: 'manager' })) }),
  labFlow('vote-five', { board: approve(five, vote('1/2', { early: false })) }),
  labFlow('any-two', { check: approve(['mia', 'max', 'boss']) }),
  labFlow('all-two', { check: approve(['mia', 'max'], { mode: 'all' }) }),
  labFlow('in-turn', { check: approve(['meg', 'mo', 'moss'], { mode: 'sequential' }) }),
  labFlow('nobody', { check: { node: 'approve', title: '审批', control: true, assignees: { nobody: { strategy: 'post', value: '无此岗位' } } } }),
  labFlow('self-head', { check: { node: 'approve', title: '负责人', control: true, assignees: { head: { strategy: 'initiatorHead', level: 1 } } } }),
  labFlow('return-flow', {
    first: approve(['mia']),
    split: {
      node: 'exclusive',
      title: '分支',
      branches: {
        left: {
          title: '左',
          when: { fact: 'total', operator: 'lessThanInclusive', value: '100.00' },
          steps: { left1: approve(['meg']), left2: approve(['mo'], { returnTargets: 'any' }) },
        },
        right: { title: '右', steps: { right1: approve(['moss']) } },
      },
    },
    last: approve(['boss'], { returnTargets: 'any' }),
  }),
  labFlow('null-amount', {
    split: {
      node: 'exclusive',
      title: '分支',
      branches: {
        small: { title: '小', when: underHundred, steps: { small1: approve(['mo']) } },
        rest: { title: '其余', steps: { strict: approve(['boss']) } },
      },
    },
  }),
  labFlow('drifted', {
    split: {
      node: 'exclusive',
      title: '分支',
      branches: { short: { title: '短', when: shortWork, steps: { short1: approve(['mo']) } }, rest: { title: '其余', steps: { long1: approve(['boss']) } } },
    },
  }),
  labFlow('direct', { first: approve(['mia']), second: approve(['boss'], { returnTargets: 'initiator' }) }, { resubmit: 'direct', keyFacts: ['total'] }),
  labFlow('copy-flow', { first: approve(['mia']), told: { node: 'cc', title: '抄送', assignees: users('meg') }, second: approve(['boss']) }),
  labFlow('fields', { check: approve(['mia'], { fields: { discountRate: 'required', complaint: 'hidden', workHours: 'write' } }) }),
  labFlow('versioned', { check: approve(['mia']), later: approve(['boss']) }),
  labFlow('former-head', { first: approve(['mia']), again: { node: 'handle', title: '复核', assignees: { same: { strategy: 'nodeActor', value: 'first' } } } }),
];

let lab: FlowLab;
beforeAll(async () => {
  lab = await openLab({ documents });
});
afterAll(() => lab.close());

describe('votes', () => {
  it('E01: two of three miss 67 per cent and reach two thirds', async () => {
    for (const [flow, state] of [
      ['vote-67', 'REJECTED'],
      ['vote-two-thirds', 'APPROVED'],
    ] as const) {
      const run = await lab.start(flow);
      await run.act('boss', 'approve');
      await run.act('mia', 'approve');
      await run.act('max', 'reject');
      expect(await run.state()).toBe(state);
    }
  });

  it('E02: the first voter against does not end the vote', async () => {
    const run = await lab.start('vote-two-thirds');
    await run.act('boss', 'reject');
    expect(await run.state()).toBe('RUNNING');
    expect(await run.hasTask('mia')).toBe(true);
  });

  it('E03: when all abstain nothing is passed', async () => {
    const run = await lab.start('vote-cast');
    for (const name of five.slice(0, 3)) await run.act(name, 'abstain');
    expect(await run.state()).toBe('REJECTED');
  });

  it('E04: two against two is not passed', async () => {
    const run = await lab.start('vote-tie');
    for (const [index, name] of five.slice(0, 4).entries()) await run.act(name, index < 2 ? 'approve' : 'reject');
    expect(await run.state()).toBe('REJECTED');
  });

  it('E05: a veto outweighs four of five', async () => {
    const run = await lab.start('vote-veto');
    await run.act('mia', 'reject');
    for (const name of ['meg', 'mo', 'moss', 'ada']) await run.act(name, 'approve');
    expect(await run.state()).toBe('REJECTED');
  });

  it('E07: without early a certain result waits for everybody', async () => {
    const run = await lab.start('vote-five');
    for (const name of five.slice(0, 4)) await run.act(name, 'approve');
    expect(await run.state()).toBe('RUNNING');
    await run.act('mo', 'approve');
    expect(await run.state()).toBe('APPROVED');
    expect(await run.recordState()).toBe('waiting');
  });
});

describe('seats and tasks', () => {
  it('E10: a seat of the definition cannot be taken away', async () => {
    const run = await lab.start('all-two');
    expect(await run.refused('mia', 'remove-seat')).toBe('flow.verb-unknown');
    expect((await run.progress()).steps[0]?.people).toHaveLength(2);
  });

  it('E16: a task is not handed to somebody who has a seat there', async () => {
    const run = await lab.start('all-two');
    expect(await run.refused('mia', 'transfer', { target: lab.shop.id('max') })).toBe('flow.dup-seat');
    await run.act('mia', 'transfer', { target: lab.shop.id('boss') });
    expect(await run.hasTask('mia')).toBe(false);
    await run.act('boss', 'approve');
    await run.act('max', 'approve');
    expect(await run.state()).toBe('APPROVED');
  });

  it("E17: in any mode the first against closes the others, and they are in nobody's done list", async () => {
    const run = await lab.start('any-two');
    await run.act('mia', 'reject');
    expect(await run.state()).toBe('REJECTED');
    expect((await lab.done('mia')).some((task) => task.instanceId === run.instanceId)).toBe(true);
    for (const name of ['max', 'boss']) {
      expect(await run.hasTask(name)).toBe(false);
      expect((await lab.done(name)).some((task) => task.instanceId === run.instanceId)).toBe(false);
    }
  });

  it('E18: of two who click in the same moment one wins and the other is told that the task is closed', async () => {
    for (let round = 0; round < 5; round++) {
      const run = await lab.start('any-two');
      const details = await Promise.all(['mia', 'max'].map((name) => run.task(name)));
      const codes = await Promise.all(
        ['mia', 'max'].map((name, index) =>
          codeOf(lab.shop.flows.command(lab.shop.by(name), details[index]?.task.id ?? '', 'approve', { expectedRev: details[index]?.rev ?? 0 }, null)),
        ),
      );
      expect(codes.sort()).toEqual(['flow.task-closed', 'not refused']);
      expect((await run.progress()).events.filter((event) => event.type === 'approved' && event.actor !== null)).toHaveLength(1);
    }
  });

  it('E19: a repeated command with its key answers the same and writes one event', async () => {
    const run = await lab.start('all-two');
    const { task, rev } = await run.task('mia');
    const send = () => lab.shop.flows.command(lab.shop.by('mia'), task.id, 'approve', { expectedRev: rev }, 'key-e19');
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await run.progress()).events.filter((event) => event.type === 'approved')).toHaveLength(1);
    expect(await codeOf(lab.shop.flows.command(lab.shop.by('mia'), task.id, 'reject', { expectedRev: rev, opinion: 'x' }, 'key-e19'))).toBe(
      'request.key-reused',
    );
  });

  it('E43: a decision can be taken back while the next has only read', async () => {
    const run = await lab.start('copy-flow');
    const { task } = await run.task('mia');
    await run.act('mia', 'approve');
    const copy = (await lab.shop.flows.tasks(lab.shop.by('meg'), { tab: 'copied', after: null, limit: 50, search: null })).rows.find(
      (row) => row.instanceId === run.instanceId,
    );
    await lab.shop.flows.command(lab.shop.by('meg'), copy?.id ?? '', 'read', { expectedRev: 0 }, null);
    const { rev } = await run.progress();
    await lab.shop.flows.command(lab.shop.by('mia'), task.id, 'take-back', { expectedRev: rev }, null);
    expect(await run.hasTask('boss')).toBe(false);
    await run.act('mia', 'approve');
    await run.act('boss', 'approve');
    expect(await run.state()).toBe('APPROVED');
    const now = await run.progress();
    expect(await codeOf(lab.shop.flows.command(lab.shop.by('mia'), task.id, 'take-back', { expectedRev: now.rev }, null))).toBe('flow.state');
  });
});

describe('who decides', () => {
  it('E20, E21: nobody to approve becomes a dispatch, foretold; the initiator cannot be chosen', async () => {
    const run = await lab.start('nobody');
    expect(await run.hasTask('ada')).toBe(true);
    expect((await run.task('ada')).buttons.map((button) => button.verb)).toEqual(['dispatch']);
    expect(await run.refused('ada', 'approve')).toBe('flow.button-off');
    expect(await run.refused('ada', 'dispatch', { target: lab.shop.id('fay') })).toBe('flow.sod');
    await run.act('ada', 'dispatch', { target: lab.shop.id('boss') });
    await run.act('boss', 'approve');
    expect(await run.state()).toBe('APPROVED');
  });

  it('E22: the only approver of a control node is the initiator, so the next head decides', async () => {
    const run = await lab.start('self-head', { by: 'mia' });
    expect(await run.hasTask('mia')).toBe(false);
    expect((await run.task('boss')).progress.steps[0]?.because).toContain('发起人');
    const top = await lab.start('self-head', { by: 'boss' });
    expect(await top.hasTask('ada')).toBe(true);
  });

  it('E25: an initiator without a unit has no head', async () => {
    const call = lab.shop.by('fay');
    const recordId = await lab.order();
    await lab.shop.inside((tx) =>
      lab.shop.flows.start(tx, { ...call, actor: { ...call.actor, unitId: null, unitPath: null } }, { flow: 'self-head', entity: 'repair-order', recordId }),
    );
    expect((await lab.todo('ada')).some((task) => task.recordId === recordId)).toBe(true);
  });

  it('E27: in a sequence one who left is passed over and the rest goes on; a new unit changes nothing', async () => {
    const run = await lab.start('in-turn');
    expect(await run.hasTask('mo')).toBe(false);
    await lab.shop.change('staff', lab.shop.id('mo'), { active: false });
    await lab.shop.change('staff', lab.shop.id('moss'), { unit: (await lab.shop.load('staff', lab.shop.id('fay')))['unit'] });
    await run.act('meg', 'approve');
    expect(await run.hasTask('mo')).toBe(false);
    expect(await run.hasTask('moss')).toBe(true);
    await lab.shop.change('staff', lab.shop.id('mo'), { active: true });
    await run.act('moss', 'approve');
    expect(await run.state()).toBe('APPROVED');
  });

  it('a node can be given to whoever decided another', async () => {
    const run = await lab.start('former-head');
    await run.act('mia', 'approve');
    expect((await run.task('mia')).task.node).toBe('again');
    expect(await run.refused('mia', 'approve')).toBe('flow.button-off');
    await run.act('mia', 'done');
    expect(await run.state()).toBe('APPROVED');
  });
});

describe('return and resubmit', () => {
  it('E30: only nodes that every way passed are targets', async () => {
    const run = await lab.start('return-flow');
    await run.act('mia', 'approve');
    await run.act('meg', 'approve');
    expect((await run.task('mo')).returnTargets.map((target) => target.node)).toEqual(['start', 'first', 'left1']);
    expect(await run.refused('mo', 'return', { target: 'right1' })).toBe('flow.target');
    await run.act('mo', 'approve');
    expect((await run.task('boss')).returnTargets.map((target) => target.node)).toEqual(['start', 'first']);
    expect(await run.refused('boss', 'return', { target: 'left1' })).toBe('flow.target');
    await run.act('boss', 'return', { target: 'first' });
    expect(await run.hasTask('mia')).toBe(true);
    expect(await run.steps()).toEqual(expect.arrayContaining(['left1:cancelled', 'left2:cancelled', 'first:now']));
  });

  it('E37: a direct resubmission with another amount replays and says why; without it goes straight back', async () => {
    const run = await lab.start('direct');
    await run.act('mia', 'approve');
    await run.act('boss', 'return');
    expect(await run.state()).toBe('RETURNED');
    expect(await run.recordState()).toBe('draft');
    await lab.shop.change('repair-order', run.recordId, { complaint: '补充说明' });
    await run.act('fay', 'resubmit');
    expect(await run.hasTask('boss')).toBe(true);
    expect(await run.hasTask('mia')).toBe(false);
    await run.act('boss', 'return');
    await lab.shop.change('repair-order', run.recordId, { labour: '50.00' });
    await run.act('fay', 'resubmit');
    expect(await run.hasTask('mia')).toBe(true);
    expect((await run.progress()).events.find((event) => event.type === 'resubmitted' && event.title.includes('关键数据'))).toBeDefined();
  });

  it('E38: a direct resubmission to somebody who left finds her replacement', async () => {
    const run = await lab.start('direct');
    await run.act('mia', 'approve');
    await run.act('boss', 'return');
    await lab.shop.change('staff', lab.shop.id('boss'), { active: false });
    await run.act('fay', 'resubmit');
    expect(await run.hasTask('boss')).toBe(false);
    expect(await run.hasTask('ada')).toBe(true);
    await lab.shop.change('staff', lab.shop.id('boss'), { active: true });
  });

  it("E28: when the initiator has left, her unit's head corrects and submits", async () => {
    const run = await lab.start('direct', { by: 'finn' });
    await run.act('mia', 'approve');
    await lab.shop.change('staff', lab.shop.id('finn'), { active: false });
    await run.act('boss', 'return');
    expect((await run.task('mia')).task.kind).toBe('resubmit');
    await lab.shop.change('staff', lab.shop.id('finn'), { active: true });
  });

  it("the record's own submit action goes on with the approval that was returned", async () => {
    const run = await lab.start('direct');
    await run.act('mia', 'approve');
    await run.act('boss', 'return');
    const again = await lab.shop.inside((tx) =>
      lab.shop.flows.start(tx, lab.shop.by('fay'), { flow: 'direct', entity: 'repair-order', recordId: run.recordId }),
    );
    expect(again.instanceId).toBe(run.instanceId);
    expect((await run.progress()).round).toBe(2);
  });
});

describe('conditions and data', () => {
  it('E35: a missing amount takes no branch by accident', async () => {
    const run = await lab.start('null-amount');
    expect(await run.hasTask('boss')).toBe(true);
    expect(await run.hasTask('mo')).toBe(false);
  });

  it('E36: a condition that cannot be answered stops the flow; a flow administrator retries', async () => {
    const recordId = await lab.order();
    await lab.shop.change('repair-order', recordId, { workHours: '1.0' });
    const load = lab.shop.store.load;
    (lab.shop.store as { load: typeof load }).load = async (tx, call, entity, id, options) => {
      const record = await load(tx, call, entity, id, options);
      return entity === 'repair-order' && record !== undefined ? { ...record, workHours: 'nonsense' } : record;
    };
    const run = await lab.start('drifted', { recordId }).finally(() => {
      (lab.shop.store as { load: typeof load }).load = load;
    });
    expect(await run.state()).toBe('INCIDENT');
    expect(await run.hasTask('boss')).toBe(false);
    expect(await codeOf(run.instance('fay', 'retry'))).toBe('access.right-missing');
    await run.instance('ada', 'retry');
    expect(await run.hasTask('mo')).toBe(true);
  });

  it('E60: a field that the node does not open is refused and nothing is saved', async () => {
    const run = await lab.start('fields');
    const before = await lab.shop.load('repair-order', run.recordId);
    expect(await run.refused('mia', 'approve', { changes: { complaint: '偷改', discountRate: '0.1' } })).toBe('flow.field');
    expect((await lab.shop.load('repair-order', run.recordId)).version).toBe(before.version);
    expect(await run.hasTask('mia')).toBe(true);
    expect((await run.task('mia')).record).not.toHaveProperty('complaint');
    expect((await run.task('mia')).fields).toMatchObject({ complaint: 'hidden', discountRate: 'required', labour: 'read' });
  });

  it('E61: a required field is asked for approving, not for returning', async () => {
    const run = await lab.start('fields');
    expect(await run.refused('mia', 'approve')).toBe('flow.required');
    await run.act('mia', 'return');
    expect(await run.state()).toBe('RETURNED');
    await run.act('fay', 'resubmit');
    await run.act('mia', 'approve', { changes: { discountRate: '0.1' } });
    expect(await run.state()).toBe('APPROVED');
    expect(await lab.shop.load('repair-order', run.recordId)).toMatchObject({ payable: '90.00' });
  });

  it('a wrong value at a node is refused with its place', async () => {
    const run = await lab.start('fields');
    await expect(run.act('mia', 'approve', { changes: { discountRate: '0.9' } })).rejects.toMatchObject({
      code: 'record.invalid',
      errors: [{ pointer: '/changes/discountRate', code: 'value.maximum' }],
    });
  });

  it('E69: one moment for everything that a command writes', async () => {
    const run = await lab.start('fields');
    const { task, rev } = await run.task('mia');
    const call = { ...lab.shop.by('mia'), now: '2026-03-31T15:59:59.999Z', today: '2026-03-31' };
    await lab.shop.flows.command(call, task.id, 'approve', { expectedRev: rev, changes: { discountRate: '0.1' } }, null);
    const progress = await run.progress();
    expect(progress.endedAt).toBe(call.now);
    expect(new Set(progress.events.slice(-2).map((event) => event.at))).toEqual(new Set([call.now]));
    expect((await lab.shop.load('repair-order', run.recordId))['updatedAt']).toBe(call.now);
  });
});

describe('the life of an approval', () => {
  it('E46: a withdrawal and the first approval cannot both happen', async () => {
    for (let round = 0; round < 5; round++) {
      const run = await lab.start('all-two');
      const { task, rev } = await run.task('mia');
      const codes = await Promise.all([
        codeOf(lab.shop.flows.command(lab.shop.by('mia'), task.id, 'approve', { expectedRev: rev }, null)),
        codeOf(run.instance('fay', 'withdraw')),
      ]);
      expect(codes.filter((code) => code === 'not refused')).toHaveLength(1);
      expect(codes.find((code) => code !== 'not refused')).toMatch(/^flow\.(window|state|task-closed)$/);
    }
  });

  it('withdraws before the first decision, back to a draft that can be submitted anew', async () => {
    const run = await lab.start('all-two');
    expect((await run.progress()).canWithdraw).toBe(true);
    expect(await codeOf(run.instance('mia', 'withdraw'))).toBe('flow.not-assignee');
    await run.instance('fay', 'withdraw');
    expect(await run.recordState()).toBe('draft');
    expect(await lab.todo('mia')).not.toContainEqual(expect.objectContaining({ instanceId: run.instanceId }));
    const next = await lab.start('all-two', { recordId: run.recordId });
    expect(next.instanceId).not.toBe(run.instanceId);
    await next.act('mia', 'approve');
    expect(await codeOf(next.instance('fay', 'withdraw'))).toBe('flow.window');
  });

  it('E53: an approval ends on the flow that it began with, whatever is published meanwhile', async () => {
    const run = await lab.start('versioned');
    await lab.shop.publish([...documents.filter((document) => document.name !== 'versioned'), labFlow('versioned', { other: approve(['max']) })]);
    await run.act('mia', 'approve');
    await run.act('boss', 'approve');
    expect(await run.state()).toBe('APPROVED');
    const fresh = await lab.start('versioned');
    expect(await fresh.hasTask('max')).toBe(true);
    await lab.shop.publish(documents);
  });

  it('E55: the same record submitted twice at once has one approval', async () => {
    const recordId = await lab.order();
    const submit = () =>
      lab.shop.actions.act(lab.shop.by('fay'), { action: 'repair-order-submit', recordId, input: {}, idempotencyKey: Math.random().toString() });
    const codes = await Promise.all([codeOf(submit()), codeOf(submit())]);
    expect(codes.filter((code) => code === 'not refused')).toHaveLength(1);
    expect(codes.find((code) => code !== 'not refused')).toMatch(/^(flow\.dup-instance|record\.state)$/);
    expect(
      await codeOf(lab.shop.inside((tx) => lab.shop.flows.start(tx, lab.shop.by('fay'), { flow: 'repair-approval', entity: 'repair-order', recordId }))),
    ).toBe('flow.dup-instance');
  });

  it('keeps a trail without a gap that nobody can change', async () => {
    const run = await lab.start('any-two');
    await run.act('mia', 'approve');
    const events = await eventsOf(lab.shop.database, run.instanceId);
    expect(isTrailWhole(events)).toBe(true);
    expect(isTrailWhole(events.map((event, index) => (index === 1 ? { ...event, opinion: 'other' } : event)))).toBe(false);
    await expect(lab.shop.database.query(`update loom.flow_event set opinion = 'x' where instance_id = $1`, [run.instanceId])).rejects.toThrow();
    await expect(lab.shop.database.query(`delete from loom.flow_event where instance_id = $1`, [run.instanceId])).rejects.toThrow();
  });

  it('a refused outcome undoes the decision', async () => {
    const run = await lab.start('any-two');
    await lab.shop.change('repair-order', run.recordId, { state: 'draft' });
    expect(await run.refused('mia', 'approve')).toBe('flow.hook');
    expect(await run.hasTask('mia')).toBe(true);
    expect(await run.state()).toBe('RUNNING');
  });
});
