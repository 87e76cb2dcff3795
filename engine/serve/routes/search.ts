import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import { readLimit } from '../http/query.ts';
import { mayDo } from '../screens/rights.ts';
import { translator } from '../screens/translator.ts';
import type { AppServices } from '../services.ts';

/** Rows of each entity in the global search, and how many entities are looked at. */
const rowsPerGroup = 5;
const groupLimit = 30;

export function addSearchRoutes(app: App, services: AppServices): void {
  app.get('/api/lookup/:entity', async (context) => {
    const call = context.get('call');
    const entity = context.req.param('entity');
    if (!call.release.entities.has(entity)) throw new Refusal('entity.unknown', { name: entity.slice(0, 100) });
    const ids =
      context.req
        .query('ids')
        ?.split(',')
        .map((id) => id.trim())
        .filter(Boolean) ?? null;
    if (ids && (ids.length > 200 || ids.some((id) => !/^[0-9a-f-]{36}$/i.test(id)))) throw new Refusal('request.malformed', { reason: 'ids' });
    const search = context.req.query('search')?.trim().slice(0, 200) || null;
    return context.json({ rows: await services.store.lookup(call, entity, { search, ids, limit: readLimit(context.req.query('limit'), 20) }) });
  });

  app.get('/api/search', async (context) => {
    const call = context.get('call');
    const search = context.req.query('q')?.trim().slice(0, 200) ?? '';
    if (search.length < 2) return context.json({ groups: [] });
    const text = translator(call.release, call.actor.language);
    const entities = [...call.release.entities.values()]
      .filter((entity) => !entity.childOf && [...entity.fields.values()].some((field) => field.searchable) && mayDo(call, entity.name, 'read'))
      .slice(0, groupLimit);
    const groups = await Promise.all(
      entities.map(async (entity) => ({
        entity: entity.name,
        title: text(`entity:${entity.name}`, '/title') ?? entity.title,
        rows: await services.store.lookup(call, entity.name, { search, ids: null, limit: rowsPerGroup }),
      })),
    );
    return context.json({ groups: groups.filter((group) => group.rows.length > 0) });
  });
}
