import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { AppEnvironment } from '../app-types.ts';
import type { AppServices } from '../services.ts';

/** Log line and metrics of each request. The line has the route's pattern, never the address, query, body or a name:
 *  personal data and secrets stay out of logs. */
export function observe(services: AppServices): MiddlewareHandler<AppEnvironment> {
  const { requests, seconds } = metersOf(services);
  return async (context, next) => {
    const start = performance.now();
    await next();
    const duration = (performance.now() - start) / 1000;
    const route = routePath(context, -1);
    const labels = { method: context.req.method, route, status: String(context.res.status) };
    requests.inc(labels);
    seconds.observe({ method: labels.method, route }, duration);
    services.logger.info({
      requestId: context.get('requestId'),
      ...labels,
      milliseconds: Math.round(duration * 1000),
      user: context.get('session')?.actor.userId,
    });
  };
}

interface Meters {
  readonly registry: Registry;
  readonly requests: Counter;
  readonly seconds: Histogram;
}

const metersByServices = new WeakMap<AppServices, Meters>();

/** One registry an app, so that several apps in one process (tests) do not meet. */
export function metersOf(services: AppServices): Meters {
  const known = metersByServices.get(services);
  if (known) return known;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const meters = {
    registry,
    requests: new Counter({
      name: 'loom_http_requests_total',
      help: 'Requests by route and status.',
      labelNames: ['method', 'route', 'status'],
      registers: [registry],
    }),
    seconds: new Histogram({
      name: 'loom_http_seconds',
      help: 'Duration of requests by route, seconds.',
      labelNames: ['method', 'route'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [registry],
    }),
  };
  metersByServices.set(services, meters);
  return meters;
}
