import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { problems } from '../contract/problems.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { App, AppEnvironment } from './app-types.ts';
import { authenticate } from './http/authenticate.ts';
import { languageOf } from './http/language.ts';
import { observe } from './http/observe.ts';
import { type ProblemCatalogue, renderProblem } from './http/problem.ts';
import { requestLimits } from './http/request-limits.ts';
import { securityHeaders } from './http/security-headers.ts';
import { addActionRoutes } from './routes/actions.ts';
import { addBatchRoutes } from './routes/batch.ts';
import { addDesignRoutes } from './routes/design.ts';
import { addDocumentRoutes } from './routes/documents.ts';
import { addExportRoutes } from './routes/exports.ts';
import { addFileRoutes } from './routes/files.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addImportRoutes } from './routes/imports.ts';
import { addJobRoutes } from './routes/jobs.ts';
import { addListRoutes } from './routes/lists.ts';
import { addOpenapiRoutes, addReferencePage } from './routes/openapi.ts';
import { addOperationRoutes } from './routes/operations.ts';
import { addPreferenceRoutes } from './routes/preferences.ts';
import { addRecordRoutes } from './routes/records.ts';
import { addScreenFiles } from './routes/screen-files.ts';
import { addScreenRoutes } from './routes/screens.ts';
import { addSearchRoutes } from './routes/search.ts';
import { addOpenSessionRoutes, addSessionRoutes } from './routes/session.ts';
import { addSettingRoutes } from './routes/settings.ts';
import { addSetupPage } from './routes/setup.ts';
import { addTaskRoutes } from './routes/tasks.ts';
import type { AppServices } from './services.ts';

/** The whole HTTP side. Every API request passes, in this order: stopping → limits by address → session (and its CSRF
 *  proof) → limits by person → changed password; then the route checks right → visible → state → version → input → rules. */
export function createApp(services: AppServices): App {
  const app = new Hono<AppEnvironment>({ strict: false });
  const catalogue: ProblemCatalogue = { ...problems, ...Object.assign({}, ...services.plugins.map((plugin) => plugin.problems ?? {})) };
  const limits = requestLimits(services);

  app.use(async (context, next) => {
    context.set('requestId', randomUUID());
    await next();
    context.res.headers.set('x-request-id', context.get('requestId'));
  });
  app.use(observe(services));
  app.use(securityHeaders());

  app.onError((error, context) => {
    const requestId = context.get('requestId');
    const refusal = error instanceof Refusal ? error : new Refusal('server.unexpected', { reference: requestId });
    const body = renderProblem(refusal, { catalogue, language: languageOf(context, services), requestId });
    if (body.status >= 500 && body.status !== 503) services.logger.error({ requestId, err: error }, 'request failed');
    const headers = {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(body.status === 429 || body.status === 503 ? { 'retry-after': '1' } : {}),
    };
    return new Response(context.req.method === 'HEAD' ? null : JSON.stringify(body), { status: body.status, headers });
  });

  addHealthRoutes(app, services);
  app.use('/api/*', async (context, next) => {
    if (services.lifecycle.isStopping()) throw new Refusal('server.stopping');
    if (context.req.method === 'OPTIONS') return context.body(null, 204, { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' });
    return next();
  });
  addOpenSessionRoutes(app, services, limits);
  addReferencePage(app);
  addSetupPage(app);
  app.use('/api/*', authenticate(services, limits));

  addSessionRoutes(app, services);
  addScreenRoutes(app);
  addListRoutes(app, services);
  addSearchRoutes(app, services);
  addDocumentRoutes(app);
  addRecordRoutes(app, services);
  addActionRoutes(app, services);
  addOperationRoutes(app, services);
  addTaskRoutes(app, services);
  addFileRoutes(app, services);
  addExportRoutes(app, services);
  addImportRoutes(app, services);
  addJobRoutes(app, services);
  addBatchRoutes(app, services);
  addPreferenceRoutes(app, services);
  addSettingRoutes(app, services);
  addOpenapiRoutes(app, catalogue);
  addDesignRoutes(app, services);
  app.all('/api/*', routeUnknown);
  addScreenFiles(app, services);
  app.notFound(routeUnknown);
  return app;
}

function routeUnknown(context: { req: { method: string; path: string } }): never {
  throw new Refusal('request.route-unknown', { method: context.req.method, path: context.req.path.slice(0, 120) });
}
