import type { Context } from 'hono';
import { isObject } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { App, AppEnvironment } from '../app-types.ts';
import { givenVersion, idempotencyKey, recordId } from '../http/preconditions.ts';
import { readJson } from '../http/read-json.ts';
import { sendJson } from '../http/send-json.ts';
import type { AppServices } from '../services.ts';

export function addActionRoutes(app: App, services: AppServices): void {
  app.post('/api/records/:entity/:id/actions/:action', async (context) => {
    const request = await recordRequest(context);
    return sendJson(context, await services.actions.act(context.get('call'), { ...request, idempotencyKey: idempotencyKey(context) }));
  });

  app.post('/api/records/:entity/:id/actions/:action/preview', async (context) => {
    return context.json((await services.actions.preview(context.get('call'), await recordRequest(context))) ?? null);
  });

  app.post('/api/records/:entity/actions/:action', async (context) => {
    const { action } = knownAction(context);
    const key = idempotencyKey(context);
    const body = await readJson(context);
    const records = isObject(body) ? body['records'] : undefined;
    if (!Array.isArray(records)) throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/records', code: 'value.required' }]);
    const wrong = records.findIndex((id) => typeof id !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
    if (wrong >= 0) throw new Refusal('record.invalid', { count: 1 }, [{ pointer: `/records/${wrong}`, code: 'value.reference-missing' }]);
    const input = isObject(body) ? (body['input'] ?? {}) : {};
    return context.json({
      rows: await services.actions.actOnMany(context.get('call'), { action, recordIds: records as string[], input, idempotencyKey: key }),
    });
  });

  app.post('/api/actions/:action', async (context) => {
    const { release } = context.get('call');
    const action = context.req.param('action');
    const model = release.actions.get(action);
    if (!model || model.internal || (model.on !== null && !model.creates)) throw unknownAction(action);
    return sendJson(
      context,
      await services.actions.act(context.get('call'), {
        action,
        recordId: null,
        input: await readJson(context, { optional: true }),
        idempotencyKey: idempotencyKey(context),
      }),
    );
  });

  app.post('/api/actions/:action/preview', async (context) => {
    const action = context.req.param('action');
    const model = context.get('call').release.actions.get(action);
    if (!model || model.internal || (model.on !== null && !model.creates)) throw unknownAction(action);
    return context.json(
      (await services.actions.preview(context.get('call'), { action, recordId: null, input: await readJson(context, { optional: true }) })) ?? null,
    );
  });
}

/** Action and record of the path; an action of another entity, or one that only flows and jobs run, is unknown here. */
async function recordRequest(context: Context<AppEnvironment>) {
  const { action } = knownAction(context);
  const version = givenVersion(context);
  return {
    action,
    recordId: recordId(context),
    input: await readJson(context, { optional: true }),
    ...(version === undefined ? {} : { expectedVersion: version }),
  };
}

function knownAction(context: Context<AppEnvironment>): { readonly action: string } {
  const { release } = context.get('call');
  const entity = context.req.param('entity') ?? '';
  const action = context.req.param('action') ?? '';
  if (!release.entities.has(entity)) throw new Refusal('entity.unknown', { name: entity.slice(0, 100) });
  const model = release.actions.get(action);
  if (!model || model.internal || model.on !== entity) throw unknownAction(action);
  return { action };
}

function unknownAction(name: string): Refusal {
  return new Refusal('action.unknown', { name: name.slice(0, 100) });
}
