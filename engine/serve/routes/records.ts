import type { Context } from 'hono';
import type { Call } from '../../model/call.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { RowsQuery } from '../../store/face.ts';
import type { App, AppEnvironment } from '../app-types.ts';
import { isUnchanged, recordId, requiredVersion } from '../http/preconditions.ts';
import { bothFilters, readPageQuery, readSort } from '../http/query.ts';
import { readJson } from '../http/read-json.ts';
import { sendJson } from '../http/send-json.ts';
import { mayDo } from '../screens/rights.ts';
import type { AppServices } from '../services.ts';
import { whyAllowed } from '../screens/why-allowed.ts';

export function addRecordRoutes(app: App, services: AppServices): void {
  const { store, records } = services;

  app.get('/api/records/:entity', async (context) => {
    const { call, entity } = place(context);
    const { json } = await store.rows(call, entityQuery(call, entity, context));
    return sendJson(context, json);
  });

  app.get('/api/records/:entity/count', async (context) => {
    const { call, entity } = place(context);
    const { sort: _sort, after: _after, limit: _limit, ...query } = entityQuery(call, entity, context);
    return context.json(await store.count(call, query));
  });

  app.post('/api/records/:entity', async (context) => {
    const { call, entity } = place(context);
    requireRight(call, entity, 'create');
    const created = await records.create(call, entity, await readJson(context));
    return sendJson(context, created.json, 201, { location: `/api/records/${entity}/${created.id}`, etag: `"${created.version}"` });
  });

  app.get('/api/records/:entity/:id', async (context) => {
    const { call, entity } = place(context);
    const found = await store.read(call, entity, recordId(context));
    if (!found) throw new Refusal('record.not-found');
    const etag = `"${found.version}"`;
    return isUnchanged(context, etag) ? context.body(null, 304, { etag }) : sendJson(context, found.json, 200, { etag });
  });

  app.patch('/api/records/:entity/:id', async (context) => {
    const { call, entity } = place(context);
    const id = recordId(context);
    requireRight(call, entity, 'update');
    const { version, patch } = await whenVisible(services, call, entity, id, async () => ({
      version: requiredVersion(context),
      patch: await readJson(context),
    }));
    const updated = await records.update(call, entity, id, patch, version);
    return sendJson(context, updated.json, 200, { etag: `"${updated.version}"` });
  });

  app.delete('/api/records/:entity/:id', async (context) => {
    const { call, entity } = place(context);
    const id = recordId(context);
    requireRight(call, entity, 'retire');
    const version = await whenVisible(services, call, entity, id, async () => requiredVersion(context));
    await records.retire(call, entity, id, version);
    return context.body(null, 204);
  });

  app.get('/api/records/:entity/:id/allowed', async (context) => {
    const { call, entity } = place(context);
    return context.json(await records.allowed(call, entity, recordId(context)));
  });

  app.get('/api/records/:entity/:id/history', async (context) => {
    const { call, entity } = place(context);
    const id = recordId(context);
    if (!(await store.read(call, entity, id))) throw new Refusal('record.not-found');
    return context.json({ rows: await store.history(call, entity, id) });
  });

  app.get('/api/records/:entity/:id/flow', async (context) => {
    const { call, entity } = place(context);
    const id = recordId(context);
    if (!(await store.read(call, entity, id))) throw new Refusal('record.not-found');
    return context.json({ instances: await services.flows.progress(call, entity, id) });
  });

  app.get('/api/records/:entity/:id/why', async (context) => {
    const { call, entity } = place(context);
    return context.json(await whyAllowed(services, call, { entity, id: recordId(context), operation: context.req.query('operation') ?? 'read' }));
  });
}

/** The call and the entity of a path; refuses `entity.unknown` for a name that is none or is only a child of another. */
function place(context: Context<AppEnvironment>): { call: Call; entity: string } {
  const call = context.get('call');
  const entity = context.req.param('entity') ?? '';
  const model = call.release.entities.get(entity);
  if (!model || model.childOf) throw new Refusal('entity.unknown', { name: entity.slice(0, 100) });
  return { call, entity };
}

/** `view` names one of the entity's list's views: its filter and sort stand under what the query adds. */
function entityQuery(call: Call, entity: string, context: Context): RowsQuery {
  const { view, ...query } = readPageQuery(context);
  if (view === null) return { list: null, entity, ...query };
  const list = call.release.lists.get(call.release.screens.get(entity)?.list ?? '');
  const chosen = list?.descriptor.views.find((one) => one.key === view);
  if (!chosen) throw new Refusal('list.filter-invalid', { reason: { zh: `没有视图 ${view.slice(0, 80)}`, en: `no view ${view.slice(0, 80)}` } });
  return { list: null, entity, ...query, filter: bothFilters(chosen.filter, query.filter), sort: query.sort.length > 0 ? query.sort : readSort(chosen.sort) };
}

/** Right before input: a person who may not write learns nothing about the shape of what she sends. */
function requireRight(call: Call, entity: string, operation: string): void {
  if (!mayDo(call, entity, operation)) throw new Refusal('access.right-missing', { operation });
}

/** Reads what was sent. When that is refused, visible comes first: a person learns nothing of a record that she may not
 *  see, not even that her If-Match is missing. Only then is the record looked at; `records` looks at it anyway. */
async function whenVisible<Sent>(services: AppServices, call: Call, entity: string, id: string, read: () => Promise<Sent>): Promise<Sent> {
  try {
    return await read();
  } catch (error) {
    if (!(await services.store.read(call, entity, id))) throw new Refusal('record.not-found');
    throw error;
  }
}
