import type { MiddlewareHandler } from 'hono';
import { clientOf } from './client.ts';

/** Policy of every page and answer: own scripts only, no eval, no frames. Styles may be inline because widgets place
 *  elements with style attributes; fonts may come as data because the build inlines the smallest slices. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export function securityHeaders(): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const headers = context.res.headers;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', contentPolicy);
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
    if (clientOf(context).secure) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  };
}
