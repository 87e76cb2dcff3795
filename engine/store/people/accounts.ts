import { randomBytes } from 'node:crypto';
import { invariant, Refusal } from '../../kernel/refusal.ts';
import type { Call, Release } from '../../model/index.ts';
import type { Store, Transaction } from '../face.ts';
import { hashPassword, historyLength, requireGoodPassword } from './passwords.ts';
import { forgetSessions } from './session-memory.ts';
import { hashToken, type Sessions } from './sessions.ts';
import { type SettingValue, signInRules } from './sign-in-rules.ts';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly active: boolean;
  readonly hasPassword: boolean;
}

/** What the operator of an installation does to people who sign in; every call is by the system. */
export interface Accounts {
  list(): Promise<readonly Account[]>;
  /** Active people who have no password yet. */
  withoutPassword(): Promise<readonly Account[]>;
  canAnybodySignIn(): Promise<boolean>;
  /** Makes an active person with roles from today. Refuses record.invalid with the place of what is unknown. */
  add(person: { readonly username: string; readonly name: string; readonly unit: string | null; readonly roles: readonly string[] }): Promise<string>;
  /** Ends the person's sessions. Refuses access.password-weak. */
  setPassword(id: string, password: string, options: { readonly mustChange: boolean }): Promise<void>;
  createToken(id: string, name: string): Promise<string>;
  /** Code of the one-time link, good for a day; an earlier one ends. */
  createSetUpCode(): Promise<string>;
  /** First administrator. Refuses setup.link-invalid, access.password-weak. */
  setUp(request: { readonly code: string; readonly username: string; readonly name: string; readonly password: string }): Promise<void>;
}

export function createAccounts(services: {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly settingValue: SettingValue;
  systemCall(): Call;
}): Accounts {
  const { store, sessions, systemCall } = services;
  const { database } = store;

  async function list(): Promise<readonly Account[]> {
    const rows = await database.query<{ id: string; username: string; name: string; roles: string; active: boolean; has_password: boolean }>(
      `
select p.id, p.username, p.name, (p.active is not false and p.state in ('probation', 'active')) as active, c.user_id is not null as has_password,
  coalesce((select string_agg(distinct split_part(a."role", '@', 1), ',') from app.role_assignment a where a.staff = p.id and a.retired_at is null and a.valid_from <= $1::date and (a.valid_to is null or a.valid_to >= $1::date)), '') as roles
from app.staff p left join loom.credential c on c.user_id = p.id where p.retired_at is null order by p.username`,
      [systemCall().today],
    );
    return rows.map((row) => ({
      id: row.id,
      username: row.username,
      name: row.name,
      active: row.active,
      hasPassword: row.has_password,
      roles: row.roles === '' ? [] : row.roles.split(','),
    }));
  }

  async function insertPerson(
    tx: Transaction,
    call: Call,
    person: { readonly username: string; readonly name: string; readonly unit: string | null; readonly roles: readonly string[] },
  ): Promise<string> {
    const taken = await store.find(tx, call, 'staff', { username: person.username }, { limit: 1 });
    const unit = person.unit === null ? undefined : (await store.find(tx, call, 'org-unit', { code: person.unit }, { limit: 1 }))[0];
    const errors = [
      ...(/^[a-z][a-z0-9._-]{0,39}$/.test(person.username) ? [] : [{ pointer: '/username', code: 'value.pattern' }]),
      ...(taken.length > 0 ? [{ pointer: '/username', code: 'value.duplicate' }] : []),
      ...(person.unit !== null && !unit ? [{ pointer: '/unit', code: 'value.reference-missing' }] : []),
      ...person.roles.filter((role) => !call.release.roles.has(role)).map((value) => ({ pointer: '/role', code: 'value.not-a-choice', params: { value } })),
    ];
    if (errors.length > 0) throw new Refusal('record.invalid', { count: errors.length }, errors);
    const staff = await store.insert(
      tx,
      call,
      'staff',
      { username: person.username, name: person.name, active: true, state: 'active', ...(unit ? { unit: unit.id } : {}) },
      { type: 'created' },
    );
    for (const role of person.roles) await store.insert(tx, call, 'role-assignment', { staff: staff.id, role, validFrom: call.today }, { type: 'created' });
    return staff.id;
  }

  async function writePassword(tx: Transaction, call: Call, id: string, password: string, mustChange: boolean): Promise<void> {
    const [person] = await tx.query<{ username: string; password_hash: string | null; history: readonly string[] | null }>(
      'select p.username, c.password_hash, c.history from app.staff p left join loom.credential c on c.user_id = p.id where p.id = $1',
      [id],
    );
    invariant(person, 'a password is set for a person who is there');
    const earlier = [...(person.password_hash === null ? [] : [person.password_hash]), ...(person.history ?? [])];
    await requireGoodPassword(password, { minimum: signInRules(call.release, services.settingValue).minimumLength, username: person.username, earlier });
    await tx.query(
      'insert into loom.credential (user_id, password_hash, history, must_change, changed_at) values ($1, $2, $3, $4, $5) on conflict (user_id) do update set password_hash = excluded.password_hash, history = excluded.history, must_change = excluded.must_change, changed_at = excluded.changed_at, failures = 0, locked_until = null',
      [id, await hashPassword(password), earlier.slice(0, historyLength), mustChange, call.now],
    );
    tx.afterCommit(forgetSessions);
    await tx.query('update loom.session set ended_at = $2 where user_id = $1 and ended_at is null', [id, call.now]);
  }

  return {
    list,
    withoutPassword: async () => (await list()).filter((account) => account.active && !account.hasPassword),
    canAnybodySignIn: async () => (await list()).some((account) => account.active && account.hasPassword),
    add: (person) => database.transaction((tx) => insertPerson(tx, systemCall(), person)),
    setPassword: (id, password, { mustChange }) => database.transaction((tx) => writePassword(tx, systemCall(), id, password, mustChange)),
    createToken: (id, name) => sessions.createToken({ ...systemCall(), actor: { ...systemCall().actor, userId: id } }, name),
    async createSetUpCode() {
      const code = randomBytes(24).toString('base64url');
      const { now } = systemCall();
      await database.transaction(async (tx) => {
        await tx.query('delete from loom.set_up_token');
        await tx.query('insert into loom.set_up_token (token_hash, expires_at) values ($1, $2)', [
          hashToken(code),
          new Date(Date.parse(now) + 86_400_000).toISOString(),
        ]);
      });
      return code;
    },
    async setUp({ code, username, name, password }) {
      const call = systemCall();
      await database.transaction(async (tx) => {
        const used = await tx.query(
          'update loom.set_up_token set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 returning token_hash',
          [hashToken(code), call.now],
        );
        if (used.length === 0) throw new Refusal('setup.link-invalid');
        const id = await insertPerson(tx, call, { username, name, unit: null, roles: [administratorRole(call.release)] });
        await writePassword(tx, call, id, password, false);
      });
    },
  };
}

/** The role that may administer: what the first person gets. */
function administratorRole(release: Release): string {
  const role = [...release.roles.values()].find((one) => one.functions.includes('administer'));
  invariant(role, 'some role has the function "administer"');
  return role.name;
}
