import { Refusal } from '../../kernel/refusal.ts';
import type { App } from '../app-types.ts';
import { authenticate } from '../http/authenticate.ts';
import { clientOf } from '../http/client.ts';
import { metersOf } from '../http/observe.ts';
import { requestLimits } from '../http/request-limits.ts';
import { functionsOf } from '../screens/rights.ts';
import type { AppServices } from '../services.ts';

export function addHealthRoutes(app: App, services: AppServices): void {
  app.get('/health', async (context) => {
    const ready = !services.lifecycle.isStopping() && (await services.lifecycle.isReady());
    const body = { status: ready ? 'ready' : services.lifecycle.isStopping() ? 'stopping' : 'starting', release: services.serving.current().hash };
    return context.json(body, ready ? 200 : 503);
  });

  const signedIn = authenticate(services, requestLimits(services));
  app.get(
    '/metrics',
    async (context, next) => (clientOf(context).loopback ? next() : signedIn(context, next)),
    async (context) => {
      const call = context.get('call');
      if (call && !functionsOf(call.release, call.actor).includes('administer')) throw new Refusal('access.right-missing', { operation: 'administer' });
      const { registry } = metersOf(services);
      return context.body(await registry.metrics(), 200, { 'content-type': registry.contentType });
    },
  );
}
