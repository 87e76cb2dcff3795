import { Refusal } from '../../kernel/refusal.ts';
import type { Call } from '../../model/call.ts';
import type { RowsQuery, Transaction, Values } from '../../store/face.ts';
import type { App } from '../app-types.ts';
import { listScreen } from '../screens/list-screen.ts';
import { translator } from '../screens/translator.ts';
import type { AppServices, JobReport } from '../services.ts';
import { fileFormat, fileTypes, writeFile } from '../spreadsheet/write-file.ts';
import type { ExportColumn } from '../spreadsheet/write-xlsx.ts';
import { sendFile } from './files.ts';
import { listQuery } from './lists.ts';

/** Rows that are answered at once; more become a job. */
const rowsAtOnce = 5_000;
/** Most rows of one file: what a spreadsheet program opens. */
const rowsInFile = 1_000_000;

export function addExportRoutes(app: App, services: AppServices): void {
  app.get('/api/exports/:name', async (context) => {
    const { call, query } = listQuery(context);
    const format = fileFormat(context.req.query('format'));
    const type = fileTypes[format];
    const list = call.release.lists.get(query.list ?? '');
    if (!list) throw new Refusal('screen.unknown', { name: query.list });
    const descriptor = listScreen(call, list.descriptor, translator(call.release, call.actor.language));
    if (!descriptor.canExport) throw new Refusal('access.right-missing', { operation: 'export' });
    const chosen = context.req.query('columns')?.split(',');
    const columns = descriptor.columns
      .filter((column) => (chosen ? chosen.includes(column.key) : column.hiddenByDefault !== true))
      .map(
        (column): ExportColumn => ({
          key: column.key,
          title: column.title,
          type: column.type,
          ...(column.choices ? { choices: new Map(column.choices.map((choice) => [choice.value, choice.title])) } : {}),
        }),
      );
    const name = `${descriptor.title}-${call.today}.${format}`;
    const note = (tx: Transaction, count: number) =>
      services.store.noteExport(tx, call, {
        entity: query.entity,
        list: query.list ?? query.entity,
        format,
        filter: query.filter,
        search: query.search,
        columns: columns.map(({ key }) => key),
        rows: count,
      });
    const rows = await firstRows(services, call, query);
    if (rows) {
      await services.store.database.transaction((tx) => note(tx, rows.length));
      const content = await writeFile(format, descriptor.title, columns, async (add) => rows.forEach(add));
      return sendFile(context, { name, type }, content);
    }
    const job = await services.jobs.start(call, { kind: 'export', title: descriptor.title, total: null }, async (report) => {
      let count = 0;
      const content = await writeFile(format, descriptor.title, columns, async (add) => {
        count = await streamRows(services, call, query, add, report);
      });
      const file = await services.store.database.transaction(async (tx) => {
        await note(tx, count);
        return services.store.saveFile(tx, call, { name, type: type.split(';')[0] ?? type, content });
      });
      return { file };
    });
    return context.json(job, 202, { location: `/api/jobs/${job.id}` });
  });
}

/** All rows when there are at most `rowsAtOnce`, else undefined. */
async function firstRows(services: AppServices, call: Call, query: RowsQuery): Promise<Values[] | undefined> {
  const rows: Values[] = [];
  const tooMany = Symbol('too many');
  try {
    await services.store.stream(call, streamQuery(query), async (batch) => {
      if (rows.length + batch.length > rowsAtOnce) throw tooMany;
      rows.push(...batch);
    });
  } catch (error) {
    if (error === tooMany) return undefined;
    throw error;
  }
  return rows;
}

async function streamRows(services: AppServices, call: Call, query: RowsQuery, add: (row: Values) => void, report: JobReport): Promise<number> {
  let done = 0;
  await services.store.stream(call, streamQuery(query), async (batch) => {
    done += batch.length;
    if (done > rowsInFile) throw new Refusal('request.too-large', { limit: `${rowsInFile}` });
    batch.forEach(add);
    report(done);
  });
  return done;
}

function streamQuery({ after: _after, limit: _limit, ...query }: RowsQuery): Omit<RowsQuery, 'after' | 'limit'> {
  return query;
}
