import type { SettingBody } from '../../contract/wire.ts';
import { isObject } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Call } from '../../model/call.ts';
import type { SettingState } from '../../run/settings.ts';
import type { App } from '../app-types.ts';
import { requiredVersion } from '../http/preconditions.ts';
import { readJson } from '../http/read-json.ts';
import { functionsOf } from '../screens/rights.ts';
import { translator } from '../screens/translator.ts';
import type { AppServices } from '../services.ts';

/** What administrators set without a publish. */
export function addSettingRoutes(app: App, services: AppServices): void {
  app.get('/api/settings', async (context) => {
    const call = administrator(context.get('call'));
    return context.json({ rows: (await services.settings.list(call.release)).map((state) => bodyOf(call, state)) });
  });

  app.put('/api/settings/:name', async (context) => {
    const call = administrator(context.get('call'));
    const version = requiredVersion(context);
    const body = await readJson(context);
    if (!isObject(body) || !('value' in body)) throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/value', code: 'value.required' }]);
    const state = await services.settings.change(call, context.req.param('name'), body['value'], version);
    return context.json(bodyOf(call, state), 200, { etag: `"${state.version}"` });
  });
}

function administrator(call: Call): Call {
  if (!functionsOf(call.release, call.actor).includes('administer')) throw new Refusal('access.right-missing', { operation: 'administer' });
  return call;
}

function bodyOf(call: Call, { setting, ...state }: SettingState): SettingBody {
  const text = translator(call.release, call.actor.language);
  const document = `setting:${setting.name}`;
  const help = text(document, '/property/description');
  const title = text(document, '/title') ?? setting.title;
  return {
    name: setting.name,
    title,
    field: { ...setting.descriptor, title, ...(help === undefined ? {} : { help }) },
    default: setting.default,
    ...state,
  };
}
