import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** JSON text that the database built, passed through. */
export function sendJson(context: Context, json: string, status: ContentfulStatusCode = 200, headers: Record<string, string> = {}): Response {
  return context.body(json, status, { 'content-type': 'application/json; charset=utf-8', ...headers });
}
