import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, codeOf, labFlow, openLab, users, type FlowLab } from './support/lab.ts';

const byDiscount = { fact: 'discountRate', operator: 'lessThan', value: '0.1' };
const documents = [
  labFlow('two-steps', {
    first: approve(['mia'], { title: '初审' }),
    second: approve(['boss'], {
      title: '终审',
      input: { properties: { score: { type: 'integer', title: '评分', minimum: 1, maximum: 5 } }, required: ['score'] },
    }),
  }),
  labFlow('foretold', {
    first: approve(['mia'], { fields: { discountRate: 'write' } }),
    split: {
      node: 'exclusive',
      title: '按折扣',
      branches: { little: { title: '少', when: byDiscount, steps: { small: approve(['meg']) } }, much: { title: '多', steps: { large: approve(['boss']) } } },
    },
    byTotal: {
      node: 'exclusive',
      title: '按金额',
      branches: {
        cheap: { title: '便宜', when: { fact: 'total', operator: 'lessThan', value: '500.00' }, steps: { quick: approve(['mo']) } },
        dear: { title: '贵', steps: { slow: approve(['max']) } },
      },
    },
  }),
  labFlow(
    'again-consecutive',
    { first: approve(['mia']), second: approve(['mia', 'max'], { mode: 'all' }), third: approve(['mia']) },
    { dedup: 'consecutive' },
  ),
  labFlow(
    'again-anywhere',
    { first: approve(['mia']), middle: approve(['boss'], { fields: { labour: 'write' } }), third: approve(['mia']) },
    { dedup: 'anywhere' },
  ),
  labFlow(
    'rerouted',
    {
      gate: {
        node: 'exclusive',
        title: '按金额',
        branches: {
          cheap: {
            title: '便宜',
            when: { fact: 'total', operator: 'lessThanInclusive', value: '500.00' },
            steps: { quick: approve(['mia'], { fields: { labour: 'write' } }) },
          },
          dear: { title: '贵', steps: { slow: approve(['mia', 'boss'], { control: true }) } },
        },
      },
    },
    { keyFacts: ['total'] },
  ),
  labFlow('automatic', { first: approve(['mia']), move: { node: 'auto', title: '改单', do: 'lab-move' }, second: approve(['boss']) }),
  {
    kind: 'action',
    name: 'lab-move',
    title: '改单',
    on: 'repair-order',
    internal: true,
    when: { fact: 'workHours', operator: 'isNotNull' },
    whenMessage: '先填工时。',
    steps: { set: { do: 'set', with: { complaint: '已改' } } },
  },
  labFlow('handled', { work: { node: 'handle', title: '办理', mode: 'all', assignees: users('meg', 'mo') } }),
];

let lab: FlowLab;
beforeAll(async () => {
  lab = await openLab({ documents });
});
afterAll(() => lab.close());

describe('lists and badges', () => {
  it('show a task to its assignee only, with the badge as long as the list', async () => {
    const run = await lab.start('two-steps');
    for (const name of ['mia', 'boss', 'fay', 'ada', 'meg']) {
      const counts = await lab.shop.flows.counts(lab.shop.by(name));
      expect(counts.todo).toBe((await lab.todo(name)).length);
    }
    expect(await run.hasTask('mia')).toBe(true);
    expect(await run.hasTask('boss')).toBe(false);
    const [row] = await lab.todo('mia');
    expect(row).toMatchObject({
      flowTitle: 'two-steps',
      nodeTitle: '初审',
      entity: 'repair-order',
      recordLabel: expect.stringContaining('王芳'),
      initiator: { label: '菲' },
    });
    const started = await lab.shop.flows.tasks(lab.shop.by('fay'), { tab: 'started', after: null, limit: 10, search: null });
    expect(started.rows.some((one) => one.instanceId === run.instanceId)).toBe(true);
  });

  it('page without a gap and search by name', async () => {
    for (let n = 0; n < 5; n++) await lab.start('two-steps');
    const whole = (await lab.todo('mia')).map((row) => row.id);
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page: { readonly rows: readonly { readonly id: string }[]; readonly next: string | null } = await lab.shop.flows.tasks(lab.shop.by('mia'), {
        tab: 'todo',
        after,
        limit: 2,
        search: null,
      });
      paged.push(...page.rows.map((row) => row.id));
      after = page.next;
    } while (after !== null);
    expect(paged).toEqual(whole);
    expect((await lab.shop.flows.tasks(lab.shop.by('mia'), { tab: 'todo', after: null, limit: 50, search: '无此人' })).rows).toEqual([]);
    expect(await codeOf(lab.shop.flows.tasks(lab.shop.by('mia'), { tab: 'todo', after: 'nonsense', limit: 2, search: null }))).toBe('list.cursor-invalid');
  });

  it('open a record to whoever must decide it, and close it again', async () => {
    const run = await lab.start('handled');
    const meg = lab.shop.by('meg');
    expect(await lab.shop.store.read(meg, 'repair-order', run.recordId)).toBeDefined();
    expect((await run.task('meg')).record).toMatchObject({ total: '100.00' });
    await run.act('meg', 'done');
    expect(await lab.shop.store.read(meg, 'repair-order', run.recordId)).toBeUndefined();
    expect((await lab.done('meg')).some((row) => row.instanceId === run.instanceId)).toBe(true);
    expect(await run.state()).toBe('RUNNING');
  });
});

