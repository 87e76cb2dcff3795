import type { Context } from 'hono';
import { Refusal } from '../../kernel/refusal.ts';

/** The version in `If-Match: "<version>"`; refuses `request.precondition-required` when there is none or it is no version. */
export function requiredVersion(context: Context): number {
  const version = versionOf(context.req.header('if-match'));
  if (version === undefined) throw new Refusal('request.precondition-required');
  return version;
}

/** The version when the header is there; an action need not send one. */
export function givenVersion(context: Context): number | undefined {
  const header = context.req.header('if-match');
  return header === undefined || header === '*' ? undefined : requiredVersion(context);
}

function versionOf(header: string | undefined): number | undefined {
  // A proxy that compresses turns a strong tag into a weak one; the version in it is the same.
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header?.trim() ?? '');
  return match ? Number(match[1]) : undefined;
}

/** True when `If-None-Match` names this tag: answer 304. */
export function isUnchanged(context: Context, tag: string): boolean {
  const header = context.req.header('if-none-match');
  return header?.split(',').some((part) => part.trim().replace(/^W\//, '') === tag) ?? false;
}

/** `Idempotency-Key`, 1 to 200 visible characters, or null. */
export function idempotencyKey(context: Context): string | null {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw new Refusal('request.malformed', { reason: 'Idempotency-Key' });
  return key;
}

/** A path segment that must be a record id; anything else is answered as an unknown record. */
export function recordId(context: Context, name = 'id'): string {
  const id = context.req.param(name)?.toLowerCase() ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Refusal('record.not-found');
  return id;
}
