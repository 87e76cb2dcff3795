import { Refusal } from '../kernel/refusal.ts';
import type { Call } from '../model/index.ts';
import type { AuditNote, StoredRecord, Store, Transaction } from '../store/face.ts';

/** What the platform's own entities need beyond their documents: unit paths are kept, and nobody gets two roles that
 *  exclude each other. Called after every write of such a record, in the same transaction. */
export async function keepPlatformRules(store: Store, tx: Transaction, call: Call, entity: string, record: StoredRecord): Promise<void> {
  if (entity === 'org-unit') await keepUnitPath(store, tx, call, record);
  if (entity === 'role-assignment') await refuseIncompatibleRoles(store, tx, call, record);
}

const note: AuditNote = { type: 'system', comment: 'path' };
/** Deepest organisation that is kept; a cycle is refused long before. */
const deepest = 20;

/** `/HQ/EAST/`: codes from the root down. Moving a unit moves the paths of all units below it. */
async function keepUnitPath(store: Store, tx: Transaction, call: Call, unit: StoredRecord): Promise<void> {
  const codes: string[] = [];
  let current: StoredRecord | undefined = unit;
  while (current !== undefined) {
    if (codes.length >= deepest) throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/parent', code: 'value.reference-missing' }]);
    codes.unshift(String(current['code']));
    current = typeof current['parent'] === 'string' ? await store.load(tx, call, 'org-unit', current['parent'], { operation: null }) : undefined;
  }
  await writePath(store, tx, call, unit, `/${codes.join('/')}/`);
}

async function writePath(store: Store, tx: Transaction, call: Call, unit: StoredRecord, path: string): Promise<void> {
  if (unit['path'] === path) return;
  await store.update(tx, call, 'org-unit', unit, { path }, { audit: note });
  for (const child of await store.find(tx, call, 'org-unit', { parent: unit.id })) {
    await writePath(store, tx, call, child, `${path}${String(child['code'])}/`);
  }
}

/** Static separation of duties: compared with every assignment of the person whose dates overlap. */
async function refuseIncompatibleRoles(store: Store, tx: Transaction, call: Call, assignment: StoredRecord): Promise<void> {
  const role = call.release.roles.get(roleName(assignment));
  if (role === undefined) return;
  for (const other of await store.find(tx, call, 'role-assignment', { staff: assignment['staff'] })) {
    if (other.id === assignment.id || !overlap(assignment, other)) continue;
    const held = call.release.roles.get(roleName(other));
    if (held === undefined) continue;
    if (excludes(role.includes, held.incompatibleWith) || excludes(held.includes, role.incompatibleWith)) {
      throw new Refusal('access.separation-of-duties', { rule: `${role.title} – ${held.title}` });
    }
  }
}

function excludes(roles: readonly string[], incompatible: readonly string[]): boolean {
  return roles.some((role) => incompatible.includes(role));
}

function roleName(assignment: StoredRecord): string {
  return String(assignment['role']).split('@')[0] ?? '';
}

function overlap(a: StoredRecord, b: StoredRecord): boolean {
  const end = (record: StoredRecord) => (typeof record['validTo'] === 'string' ? record['validTo'] : '9999-12-31');
  return String(a['validFrom']) <= end(b) && String(b['validFrom']) <= end(a);
}
