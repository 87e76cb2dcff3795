import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Where a request comes from. Forwarded headers count only when the neighbour is on this machine (a proxy in front);
 *  anybody else could write them. */
export function clientOf(context: Context): { readonly address: string; readonly secure: boolean; readonly loopback: boolean } {
  let neighbour = '';
  try {
    neighbour = getConnInfo(context).remote.address ?? '';
  } catch {
    // Called through app.request in the process itself: there is no connection.
    neighbour = '127.0.0.1';
  }
  const near = isLoopback(neighbour);
  const forwarded = context.req.header('x-forwarded-for');
  const address = near && forwarded ? (forwarded.split(',').at(-1)?.trim() ?? neighbour) : neighbour;
  const secure = context.req.url.startsWith('https:') || (near && context.req.header('x-forwarded-proto') === 'https');
  return { address: address.replace(/^::ffff:/, ''), secure, loopback: near && !forwarded };
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}
