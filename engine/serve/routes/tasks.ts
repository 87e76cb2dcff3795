import type { Context } from 'hono';
import type { TaskCommand, TaskTab } from '../../contract/wire.ts';
import { isObject } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import { idempotencyKey } from '../http/preconditions.ts';
import { readLimit } from '../http/query.ts';
import { readJson } from '../http/read-json.ts';
import type { AppServices } from '../services.ts';

const tabs: readonly TaskTab[] = ['todo', 'done', 'started', 'copied', 'pool'];
const taskVerbs = [
  'approve',
  'reject',
  'abstain',
  'done',
  'return',
  'transfer',
  'comment',
  'withdraw',
  'resubmit',
  'cancel',
  'take-back',
  'claim',
  'unclaim',
  'urge',
  'read',
  'dispatch',
  'reassign',
  'terminate',
  'retry',
];
const instanceVerbs = ['withdraw', 'resubmit', 'cancel', 'comment', 'urge', 'terminate', 'retry'];

export function addTaskRoutes(app: App, services: AppServices): void {
  app.get('/api/tasks', async (context) => {
    const tab = context.req.query('tab') ?? 'todo';
    if (!tabs.includes(tab as TaskTab)) throw new Refusal('request.malformed', { reason: 'tab' });
    return context.json(
      await services.flows.tasks(context.get('call'), {
        tab: tab as TaskTab,
        after: context.req.query('after') || null,
        limit: readLimit(context.req.query('limit'), 50),
        search: context.req.query('search')?.trim().slice(0, 200) || null,
      }),
    );
  });

  app.get('/api/tasks/counts', async (context) => context.json(await services.flows.counts(context.get('call'))));

  app.get('/api/tasks/:id', async (context) => {
    const task = await services.flows.task(context.get('call'), taskId(context));
    if (!task) throw new Refusal('flow.unknown');
    return context.json(task);
  });

  app.post('/api/tasks/:id/:verb', async (context) => {
    const verb = knownVerb(context, taskVerbs);
    const id = taskId(context);
    return context.json(await services.flows.command(context.get('call'), id, verb, await readCommand(context, true), idempotencyKey(context)));
  });

  app.post('/api/flows/:id/:verb', async (context) => {
    const verb = knownVerb(context, instanceVerbs);
    const id = taskId(context);
    return context.json(await services.flows.instanceCommand(context.get('call'), id, verb, await readCommand(context, false), idempotencyKey(context)));
  });
}

function taskId(context: Context): string {
  const id = context.req.param('id') ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new Refusal('flow.unknown');
  return id.toLowerCase();
}

function knownVerb(context: Context, verbs: readonly string[]): string {
  const verb = context.req.param('verb') ?? '';
  if (!verbs.includes(verb)) throw new Refusal('request.route-unknown', { method: 'POST', path: context.req.path.slice(0, 120) });
  return verb;
}

/** Longest opinion or comment, characters. */
const opinionLength = 4_000;

async function readCommand(context: Context, revisionRequired: boolean): Promise<TaskCommand> {
  const body = await readJson(context, { optional: true });
  if (!isObject(body)) throw new Refusal('request.malformed', { reason: { zh: '应为 JSON 对象', en: 'expected a JSON object' } });
  const errors = Object.entries(body).flatMap(([key, value]) => {
    const pointer = `/${key}`;
    if (value === null || value === undefined) return [];
    if (key === 'expectedRev') return Number.isSafeInteger(value) ? [] : [typeError(pointer, '整数', 'an integer')];
    if (key === 'opinion' || key === 'target') {
      if (typeof value !== 'string') return [typeError(pointer, '文本', 'text')];
      return value.length > opinionLength ? [{ pointer, code: 'value.too-long', params: { limit: opinionLength } }] : [];
    }
    if (key === 'changes' || key === 'input') return isObject(value) ? [] : [typeError(pointer, '对象', 'an object')];
    return [{ pointer, code: 'value.unknown-property' }];
  });
  if (revisionRequired && (body['expectedRev'] === undefined || body['expectedRev'] === null)) errors.push({ pointer: '/expectedRev', code: 'value.required' });
  if (errors.length > 0) throw new Refusal('record.invalid', { count: errors.length }, errors);
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)) as unknown as TaskCommand;
}

function typeError(pointer: string, zh: string, en: string) {
  return { pointer, code: 'value.type', params: { expected: { zh, en } } };
}
