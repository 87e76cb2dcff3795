import { LockMode, OptimisticLockError } from '@mikro-orm/core';
import { invariant, Refusal } from '../../kernel/refusal.ts';
import type { EntityModel, Release } from '../../model/index.ts';
import type { EntityManager, FindOptions } from '../../plugin-api/entity-manager.ts';
import type { UnitOfWork } from '../face.ts';
import type { NewId } from '../new-id.ts';
import { entityOf } from '../tables.ts';
import { refuseViolation } from '../write/refuse-violation.ts';
import { isMapped } from './entity-schemas.ts';

/** MikroORM's manager by entity name. Its types know only classes, which a release does not have. */
interface Named {
  find(entity: string, where: object, options: object): Promise<object[]>;
  findOne(entity: string, where: object, options: object): Promise<object | null>;
  create(entity: string, values: object): object;
  getReference(entity: string, id: string): object;
  flush(): Promise<void>;
}

/** What a plugin gets of MikroORM: only ways that pass the flush, so that nothing is written past the checks and the audit. */
export function openEntities(manager: object, { release, newId }: { readonly release: Release; readonly newId: NewId }): UnitOfWork {
  const named = manager as Named;
  let isOpen = true;
  /** A read may flush first, so every way refuses as a flush does. */
  const run = async <Result>(entity: EntityModel | undefined, work: () => Promise<Result>): Promise<Result> => {
    invariant(isOpen, 'a unit of work is used within its operation');
    try {
      return await work();
    } catch (error) {
      if (error instanceof OptimisticLockError) throw new Refusal('request.stale');
      return refuseViolation(error, entity === undefined ? [...release.entities.values()] : [entity, ...release.entities.values()]);
    }
  };
  const findOne = (name: string, where: object, options?: FindOptions): Promise<object | null> => {
    const entity = entityOf(release, name);
    return run(entity, () => named.findOne(name, inForce(where), findOptions(options)));
  };
  const entities = {
    find(name: string, where: object, options?: FindOptions) {
      const entity = entityOf(release, name);
      return run(entity, () => named.find(name, inForce(where), findOptions(options)));
    },
    findOne,
    async findOneOrFail(name: string, where: object, options?: FindOptions) {
      const found = await findOne(name, where, options);
      if (found === null) throw new Refusal('record.not-found');
      return found;
    },
    create(name: string, values: Readonly<Record<string, unknown>>) {
      const entity = entityOf(release, name);
      for (const key of Object.keys(values)) requireProperty(entity, key);
      return named.create(name, { id: newId(), ...values });
    },
    reference: (name: string, id: string) => named.getReference(entityOf(release, name).name, id),
    flush: () => run(undefined, () => named.flush()),
  };
  return {
    entities: Object.freeze(entities) as EntityManager,
    async end() {
      await entities.flush();
      isOpen = false;
    },
  };
}

/** Retired records are not found; a reference to one stays what it is. */
function inForce(where: object): object {
  return { $and: [where, { retiredAt: null }] };
}

function findOptions(options: FindOptions = {}): object {
  return {
    // Each relation by a statement of its own: a lock then holds the rows asked for and no others.
    strategy: 'select-in',
    ...(options.orderBy === undefined ? {} : { orderBy: options.orderBy.map((key) => (key.startsWith('-') ? { [key.slice(1)]: 'desc' } : { [key]: 'asc' })) }),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.populate === undefined ? {} : { populate: options.populate }),
    ...(options.lock === true ? { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } : {}),
  };
}

/** MikroORM takes unknown properties and forgets them; a mistake of the plugin must not be silent. */
function requireProperty(entity: EntityModel, key: string): void {
  const field = entity.fields.get(key);
  const isOwn = key === 'id' || (key === 'state' && entity.states.size > 0) || (key.startsWith('owner') && entity.owned);
  invariant(isOwn || (field !== undefined && isMapped(field)), `"${entity.name}.${key}" can be written by a unit of work`);
}
