import type { App } from '../app-types.ts';
import { isUnchanged } from '../http/preconditions.ts';
import type { ProblemCatalogue } from '../http/problem.ts';
import { sendJson } from '../http/send-json.ts';
import { buildOpenapi } from '../openapi/build-openapi.ts';
import { referencePage, referenceScript, referenceStyle } from '../openapi/reference-page.ts';
import { rightsDigest } from '../screens/rights.ts';
import { ScreenCache } from '../screens/screen-cache.ts';

/** The page holds no data; what it shows it asks for with the session of whoever looks. */
export function addReferencePage(app: App): void {
  const send = (path: string, body: string, type: string) =>
    app.get(path, (context) => context.body(body, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }));
  send('/api/docs', referencePage, 'text/html');
  send('/api/docs/reference.css', referenceStyle, 'text/css');
  send('/api/docs/reference.js', referenceScript, 'text/javascript');
}

export function addOpenapiRoutes(app: App, catalogue: ProblemCatalogue): void {
  const cache = new ScreenCache();
  app.get('/api/openapi.json', (context) => {
    const call = context.get('call');
    const digest = rightsDigest(call.release, call.actor);
    const headers = { etag: `"${call.release.hash}-${digest}"`, 'cache-control': 'private, no-cache' };
    if (isUnchanged(context, headers.etag)) return context.body(null, 304, headers);
    return sendJson(
      context,
      cache.get(digest, call.release, () => JSON.stringify(buildOpenapi(call, catalogue))),
      200,
      headers,
    );
  });
}
