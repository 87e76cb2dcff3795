import { accessTo, rightInAllRows, shown, type Access } from '../../access/grants.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { EntityModel } from '../../model/index.ts';
import { systemColumn, systemTarget } from '../tables.ts';
import type { ColumnGuard } from './condition-at.ts';
import { type Frame, joinAt, linkAt, type Place } from './place.ts';
import { rowsInScope } from './rows-in-scope.ts';

/** Refuses list.field-not-sortable unless every read grant shows each step of the path in clear. A sensitive property at
 *  its end may be asked for exactly (`exact`) by whoever sees its mask. */
export function requireClear(frame: Frame, entity: EntityModel, request: { readonly path: string; readonly access: Access; readonly exact?: boolean }): void {
  const { path, access } = request;
  if (!isClear(frame, entity, { path, access, exact: request.exact === true })) throw new Refusal('list.field-not-sortable', { field: path });
}

export function isClear(frame: Frame, entity: EntityModel, request: { readonly path: string; readonly access: Access; readonly exact?: boolean }): boolean {
  const { path, access, exact } = request;
  const dot = path.indexOf('.');
  const key = dot < 0 ? path : path.slice(0, dot);
  const field = entity.fields.get(key);
  if (field === undefined && systemColumn(entity, key) === undefined) return false;
  if (access.grants.length === 0) return false;
  const sensitive = field?.sensitive !== undefined;
  const right = field === undefined ? 'clear' : rightInAllRows(access, key, sensitive);
  if (dot < 0 && sensitive && exact === true) return access.grants.every((grant) => shown(grant.right(key, true)) !== 'hidden');
  if (right !== 'clear' || field?.virtual === true) return false;
  if (dot < 0) return true;
  const rest = path.slice(dot + 1);
  if (field?.base === 'children') {
    const child = frame.release.entities.get(field.of ?? '');
    const property = child?.fields.get(rest);
    if (property === undefined) return false;
    return access.grants.every((grant) => shown(grant.right(path, property.sensitive !== undefined)) === 'clear');
  }
  const target = field === undefined ? (key === 'parent' ? entity.childOf?.entity : systemTarget(key)) : field.to;
  const next = target === undefined ? undefined : frame.release.entities.get(target);
  if (next === undefined) return false;
  if (rest === 'id' || (key === 'ownerUnit' && rest === 'path')) return true;
  return isClear(frame, next, { path: rest, access: accessTo(frame.release, frame.actor, { entity: next.name, operation: 'read' }), exact: exact === true });
}

/** What a person filters or sorts by through a reference is null where the referred row is not hers to see. */
export function scopedColumns(root: Place): ColumnGuard {
  return (end, column, path) => {
    if (end.place === root || end.place.alias === root.alias) return column;
    const scope = scopesAlong(root, path);
    return scope === 'true' ? column : `(case when ${scope} then ${column} end)`;
  };
}

function scopesAlong(root: Place, path: string): string {
  const conditions: string[] = [];
  let place = root;
  const keys = path.split('.');
  for (const key of keys.slice(0, -1)) {
    const link = linkAt(place, key);
    if (link === undefined) break;
    place = joinAt(place, link.column, link.target);
    const access = accessTo(root.frame.release, root.frame.actor, { entity: link.target, operation: 'read' });
    const scope = rowsInScope(place, access);
    if (scope !== 'true') conditions.push(scope);
  }
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}
