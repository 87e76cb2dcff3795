import type { Context } from 'hono';
import { isObject } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { App, AppEnvironment } from '../app-types.ts';
import { readJson } from '../http/read-json.ts';
import { functionsOf } from '../screens/rights.ts';
import type { DocumentChange } from '../../release/site-layer.ts';
import type { AppServices } from '../services.ts';

/** Most documents of one change set. */
const changeLimit = 500;

export function addDesignRoutes(app: App, services: AppServices): void {
  const { releases } = services;
  app.use('/api/design/*', async (context, next) => {
    const { release, actor } = context.get('call');
    if (!functionsOf(release, actor).includes('design')) throw new Refusal('access.right-missing', { operation: 'design' });
    return next();
  });

  app.post('/api/design/check', async (context) => context.json(await releases.check((await readChanges(context)).documents)));
  app.post('/api/design/publish', async (context) => {
    const { documents, title } = await readChanges(context);
    return context.json(await releases.publish(documents, { id: context.get('call').actor.userId, note: title }), 201);
  });
  app.post('/api/design/rollback', async (context) => {
    const body = await readJson(context);
    const release = isObject(body) ? body['release'] : undefined;
    if (typeof release !== 'string') throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/release', code: 'value.required' }]);
    return context.json(await releases.rollback(release, context.get('call').actor.userId));
  });
  app.get('/api/design/releases', async (context) => context.json({ rows: await releases.releases() }));

  app.get('/api/design/documents', (context) => {
    const { release } = context.get('call');
    const kind = context.req.query('kind');
    const search = context.req.query('search')?.trim().toLowerCase() ?? '';
    const rows = [...release.documents.values()]
      .map(({ kind, name, hash, packs, content }) => ({ kind, name, hash, packs, title: String(content['title'] ?? name) }))
      .filter((row) => (kind === undefined || row.kind === kind) && (search === '' || row.name.includes(search) || row.title.toLowerCase().includes(search)));
    return context.json({ rows });
  });

  app.get('/api/design/documents/:kind/:name', async (context) => {
    const { release } = context.get('call');
    const id = `${context.req.param('kind')}:${context.req.param('name')}`;
    const document = release.documents.get(id);
    if (!document) throw new Refusal('design.document-unknown', { name: id.slice(0, 100) });
    const site = await releases.siteDocuments();
    const { kind, name, hash, packs, content } = document;
    return context.json({
      kind,
      name,
      hash,
      packs,
      content,
      site: site.find((one) => one.kind === kind && one.name === name)?.content ?? null,
      usedBy: release.usedBy.get(id) ?? [],
    });
  });
}

/** `{documents:[{kind,name,content}], title?}`; `content: null` takes the site layer's document away. */
async function readChanges(context: Context<AppEnvironment>): Promise<{ documents: readonly DocumentChange[]; title: string | null }> {
  const body = await readJson(context);
  const documents = isObject(body) ? body['documents'] : undefined;
  if (!isObject(body) || !Array.isArray(documents)) throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/documents', code: 'value.required' }]);
  if (documents.length > changeLimit) throw new Refusal('request.too-large', { limit: `${changeLimit}` });
  const errors = documents.flatMap((document: unknown, index) => {
    const place = `/documents/${index}`;
    if (!isObject(document)) return [{ pointer: place, code: 'value.type', params: { expected: { zh: '对象', en: 'an object' } } }];
    const named = ['kind', 'name']
      .filter((key) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(String(document[key] ?? '')))
      .map((key) => ({ pointer: `${place}/${key}`, code: 'value.pattern' }));
    const content = document['content'];
    return content === null || isObject(content)
      ? named
      : [...named, { pointer: `${place}/content`, code: 'value.type', params: { expected: { zh: '对象', en: 'an object' } } }];
  });
  if (errors.length > 0) throw new Refusal('record.invalid', { count: errors.length }, errors);
  return { documents: documents as unknown as DocumentChange[], title: typeof body['title'] === 'string' ? body['title'].slice(0, 200) : null };
}
