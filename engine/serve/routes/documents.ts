import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import { readLimit } from '../http/query.ts';
import { translator } from '../screens/translator.ts';

/** Kinds that a property may point to: a plugin's own, and roles (who assigns a role must see which there are). */
export function addDocumentRoutes(app: App): void {
  app.get('/api/documents/:kind', (context) => {
    const { release, actor } = context.get('call');
    const kind = context.req.param('kind');
    const isUsed = [...release.entities.values()].some((entity) => [...entity.fields.values()].some((field) => field.base === 'document' && field.of === kind));
    if (!isUsed && !release.plugins.has(kind)) throw new Refusal('screen.unknown', { name: kind.slice(0, 100) });
    const search = context.req.query('search')?.trim().toLowerCase() ?? '';
    const text = translator(release, actor.language);
    const rows = [...release.documents.values()]
      .filter((document) => document.kind === kind)
      .map((document) => ({
        name: document.name,
        hash: document.hash,
        label: text(`${kind}:${document.name}`, '/title') ?? String(document.content['title'] ?? document.name),
      }))
      .filter((row) => search === '' || row.label.toLowerCase().includes(search) || row.name.includes(search))
      .slice(0, readLimit(context.req.query('limit'), 200));
    return context.json({ rows });
  });
}