describe('progress', () => {
  it('tells the way ahead: certain where nothing can change it, conditional where something may', async () => {
    const run = await lab.start('foretold');
    expect(await run.steps()).toEqual(['first:now', 'small:conditional', 'large:conditional', 'quick:ahead', 'end:ahead']);
    expect((await run.progress()).steps[3]).toMatchObject({ because: '按金额：便宜', people: [{ label: '莫', state: 'expected' }] });
    await run.act('mia', 'approve', { changes: { discountRate: '0.05' } });
    expect(await run.steps()).toEqual(['first:done', 'small:now', 'quick:ahead', 'end:ahead']);
    expect((await run.progress()).steps[0]?.people[0]).toMatchObject({ label: '米亚', state: 'FOR', opinion: '意见' });
  });

  it('keeps what a node asks for, and asks for it', async () => {
    const run = await lab.start('two-steps');
    await run.act('mia', 'approve');
    expect((await run.task('boss')).input).toMatchObject([{ key: 'score', required: true }]);
    await expect(run.act('boss', 'approve')).rejects.toMatchObject({ code: 'record.invalid', errors: [{ pointer: '/input/score', code: 'value.required' }] });
    await expect(run.act('boss', 'approve', { input: { score: 6 } })).rejects.toMatchObject({ errors: [{ pointer: '/input/score', code: 'value.maximum' }] });
    await run.act('boss', 'approve', { input: { score: 4 } });
    expect(await run.state()).toBe('APPROVED');
  });
});

describe('repeated approvers', () => {
  it('are passed over just after they approved, only in their own seat (E42)', async () => {
    const run = await lab.start('again-consecutive');
    await run.act('mia', 'approve');
    const step = (await run.progress()).steps.find((one) => one.node === 'second');
    expect(step?.people.map((person) => person.state)).toEqual(['FOR', 'OPEN']);
    await run.act('max', 'approve');
    // Mia's seat there was filled by rule, which is no decision of hers.
    expect(await run.hasTask('mia')).toBe(true);
  });

  it('decide again when something was changed in between (E39)', async () => {
    const same = await lab.start('again-anywhere');
    await same.act('mia', 'approve');
    await same.act('boss', 'approve');
    expect(await same.state()).toBe('APPROVED');
    const other = await lab.start('again-anywhere');
    await other.act('mia', 'approve');
    await other.act('boss', 'approve', { changes: { labour: '10.00' } });
    expect(await other.hasTask('mia')).toBe(true);
  });
});

describe('what changes on the way', () => {
  it('E63: an approver who raises the amount above her band is walked past it and does not decide there', async () => {
    const run = await lab.start('rerouted');
    await run.act('mia', 'approve', { changes: { labour: '900.00' } });
    expect(await run.state()).toBe('RUNNING');
    expect(await run.hasTask('mia')).toBe(false);
    expect(await run.hasTask('boss')).toBe(true);
    expect((await run.progress()).events.some((event) => event.type === 'rerouted')).toBe(true);
  });

  it('L-m: an automatic action that is refused leaves the decision and an incident, until it is retried', async () => {
    const run = await lab.start('automatic');
    await run.act('mia', 'approve');
    expect(await run.state()).toBe('INCIDENT');
    expect((await run.progress()).events.at(-1)).toMatchObject({ type: 'incident' });
    await lab.shop.change('repair-order', run.recordId, { workHours: '1.0' });
    await run.instance('ada', 'retry');
    expect(await run.hasTask('boss')).toBe(true);
    expect((await lab.shop.load('repair-order', run.recordId))['complaint']).toBe('已改');
    expect(await codeOf(run.instance('fay', 'withdraw'))).toBe('flow.window');
  });
});

