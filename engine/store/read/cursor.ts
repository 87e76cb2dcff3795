import { createHash } from 'node:crypto';
import { Refusal } from '../../kernel/refusal.ts';
import type { Vault } from '../vault.ts';

/** Sort values of the last row of a page, the id last; null where the row has none. */
export type CursorValues = readonly (string | null)[];

/** What a cursor belongs to: it opens nowhere else. */
export function cursorPlace(...parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

export function writeCursor(values: CursorValues, place: string, vault: Vault): string {
  const body = Buffer.from(JSON.stringify(values)).toString('base64url');
  return `${body}.${vault.sign(`${place}.${body}`)}`;
}

/** Refuses list.cursor-invalid for a cursor of another list, sort, filter, release or installation. */
export function readCursor(cursor: string, place: string, vault: Vault): CursorValues {
  const dot = cursor.indexOf('.');
  const body = cursor.slice(0, dot);
  if (dot < 0 || !vault.isSigned(`${place}.${body}`, cursor.slice(dot + 1))) throw new Refusal('list.cursor-invalid');
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as CursorValues;
}
