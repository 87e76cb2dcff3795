import { createHash } from 'node:crypto';
import type { Actor, FieldRight } from '../../model/access.ts';
import type { Call } from '../../model/call.ts';
import type { FieldModel } from '../../model/field.ts';
import type { Release } from '../../model/release.ts';
import { accessTo, rank, widestRight } from '../../access/grants.ts';

/** Rights of a person as the screens need them: over all rows that she may reach, the most that any of them allows.
 *  The statements decide row by row; this only decides what is drawn. */
export function mayDo(call: Pick<Call, 'release' | 'actor'>, entity: string, operation: string): boolean {
  return accessTo(call.release, call.actor, { entity, operation }).grants.length > 0;
}

/** What a descriptor says of a property: `write` only where some create or update grant says so. */
export function fieldRight(call: Pick<Call, 'release' | 'actor'>, entity: string, property: string): FieldRight {
  const { release, actor } = call;
  const sensitive = release.entities.get(entity)?.fields.get(property)?.sensitive !== undefined;
  const widest = (operation: string) => widestRight(accessTo(release, actor, { entity, operation }), property, sensitive);
  const seen = lower(widest('read'), 'read');
  if (widest('update') === 'write' || widest('create') === 'write') return 'write';
  return seen;
}

/** Right to see a dotted path from an entity: the weakest step counts. Unknown steps (system properties) are readable. */
export function pathRight(call: Pick<Call, 'release' | 'actor'>, entity: string, path: string): FieldRight {
  let right: FieldRight = 'write';
  let at: string | undefined = entity;
  for (const step of path.split('.')) {
    if (at === undefined) break;
    const field: FieldModel | undefined = call.release.entities.get(at)?.fields.get(step);
    if (field) {
      // A child has no policy of its own: the parent's property stands for its rows.
      const isChild = call.release.entities.get(at)?.childOf != null;
      if (!isChild) right = lower(right, fieldRight(call, at, step));
    }
    at = field?.to ?? (field?.base === 'children' ? field.of : undefined);
  }
  return right;
}

/** Platform functions of the person's roles, e.g. `design`. */
export function functionsOf(release: Release, actor: Actor): readonly string[] {
  return [...new Set(actor.roles.flatMap((role) => release.roles.get(role)?.functions ?? []))].sort();
}

/** Batch jobs belong to administrators and to those whom a role gives the function `batch`. */
export function mayRunBatches({ release, actor }: Pick<Call, 'release' | 'actor'>): boolean {
  return functionsOf(release, actor).some((name) => name === 'administer' || name === 'batch');
}

/** The same digest means the same trimmed screens: roles, and the language they are told in. */
export function rightsDigest(release: Release, actor: Actor): string {
  const text = JSON.stringify([release.hash, actor.kind, actor.roles, actor.language || release.language]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function lower(one: FieldRight, other: FieldRight): FieldRight {
  return rank[one] <= rank[other] ? one : other;
}
