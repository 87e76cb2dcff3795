import { streamSSE } from 'hono/streaming';
import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import type { AppServices } from '../services.ts';

/** Between two looks at a job for its event stream, milliseconds. */
const lookEvery = 300;

export function addJobRoutes(app: App, services: AppServices): void {
  app.get('/api/jobs/:id', async (context) => {
    const call = context.get('call');
    const id = context.req.param('id').toLowerCase();
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new Refusal('job.unknown');
    const job = await services.jobs.get(call, id);
    if (!job) throw new Refusal('job.unknown');
    if (!context.req.header('accept')?.includes('text/event-stream')) return context.json(job);
    return streamSSE(context, async (stream) => {
      let last = '';
      while (!stream.aborted && !services.lifecycle.isStopping()) {
        const now = await services.jobs.get(call, id);
        const text = JSON.stringify(now ?? null);
        if (text !== last) await stream.writeSSE({ event: 'job', data: text });
        last = text;
        if (!now || now.state === 'done' || now.state === 'failed') return;
        await stream.sleep(lookEvery);
      }
    });
  });
}
