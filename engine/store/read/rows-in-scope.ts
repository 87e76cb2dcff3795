import { type Access, type AccessGrant, shown } from '../../access/grants.ts';
import { conditionAt } from './condition-at.ts';
import { columnAt, type Place } from './place.ts';

/** Rows that some grant contains and no restriction forbids; `true` when nothing narrows them, `false` when closed. */
export function rowsInScope(place: Place, access: Access): string {
  // A grant of all rows is asked first: conditions of the others would bind values that no text names.
  const permits = access.grants.some((grant) => grant.rows === null) ? ['true'] : access.grants.map((grant) => grantRows(place, grant));
  const permitted = permits.length === 0 ? 'false' : permits.includes('true') ? 'true' : `(${permits.join(' or ')})`;
  const all = [permitted, ...access.restrictions.map((restriction) => conditionAt(place, restriction.node))].filter((part) => part !== 'true');
  return all.length === 0 ? 'true' : all.join(' and ');
}

function grantRows(place: Place, grant: AccessGrant): string {
  if (grant.rows === null) return 'true';
  if (grant.rows !== 'task') return conditionAt(place, grant.rows.node);
  const user = place.frame.parameters.add({ kind: 'context', name: 'user.id' }, 'uuid');
  const entity = place.frame.parameters.add({ kind: 'literal', value: place.entity.name }, 'text');
  return `exists (select 1 from loom.record_grant g where g.record_id = ${columnAt(place, 'id')} and g.user_id = ${user} and g.entity = ${entity})`;
}

/** What the actor sees of a property in one row. */
export interface Sight {
  /** Conditions under which the value shows in clear and, else, masked; `true`, `false` or SQL. */
  readonly clear: string;
  readonly mask: string;
}

/** Unites, for this row, the rights of exactly those grants that contain it. */
export function sightOf(place: Place, access: Access, property: string, sensitive: boolean): Sight {
  const levels = access.grants.map((grant) => shown(grant.right(property, sensitive)));
  if (levels.length === 0) return { clear: 'false', mask: 'false' };
  // A row that is seen at all is contained by some grant: where all give the same, nothing is left to ask.
  if (levels.every((level) => level === levels[0])) return { clear: String(levels[0] === 'clear'), mask: String(levels[0] === 'mask') };
  return { clear: anyOf(place, access, levels, 'clear'), mask: levels.every((level) => level !== 'hidden') ? 'true' : anyOf(place, access, levels, 'mask') };
}

function anyOf(place: Place, access: Access, levels: readonly string[], wanted: string): string {
  const wide = access.grants.filter((_, index) => levels[index] === wanted);
  if (wide.length === 0) return 'false';
  return wide.some((grant) => grant.rows === null) ? 'true' : `(${wide.map((grant) => grantRows(place, grant)).join(' or ')})`;
}
