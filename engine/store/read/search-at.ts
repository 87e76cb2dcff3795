import type { Access } from '../../access/grants.ts';
import type { Vault } from '../vault.ts';
import { isClear, scopedColumns } from './guard.ts';
import type { QueryValues } from './parameters.ts';
import { columnAt, pathEnd, type Place } from './place.ts';

const searchable = new Set(['text', 'longText', 'serial', 'choice']);

/** Rows in which one of the paths holds the searched text. Sensitive values are found when the whole value is given, or
 *  its last characters where the mask shows them. A path that the actor does not see in clear is left out. */
export function searchAt(place: Place, paths: readonly string[], access: Access): string {
  const { parameters } = place.frame;
  const tests: string[] = [];
  for (const path of paths) {
    const end = pathEnd(place, path);
    if (end === undefined || !isClear(place.frame, place.entity, { path, access, exact: true })) continue;
    const guard = scopedColumns(place);
    const { field } = end;
    if (field === undefined || field.column === null) continue;
    if (field.sensitive !== undefined) {
      const hashes = parameters.add({ kind: 'context', name: 'query.hashes' }, 'text[]');
      tests.push(`${guard(end, columnAt(end.place, `${field.column}_hash`), path)} = any(${hashes})`);
      if (field.sensitive.tail > 0)
        tests.push(`${guard(end, columnAt(end.place, `${field.column}_tail`), path)} = ${parameters.add({ kind: 'context', name: 'query.search' }, 'text')}`);
    } else if (searchable.has(field.base)) {
      tests.push(`${guard(end, columnAt(end.place, field.column), path)} ilike ${parameters.add({ kind: 'context', name: 'query.like' }, 'text')}`);
    }
  }
  return tests.length === 0 ? 'false' : `(${tests.join(' or ')})`;
}

/** Values that `searchAt` binds. */
export function searchValues(search: string | null, vault: Vault): QueryValues {
  if (search === null) return {};
  const text = search.trim();
  return { 'query.search': text, 'query.like': `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`, 'query.hashes': vault.hashes(text) };
}

/** Paths that an entity is searched by when no list says otherwise. */
export function searchPaths(place: Place): readonly string[] {
  return [...place.entity.fields.values()].filter((field) => field.searchable).map((field) => field.key);
}
