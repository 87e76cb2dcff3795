import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import { matchesType, typeByName } from '../http/file-types.ts';
import { readFormFile } from '../http/form-file.ts';
import { mayDo } from '../screens/rights.ts';
import { mayRunFreeAction } from '../../run/rights.ts';
import type { AppServices } from '../services.ts';
import { readSpreadsheet } from '../spreadsheet/read-spreadsheet.ts';

export function addImportRoutes(app: App, services: AppServices): void {
  app.post('/api/imports/:name', async (context) => {
    const call = context.get('call');
    const name = context.req.param('name');
    const model = call.release.imports.get(name);
    if (!model) throw new Refusal('import.unknown', { name: name.slice(0, 100) });
    const on = call.release.actions.get(model.action)?.on ?? null;
    const may = on === null ? mayRunFreeAction(call, model.action) : mayDo(call, on, `action:${model.action}`);
    if (!may) throw new Refusal('access.right-missing', { operation: `action:${model.action}` });
    const { file, fields } = await readFormFile(context);
    const type = typeByName(file.name, file.type);
    if (type === undefined || !/csv|plain|spreadsheetml/.test(type)) throw new Refusal('file.type', { type: file.type || file.name });
    if (!matchesType(file.content, type)) throw new Refusal('file.content', { type });
    const { headers, rows } = await readSpreadsheet(file.content, type);
    const dryRun = fields['dryRun'] === 'true' || context.req.query('dryRun') === 'true';
    const job = await services.jobs.start(call, { kind: dryRun ? 'import-check' : 'import', title: model.title, total: rows.length }, async (report) => {
      const result = await services.importer.run(call, name, { headers, rows }, { dryRun }, report);
      return { problems: result.problems, message: null };
    });
    return context.json(job, 202, { location: `/api/jobs/${job.id}` });
  });
}
