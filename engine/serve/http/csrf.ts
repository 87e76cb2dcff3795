import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';

/** The proof that a page of ours sends back with every write: derived from the session's token, which no script can read. */
export function csrfToken(sessionToken: string): string {
  return createHash('sha256').update(`csrf:${sessionToken}`).digest('base64url');
}

/** Refuses `request.csrf` when a write with the cookie lacks the proof or comes from another site. */
export function checkCsrf(context: Context, sessionToken: string): void {
  if (context.req.method === 'GET' || context.req.method === 'HEAD') return;
  checkOrigin(context);
  const given = Buffer.from(context.req.header('x-csrf-token') ?? '');
  const wanted = Buffer.from(csrfToken(sessionToken));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new Refusal('request.csrf');
}

/** Browsers send Origin with every cross-site write; programs need not. */
export function checkOrigin(context: Context): void {
  if (context.req.header('sec-fetch-site') === 'cross-site') throw new Refusal('request.csrf');
  const origin = context.req.header('origin');
  if (origin === undefined) return;
  const host = context.req.header('host');
  let originHost: string;
  try {
    originHost = new URL(origin).host;
  } catch {
    throw new Refusal('request.csrf');
  }
  if (originHost !== host) throw new Refusal('request.csrf');
}
