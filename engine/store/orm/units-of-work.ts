import type { Release } from '../../model/index.ts';
import type { OpenDatabase } from '../database/open-database.ts';
import type { Store } from '../face.ts';
import type { NewId } from '../new-id.ts';
import type { Generation } from './generation.ts';

/** Units of work over the shared pool. The first one of a release builds its generation, which lives as long as the release. */
export function unitsOfWork(tools: { readonly database: OpenDatabase; readonly newId: NewId }): Store['unitOfWork'] {
  const generations = new WeakMap<Release, Promise<Generation>>();
  const generationOf = (release: Release): Promise<Generation> => {
    let generation = generations.get(release);
    if (generation === undefined) {
      // Loaded here, so that a process whose plugins never ask for it does not load MikroORM.
      generation = import('./generation.ts').then(({ createGeneration }) => createGeneration({ ...tools, release }));
      generations.set(release, generation);
    }
    return generation;
  };
  return async (tx, call, rules) => (await generationOf(call.release)).open(tx, call, rules);
}
