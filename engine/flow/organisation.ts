import type { Call } from '../model/index.ts';
import type { Store, StoredRecord, Transaction } from '../store/face.ts';

/** A person who may hold a seat. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly unit: string | null;
  readonly post: string | null;
  readonly manager: string | null;
  /** Works here and may sign in. */
  readonly isActive: boolean;
}

export interface Unit {
  readonly id: string;
  readonly code: string;
  readonly parent: string | null;
  readonly leader: string | null;
  readonly path: string;
}

/** The live organisation as one command reads it: each part is asked for at most once. */
export interface Organisation {
  person(id: string): Promise<Person | undefined>;
  byUsername(username: string): Promise<Person | undefined>;
  unit(id: string): Promise<Unit | undefined>;
  unitByCode(code: string): Promise<Unit | undefined>;
  /** Roles that hold or include the role, and whoever has one of them today. */
  holdersOf(role: string): Promise<readonly Person[]>;
  /** Holders of a role with a platform function, e.g. `flowAdmin`. */
  holdersOfFunction(name: string): Promise<readonly Person[]>;
  byPost(post: string): Promise<readonly Person[]>;
  membersOf(unit: string): Promise<readonly Person[]>;
}

export function createOrganisation(store: Store, tx: Transaction, call: Call): Organisation {
  const people = new Map<string, Person | undefined>();
  const units = new Map<string, Unit | undefined>();
  const find = (entity: string, where: Record<string, unknown>) => store.find(tx, call, entity, where);
  const keep = (records: readonly StoredRecord[]) =>
    records.map((record) => {
      const person = toPerson(record);
      people.set(person.id, person);
      return person;
    });

  async function withRoles(roles: readonly string[]): Promise<readonly Person[]> {
    if (roles.length === 0) return [];
    const assignments = (await find('role-assignment', { role: roles })).filter((assignment) => isValid(assignment, call.today));
    const ids = [...new Set(assignments.map((assignment) => String(assignment['staff'])))];
    return ids.length === 0 ? [] : keep(await find('staff', { id: ids }));
  }

  const organisation: Organisation = {
    async person(id) {
      if (!people.has(id)) {
        const record = await store.load(tx, call, 'staff', id, { operation: null });
        people.set(id, record === undefined ? undefined : toPerson(record));
      }
      return people.get(id);
    },
    byUsername: async (username) => keep(await find('staff', { username }))[0],
    async unit(id) {
      if (!units.has(id)) {
        const record = await store.load(tx, call, 'org-unit', id, { operation: null });
        units.set(id, record === undefined ? undefined : toUnit(record));
      }
      return units.get(id);
    },
    async unitByCode(code) {
      const record = (await find('org-unit', { code }))[0];
      return record === undefined ? undefined : toUnit(record);
    },
    holdersOf: (role) =>
      withRoles([...call.release.roles.values()].filter((model) => model.includes.includes(role) || model.name === role).map((model) => model.name)),
    holdersOfFunction: (name) => {
      const granting = new Set([...call.release.roles.values()].filter((model) => model.functions.includes(name)).map((model) => model.name));
      return withRoles(
        [...call.release.roles.values()]
          .filter((model) => granting.has(model.name) || model.includes.some((role) => granting.has(role)))
          .map((model) => model.name),
      );
    },
    byPost: async (post) => keep(await find('staff', { post })),
    membersOf: async (unit) => keep(await find('staff', { unit })),
  };
  return organisation;
}

function toPerson(record: StoredRecord): Person {
  const text = (key: string) => (typeof record[key] === 'string' ? record[key] : null);
  return {
    id: record.id,
    name: String(record['name'] ?? record['username'] ?? ''),
    username: String(record['username'] ?? ''),
    unit: text('unit'),
    post: text('post'),
    manager: text('manager'),
    isActive: record['active'] !== false && record.state !== 'left' && record.state !== 'suspended',
  };
}

function toUnit(record: StoredRecord): Unit {
  const text = (key: string) => (typeof record[key] === 'string' ? record[key] : null);
  return { id: record.id, code: String(record['code']), parent: text('parent'), leader: text('leader'), path: String(record['path'] ?? '') };
}

function isValid(assignment: StoredRecord, today: string): boolean {
  const to = assignment['validTo'];
  return String(assignment['validFrom']) <= today && (typeof to !== 'string' || to >= today);
}
