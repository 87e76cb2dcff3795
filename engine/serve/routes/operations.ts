import type { Context } from 'hono';
import { isObject, type JsonObject } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { OperationDefinition } from '../../plugin-api/plugin.ts';
import type { App, AppEnvironment } from '../app-types.ts';
import { readJson } from '../http/read-json.ts';
import { mayDo } from '../screens/rights.ts';
import type { AppServices } from '../services.ts';
import { fileFormat, fileTypes, writeFile } from '../spreadsheet/write-file.ts';
import { sendFile } from './files.ts';

/** Calculations of plugins that change nothing, and the same as a file. */
export function addOperationRoutes(app: App, services: AppServices): void {
  app.post('/api/operations/:operation', async (context) => {
    const { name } = readOnlyOperation(services, context.req.param('operation'));
    return context.json((await services.actions.operate(context.get('call'), name, await readInput(context))) ?? null);
  });

  app.post('/api/operations/:operation/export', async (context) => {
    const call = context.get('call');
    const { name, definition } = readOnlyOperation(services, context.req.param('operation'));
    const format = fileFormat(context.req.query('format'));
    const { on, exports, sheet } = definition;
    const entity = on ?? exports;
    if (sheet === undefined) throw new Refusal('operation.unknown', { name });
    if (entity !== undefined && !mayDo(call, entity, 'export')) throw new Refusal('access.right-missing', { operation: 'export' });
    const answer = await services.actions.operate(call, name, await readInput(context));
    const { title, columns, rows } = sheet(answer, call.actor.language);
    if (entity !== undefined) {
      const note = { entity, list: name, format, filter: null, search: null, columns: columns.map(({ key }) => key), rows: rows.length };
      await services.store.database.transaction((tx) => services.store.noteExport(tx, call, note));
    }
    const content = await writeFile(format, title, columns, async (add) => rows.forEach(add));
    return sendFile(context, { name: `${title}.${format}`, type: fileTypes[format] }, content);
  });
}

/** An operation that may be called from outside, by its own name or with its plugin's in front. */
function readOnlyOperation({ plugins }: AppServices, wanted: string): { readonly name: string; readonly definition: OperationDefinition } {
  for (const plugin of plugins)
    for (const definition of plugin.operations ?? [])
      if (definition.readOnly === true && (definition.name === wanted || `${plugin.name}.${definition.name}` === wanted))
        return { name: wanted, definition: definition as unknown as OperationDefinition };
  throw new Refusal('operation.unknown', { name: wanted.slice(0, 100) });
}

async function readInput(context: Context<AppEnvironment>): Promise<JsonObject> {
  const input = await readJson(context, { optional: true });
  if (!isObject(input)) throw new Refusal('request.malformed', { reason: { zh: '应为 JSON 对象', en: 'expected a JSON object' } });
  return input;
}
