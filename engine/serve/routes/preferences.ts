import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import { readJson } from '../http/read-json.ts';
import type { AppServices } from '../services.ts';

/** Largest value of one preference, characters of JSON. */
const valueLimit = 64 * 1024;

export function addPreferenceRoutes(app: App, services: AppServices): void {
  app.get('/api/preferences/:key', async (context) =>
    context.json(await services.preferences.get(context.get('call').actor.userId, keyOf(context.req.param('key')))),
  );
  app.put('/api/preferences/:key', async (context) => {
    const key = keyOf(context.req.param('key'));
    const value = await readJson(context);
    if (JSON.stringify(value).length > valueLimit) throw new Refusal('request.too-large', { limit: '64 KB' });
    await services.preferences.set(context.get('call').actor.userId, key, value, context.get('call').now);
    return context.body(null, 204);
  });
}

function keyOf(key: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(key)) throw new Refusal('request.malformed', { reason: 'key' });
  return key;
}
