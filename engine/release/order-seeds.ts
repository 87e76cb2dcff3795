import { isObject } from '../kernel/json.ts';
import type { SeedModel } from '../model/index.ts';

/** Seeds so that each comes after the entities that its records refer to; a circle keeps the order of names. */
export function orderSeeds(seeds: readonly SeedModel[]): readonly SeedModel[] {
  const ordered: SeedModel[] = [];
  const seen = new Set<SeedModel>();
  const visit = (seed: SeedModel): void => {
    if (seen.has(seed)) return;
    seen.add(seed);
    for (const entity of targets(seed)) for (const other of seeds) if (other.of === entity && other !== seed) visit(other);
    ordered.push(seed);
  };
  seeds.forEach(visit);
  return ordered;
}

function targets(seed: SeedModel): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      const entity = /^@([a-z][a-z0-9-]*)\//.exec(value)?.[1];
      if (entity !== undefined && entity !== seed.of) found.add(entity);
    } else if (Array.isArray(value)) value.forEach(look);
    else if (isObject(value)) Object.values(value).forEach(look);
  };
  for (const record of seed.records.values()) look(record);
  return found;
}
