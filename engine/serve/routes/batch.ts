import { streamSSE } from 'hono/streaming';
import type { BatchJobBody } from '../../contract/wire.ts';
import { isObject } from '../../kernel/json.ts';
import { isDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Call } from '../../model/call.ts';
import type { App } from '../app-types.ts';
import { readJson } from '../http/read-json.ts';
import { batchBodies } from '../screens/batch-bodies.ts';
import { mayRunBatches } from '../screens/rights.ts';
import type { AppServices } from '../services.ts';

/** Between two looks at a run for its event stream, milliseconds. */
const lookEvery = 500;
const runsLimit = 100;
const quarantineLimit = 500;

/** Batch jobs for those who may run them. */
export function addBatchRoutes(app: App, services: AppServices): void {
  const { batch } = services;
  const bodies = batchBodies(services.store);

  app.get('/api/batch/jobs', async (context) => {
    const call = operator(context.get('call'));
    const quarantined = await batch.quarantinedByJob();
    const rows: BatchJobBody[] = [];
    for (const { name, at, cutOff, catchUp } of call.release.jobs.values())
      rows.push({
        name,
        at,
        cutOff,
        catchUp,
        title: bodies.jobTitle(call, name),
        ...(await batch.datesOf(call, name)),
        quarantined: quarantined.get(name) ?? 0,
      });
    return context.json({ rows });
  });

  app.post('/api/batch/jobs/:name/runs', async (context) => {
    const call = operator(context.get('call'));
    const body = await readJson(context);
    if (!isObject(body)) throw new Refusal('request.malformed', { reason: { zh: '应为 JSON 对象', en: 'expected a JSON object' } });
    const { date = null, ...rest } = body;
    const errors = Object.keys(rest).map((key) => ({ pointer: `/${key}`, code: 'value.unknown-property' }));
    if (date !== null && !isDate(date)) errors.push({ pointer: '/date', code: 'value.date' });
    if (errors.length > 0) throw new Refusal('record.invalid', { count: errors.length }, errors);
    const run = await batch.start(call, context.req.param('name'), date === null ? undefined : String(date));
    return context.json(bodies.run(call, run), 202);
  });

  app.get('/api/batch/runs', async (context) => {
    const call = operator(context.get('call'));
    const { job = null, before = null, limit = '30' } = context.req.query();
    if (before !== null && !isDate(before)) throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/before', code: 'value.date' }]);
    const rows = await batch.runs({ job, before, limit: Math.min(Math.max(Number.parseInt(limit, 10) || 30, 1), runsLimit) });
    return context.json({ rows: rows.map((run) => bodies.run(call, run)) });
  });

  app.get('/api/batch/runs/:id', async (context) => {
    const call = operator(context.get('call'));
    const id = context.req.param('id').toLowerCase();
    const read = async () => {
      const found = isId(id) ? await batch.run(id) : undefined;
      if (found === undefined) throw new Refusal('batch.run-unknown');
      return bodies.detail(call, found);
    };
    const detail = await read();
    if (!context.req.header('accept')?.includes('text/event-stream')) return context.json(detail);
    return streamSSE(context, async (stream) => {
      let last = '';
      while (!stream.aborted && !services.lifecycle.isStopping()) {
        const now = await read();
        const text = JSON.stringify(now);
        if (text !== last) await stream.writeSSE({ event: 'run', data: text });
        last = text;
        if (now.state === 'done' || now.state === 'failed') return;
        await stream.sleep(lookEvery);
      }
    });
  });

  app.get('/api/batch/quarantine', async (context) => {
    const call = operator(context.get('call'));
    return context.json({ rows: await bodies.quarantine(call, await batch.quarantine(quarantineLimit)) });
  });

  app.post('/api/batch/quarantine/:id/retry', async (context) => {
    const call = operator(context.get('call'));
    const id = context.req.param('id').toLowerCase();
    if (!isId(id)) throw new Refusal('batch.quarantine-unknown');
    const [row] = await bodies.quarantine(call, [await batch.retry(call, id)]);
    return context.json(row);
  });
}

function operator(call: Call): Call {
  if (!mayRunBatches(call)) throw new Refusal('access.right-missing', { operation: 'batch' });
  return call;
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
