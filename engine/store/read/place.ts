import { invariant } from '../../kernel/refusal.ts';
import type { EntityModel, FieldModel, Release } from '../../model/index.ts';
import type { Actor } from '../../model/access.ts';
import { quote, systemColumn, systemTarget, tableName } from '../tables.ts';
import type { Parameters } from './parameters.ts';

/** What all parts of one statement share. */
export interface Frame {
  readonly release: Release;
  /** For its roles only: statements are shared by actors with the same roles. */
  readonly actor: Actor;
  readonly language: string;
  readonly parameters: Parameters;
  /** The actor's part of the organisation owns many of the rows (`wide-scopes.ts`). */
  readonly isWide?: boolean;
  nextAlias(): string;
}

export function newFrame(request: {
  readonly release: Release;
  readonly actor: Actor;
  readonly language: string;
  readonly parameters: Parameters;
  readonly isWide?: boolean;
}): Frame {
  let count = 0;
  return { ...request, nextAlias: () => `r${(count += 1)}` };
}

/** An entity's row under an alias in some FROM list, and the joins that hang on it. */
export interface Place {
  readonly frame: Frame;
  readonly entity: EntityModel;
  readonly alias: string;
  /** ` left join …` texts of the FROM list, in order; shared by all places of that list. */
  readonly joins: Map<string, { readonly sql: string; readonly place: Place }>;
  /** Columns of the alias that were asked for: the inner query of a page selects just these. */
  readonly columns: Set<string>;
}

export function rootPlace(frame: Frame, entity: EntityModel, alias: string): Place {
  return { frame, entity, alias, joins: new Map(), columns: new Set() };
}

export function columnAt(place: Place, name: string): string {
  place.columns.add(name);
  return `${place.alias}.${quote(name)}`;
}

/** The row that a column points to, joined once however often it is asked for. */
export function joinAt(place: Place, column: string, target: string): Place {
  const entity = place.frame.release.entities.get(target);
  invariant(entity !== undefined, `the target "${target}" of a reference is in the release`);
  const known = place.joins.get(column);
  if (known !== undefined) return known.place;
  const alias = place.frame.nextAlias();
  const joined: Place = { frame: place.frame, entity, alias, joins: place.joins, columns: new Set() };
  place.joins.set(column, { sql: ` left join ${tableName(entity)} ${alias} on ${alias}.id = ${column}`, place: joined });
  return joined;
}

export function joinsOf(place: Place): string {
  return [...place.joins.values()].map((join) => join.sql).join('');
}

/** What a dotted path means from a place: the place it ends in, and the property or system column there. */
export interface PathEnd {
  readonly place: Place;
  readonly key: string;
  readonly field: FieldModel | undefined;
  /** Column of a system property. */
  readonly system: string | undefined;
}

export function pathEnd(place: Place, path: string): PathEnd | undefined {
  const dot = path.indexOf('.');
  const key = dot < 0 ? path : path.slice(0, dot);
  const field = place.entity.fields.get(key);
  const system = field === undefined ? systemColumn(place.entity, key) : undefined;
  if (field === undefined && system === undefined) return undefined;
  if (dot < 0) return { place, key, field, system };
  const rest = path.slice(dot + 1);
  const link = linkAt(place, key);
  if (link === undefined) return undefined;
  if (rest === 'id') return { place, key, field, system };
  // The path of the owning unit is kept on the record itself.
  if (key === 'ownerUnit' && rest === 'path') return { place, key: 'ownerPath', field: undefined, system: 'owner_path' };
  return pathEnd(joinAt(place, link.column, link.target), rest);
}

/** Column and target of a property that refers to one record. */
export function linkAt(place: Place, key: string): { readonly column: string; readonly target: string } | undefined {
  const field = place.entity.fields.get(key);
  if (field !== undefined) {
    if (field.base !== 'reference' || field.column === null || field.to === undefined) return undefined;
    return { column: columnAt(place, field.column), target: field.to };
  }
  const system = systemColumn(place.entity, key);
  const target = key === 'parent' ? place.entity.childOf?.entity : systemTarget(key);
  if (system === undefined || target === undefined || !place.frame.release.entities.has(target)) return undefined;
  return { column: columnAt(place, system), target };
}
