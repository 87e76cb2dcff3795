import type { Context } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';
import type { Call } from '../../model/call.ts';
import type { RowsQuery } from '../../store/face.ts';
import type { App, AppEnvironment } from '../app-types.ts';
import { bothFilters, readPageQuery, readSort } from '../http/query.ts';
import { sendJson } from '../http/send-json.ts';
import type { AppServices } from '../services.ts';

export function addListRoutes(app: App, services: AppServices): void {
  app.get('/api/lists/:name/rows', async (context) => {
    const { call, query } = listQuery(context);
    return sendJson(context, (await services.store.rows(call, query)).json);
  });
  app.get('/api/lists/:name/count', async (context) => {
    const { call, query } = listQuery(context);
    const { sort: _sort, after: _after, limit: _limit, ...rest } = query;
    return context.json(await services.store.count(call, rest));
  });
  app.get('/api/lists/:name/totals', async (context) => {
    const { call, query } = listQuery(context);
    const { sort: _sort, after: _after, limit: _limit, ...rest } = query;
    return context.json(await services.store.totals(call, rest));
  });
}

/** A list's query with its `view` folded in. Refuses `screen.unknown`. */
export function listQuery(context: Context<AppEnvironment>): { call: Call; query: RowsQuery } {
  const call = context.get('call');
  const name = context.req.param('name') ?? '';
  const list = call.release.lists.get(name);
  if (!list) throw new Refusal('screen.unknown', { name: name.slice(0, 100) });
  const { view, ...query } = readPageQuery(context);
  const chosen = view === null ? undefined : list.descriptor.views.find((one) => one.key === view);
  if (view !== null && !chosen)
    throw new Refusal('list.filter-invalid', { reason: { zh: `没有视图 ${view.slice(0, 80)}`, en: `no view ${view.slice(0, 80)}` } });
  return {
    call,
    query: {
      list: name,
      entity: list.entity,
      ...query,
      filter: bothFilters(chosen?.filter ?? null, query.filter),
      sort: query.sort.length > 0 ? query.sort : chosen?.sort ? readSort(chosen.sort) : list.defaultSort,
    },
  };
}