describe('requests that must be refused', () => {
  it('are, each with its own code, and change nothing', async () => {
    const run = await lab.start('two-steps');
    const { task, rev } = await run.task('mia');
    const { flows } = lab.shop;
    const command = (by: string, verb: string, body: object = {}, id = task.id) =>
      codeOf(flows.command(lab.shop.by(by), id, verb, { expectedRev: rev, ...body }, null));
    const expected: readonly (readonly [string, Promise<string>])[] = [
      ['flow.not-assignee', command('boss', 'approve')],
      ['flow.not-assignee', command('fay', 'approve')],
      ['flow.not-assignee', command('ada', 'approve')],
      ['request.stale', command('mia', 'approve', { expectedRev: rev + 1 })],
      ['request.malformed', command('mia', 'approve', { expectedRev: undefined })],
      ['flow.opinion-required', command('mia', 'reject')],
      ['flow.opinion-required', command('mia', 'return', { opinion: '  ' })],
      ['flow.button-off', command('mia', 'abstain')],
      ['flow.button-off', command('mia', 'done')],
      ['flow.button-off', command('mia', 'claim')],
      ['flow.button-off', command('mia', 'dispatch', { target: lab.shop.id('boss') })],
      ['flow.verb-unknown', command('mia', 'explode')],
      ['flow.verb-unknown', command('mia', 'constructor')],
      ['flow.target', command('mia', 'return', { opinion: 'x', target: 'second' })],
      ['flow.target', command('mia', 'return', { opinion: 'x', target: 'nowhere' })],
      ['flow.target', command('mia', 'transfer')],
      ['flow.target', command('mia', 'transfer', { target: 'nobody' })],
      ['flow.target', command('mia', 'transfer', { target: task.id })],
      ['flow.sod', command('mia', 'transfer', { target: lab.shop.id('fay') })],
      ['flow.dup-seat', command('mia', 'transfer', { target: lab.shop.id('mia') })],
      ['flow.field', command('mia', 'approve', { changes: { labour: '1.00' } })],
      ['flow.field', command('mia', 'approve', { changes: { lines: [] } })],
      ['flow.field', command('mia', 'reject', { opinion: 'x', changes: { state: 'waiting' } })],
      ['request.malformed', command('mia', 'approve', { changes: 'labour' })],
      ['record.invalid', command('mia', 'approve', { input: { score: 1 } })],
      ['flow.window', command('mia', 'take-back')],
      ['flow.state', command('mia', 'resubmit')],
      ['flow.not-assignee', command('mia', 'withdraw')],
      ['flow.not-assignee', command('mia', 'cancel')],
      ['access.right-missing', command('mia', 'terminate', { opinion: 'x' })],
      ['access.right-missing', command('mia', 'reassign', { target: lab.shop.id('boss') })],
      ['flow.target', command('ada', 'reassign', { target: lab.shop.id('ada') })],
      ['flow.unknown', command('mia', 'approve', {}, run.instanceId)],
      ['flow.unknown', codeOf(flows.instanceCommand(lab.shop.by('moss'), run.instanceId, 'comment', { opinion: 'x' }, null))],
      ['flow.unknown', codeOf(flows.instanceCommand(lab.shop.by('fay'), task.id, 'withdraw', {}, null))],
      ['flow.opinion-required', codeOf(run.instance('fay', 'comment'))],
      ['flow.opinion-required', codeOf(run.instance('ada', 'terminate'))],
      ['flow.state', codeOf(run.instance('ada', 'retry'))],
      ['request.stale', codeOf(run.instance('fay', 'withdraw', { expectedRev: 99 }))],
      ['flow.verb-unknown', codeOf(run.instance('fay', 'approve'))],
    ];
    const answers = await Promise.all(expected.map(([, answer]) => answer));
    expect(answers).toEqual(expected.map(([code]) => code));
    expect((await run.progress()).rev).toBe(rev);
    expect(await lab.shop.flows.task(lab.shop.by('boss'), task.id)).toBeUndefined();
    expect(await lab.shop.flows.progress(lab.shop.by('moss'), 'repair-order', run.recordId)).toEqual([]);
  });

  it('urges once, and a second time only later', async () => {
    const run = await lab.start('two-steps');
    await run.instance('fay', 'urge');
    expect((await run.task('mia')).task.urged).toBe(true);
    expect(await codeOf(run.instance('fay', 'urge'))).toBe('flow.urge-limit');
    lab.shop.advance(5);
    expect(await codeOf(run.instance('fay', 'urge'))).toBe('not refused');
  });

  it('terminates with a reason, which releases the record', async () => {
    const run = await lab.start('two-steps');
    await run.instance('ada', 'terminate', { opinion: '重复申请' });
    expect(await run.state()).toBe('TERMINATED');
    expect(await run.recordState()).toBe('draft');
    expect(await run.hasTask('mia')).toBe(false);
    expect(await codeOf(run.instance('fay', 'comment', { opinion: 'x' }))).toBe('flow.state');
  });
});
