import { createHash, randomBytes } from 'node:crypto';
import { dateOf } from '../../kernel/instants.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Actor, Call, Release } from '../../model/index.ts';
import type { Database } from '../face.ts';
import type { NewId } from '../new-id.ts';
import { createSessionMemory, forgetSessions } from './session-memory.ts';
import { hashPassword, historyLength, isPassword, requireGoodPassword, spendTime } from './passwords.ts';
import { type SettingValue, type SignInRules, signInRules } from './sign-in-rules.ts';
import type { PersonSession } from './person-session.ts';

export interface SignInAttempt {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
  readonly now: string;
}

export interface Device {
  readonly id: string;
  readonly userAgent: string;
  readonly address: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly current: boolean;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Sign-in with lock-out, sessions, devices and tokens. */
export interface Sessions {
  /** Answers the token for the cookie. Refuses access.sign-in-failed, access.locked, request.too-many. */
  signIn(release: Release, attempt: SignInAttempt): Promise<string>;
  signOut(token: string, now: string): Promise<void>;
  /** Undefined when there is no such session, it has ended, or the person may no longer sign in. */
  bySession(release: Release, token: string, now: string): Promise<PersonSession | undefined>;
  byToken(release: Release, token: string, now: string): Promise<PersonSession | undefined>;
  /** The actor of an active person without a session, for commands in her name. */
  actorOf(release: Release, username: string, now: string): Promise<Actor | undefined>;
  /** Ends the person's other sessions. Refuses record.invalid when `current` is wrong, access.password-weak. */
  changePassword(call: Call, current: string, next: string): Promise<void>;
  setLanguage(call: Call, language: string): Promise<void>;
  devices(call: Call): Promise<readonly Device[]>;
  /** False when the person has no such device. */
  endDevice(call: Call, id: string): Promise<boolean>;
  tokens(call: Call): Promise<readonly ApiToken[]>;
  /** Answers the token; only its hash is kept. */
  createToken(call: Call, name: string): Promise<string>;
  revokeToken(call: Call, id: string): Promise<boolean>;
}

/** Longest life of a browser session, however busy; hours. */
const sessionHours = 12;
const tokenDays = 365;
/** A session's last sign of life is written at most this often; seconds. */
const seenEvery = 60;
/** Failed attempts of one address in ten minutes before it is sent away. */
const addressFailures = 100;

export function createSessions(database: Database, newId: NewId, settingValue: SettingValue): Sessions {
  const remembered = createSessionMemory();

  async function find(release: Release, token: string, kind: 'browser' | 'token', now: string): Promise<PersonSession | undefined> {
    const key = `${kind} ${token}`;
    const known = remembered.get(release, key, now);
    if (known !== undefined) return known;
    const generation = remembered.generation();
    const found = await look(release, token, kind, now);
    if (found !== undefined) remembered.keep(release, key, { session: found, now, generation });
    return found;
  }

  async function look(release: Release, token: string, kind: 'browser' | 'token', now: string): Promise<PersonSession | undefined> {
    const hash = hashToken(token);
    const rules = signInRules(release, settingValue);
    const [row] = await database.query<SessionColumns>(findSql, [hash, kind, now, dateOf(now, rules.zone)]);
    if (!row) return undefined;
    if (Date.parse(now) - Date.parse(row.seen_at) > seenEvery * 1000) {
      const idleUntil = kind === 'token' ? row.expires_at : later(now, rules.idleMinutes * 60);
      await database.query('update loom.session set seen_at = $2, idle_until = $3 where token_hash = $1', [hash, now, idleUntil]);
    }
    return {
      actor: actorFrom(release, row, hash),
      unit: row.unit_id === null ? null : { id: row.unit_id, name: row.unit_name ?? '' },
      mustChangePassword: row.must_change,
    };
  }

  async function refuseAttempt(attempt: SignInAttempt, userId: string | null, outcome: string): Promise<Refusal> {
    await database.query('insert into loom.sign_in_log (at, user_id, address, outcome) values ($1, $2, $3, $4)', [
      attempt.now,
      userId,
      attempt.address,
      outcome,
    ]);
    return new Refusal('access.sign-in-failed');
  }

  async function create(session: {
    readonly userId: string;
    readonly kind: 'browser' | 'token';
    readonly name: string | null;
    readonly address: string | null;
    readonly agent: string | null;
    readonly now: string;
    readonly idleSeconds: number;
    readonly lifeSeconds: number;
  }): Promise<string> {
    const token = `${session.kind === 'token' ? 'loom_' : ''}${randomBytes(32).toString('base64url')}`;
    await database.query(
      'insert into loom.session (token_hash, id, kind, user_id, name, address, agent, created_at, seen_at, idle_until, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)',
      [
        hashToken(token),
        newId(),
        session.kind,
        session.userId,
        session.name,
        session.address,
        session.agent,
        session.now,
        later(session.now, session.idleSeconds),
        later(session.now, session.lifeSeconds),
      ],
    );
    return token;
  }

  return {
    async signIn(release, attempt) {
      const rules = signInRules(release, settingValue);
      const since = later(attempt.now, -600);
      const [failed] = await database.query<{ count: string }>(
        "select count(*) from loom.sign_in_log where address = $1 and at > $2 and outcome <> 'signed-in'",
        [attempt.address, since],
      );
      if (Number(failed?.count ?? 0) >= addressFailures) throw new Refusal('request.too-many');
      const person = await credentialOf(database, attempt.username);
      if (!person) {
        await spendTime(attempt.password);
        throw await refuseAttempt(attempt, null, 'unknown');
      }
      if (person.locked_until !== null && person.locked_until > attempt.now) throw locked(rules, person.locked_until);
      if (!(await isPassword(person.password_hash, attempt.password)) || !person.may_sign_in) {
        await countFailure(database, person.user_id, rules, attempt.now);
        throw await refuseAttempt(attempt, person.user_id, person.may_sign_in ? 'wrong-password' : 'inactive');
      }
      await database.query('update loom.credential set failures = 0, locked_until = null where user_id = $1 and (failures > 0 or locked_until is not null)', [
        person.user_id,
      ]);
      await database.query("insert into loom.sign_in_log (at, user_id, address, outcome) values ($1, $2, $3, 'signed-in')", [
        attempt.now,
        person.user_id,
        attempt.address,
      ]);
      return create({
        userId: person.user_id,
        kind: 'browser',
        name: null,
        address: attempt.address,
        agent: attempt.userAgent,
        now: attempt.now,
        idleSeconds: rules.idleMinutes * 60,
        lifeSeconds: sessionHours * 3600,
      });
    },

    async signOut(token, now) {
      await database.query('update loom.session set ended_at = $2 where token_hash = $1 and ended_at is null', [hashToken(token), now]);
      forgetSessions();
    },

    bySession: (release, token, now) => find(release, token, 'browser', now),
    byToken: (release, token, now) => find(release, token, 'token', now),

    async actorOf(release, username, now) {
      const [row] = await database.query<PersonColumns>(
        `select p.id as user_id, ${personSql} from app.staff p ${personJoins('p.id')} where p.username = $1 and ${activeSql}`.replaceAll('$day', '$2'),
        [username, dateOf(now, signInRules(release, settingValue).zone)],
      );
      return row && actorFrom(release, row, null);
    },

    async changePassword(call, current, next) {
      const rules = signInRules(call.release, settingValue);
      const person = await credentialOf(database, call.actor.username);
      if (!person || !(await isPassword(person.password_hash, current))) {
        if (person) await countFailure(database, person.user_id, rules, call.now);
        throw new Refusal('record.invalid', { count: 1 }, [{ pointer: '/current', code: 'access.sign-in-failed' }]);
      }
      await requireGoodPassword(next, { minimum: rules.minimumLength, username: call.actor.username, earlier: [person.password_hash, ...person.history] });
      const hash = await hashPassword(next);
      await database.transaction(async (tx) => {
        await tx.query(
          'update loom.credential set password_hash = $2, history = $3, must_change = false, failures = 0, locked_until = null, changed_at = $4 where user_id = $1',
          [person.user_id, hash, [person.password_hash, ...person.history].slice(0, historyLength), call.now],
        );
        tx.afterCommit(forgetSessions);
        await tx.query("update loom.session set ended_at = $3 where user_id = $1 and kind = 'browser' and token_hash <> $2 and ended_at is null", [
          person.user_id,
          call.actor.sessionHash ?? '',
          call.now,
        ]);
      });
    },

    async setLanguage(call, language) {
      await database.query(
        "insert into loom.preference (user_id, key, value, updated_at) values ($1, 'language', $2, $3) on conflict (user_id, key) do update set value = excluded.value, updated_at = excluded.updated_at",
        [call.actor.userId, JSON.stringify(language), call.now],
      );
      forgetSessions();
    },

    async devices(call) {
      const rows = await database.query<{ id: string; agent: string | null; address: string | null; created_at: string; seen_at: string; current: boolean }>(
        "select id, agent, address, created_at, seen_at, token_hash = $2 as current from loom.session where user_id = $1 and kind = 'browser' and ended_at is null and expires_at > $3 and idle_until > $3 order by seen_at desc",
        [call.actor.userId, call.actor.sessionHash, call.now],
      );
      return rows.map((row) => ({
        id: row.id,
        userAgent: row.agent ?? '',
        address: row.address ?? '',
        createdAt: row.created_at,
        lastSeenAt: row.seen_at,
        current: row.current,
      }));
    },

    endDevice: (call, id) => end(database, call, id, 'browser'),

    async tokens(call) {
      const rows = await database.query<{ id: string; name: string | null; created_at: string; expires_at: string }>(
        "select id, name, created_at, expires_at from loom.session where user_id = $1 and kind = 'token' and ended_at is null and expires_at > $2 order by created_at desc",
        [call.actor.userId, call.now],
      );
      return rows.map((row) => ({ id: row.id, name: row.name ?? '', createdAt: row.created_at, expiresAt: row.expires_at }));
    },

    createToken: (call, name) =>
      create({
        userId: call.actor.userId,
        kind: 'token',
        name,
        address: null,
        agent: null,
        now: call.now,
        idleSeconds: tokenDays * 86_400,
        lifeSeconds: tokenDays * 86_400,
      }),

    revokeToken: (call, id) => end(database, call, id, 'token'),
  };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

const activeSql = "p.retired_at is null and p.active is not false and p.state in ('probation', 'active')";

const personSql = `p.username, p.name, u.id as unit_id, u.name as unit_name, u.path as unit_path, coalesce(c.must_change, false) as must_change, l.value as language,
  coalesce((select string_agg(distinct split_part(a."role", '@', 1), ',') from app.role_assignment a
    where a.staff = p.id and a.retired_at is null and a.valid_from <= $day::date and (a.valid_to is null or a.valid_to >= $day::date)), '') as roles`;

function personJoins(id: string): string {
  return `left join app.org_unit u on u.id = p.unit left join loom.credential c on c.user_id = ${id} left join loom.preference l on l.user_id = ${id} and l.key = 'language'`;
}

const findSql = `
select s.user_id, s.seen_at, s.expires_at, ${personSql.replaceAll('$day', '$4')}
from loom.session s join app.staff p on p.id = s.user_id and ${activeSql} ${personJoins('s.user_id')}
where s.token_hash = $1 and s.kind = $2 and s.ended_at is null and s.expires_at > $3::timestamptz and s.idle_until > $3::timestamptz`;

interface PersonColumns {
  readonly user_id: string;
  readonly username: string;
  readonly name: string;
  readonly unit_id: string | null;
  readonly unit_name: string | null;
  readonly unit_path: string | null;
  readonly must_change: boolean;
  readonly language: string | null;
  readonly roles: string;
}

interface SessionColumns extends PersonColumns {
  readonly seen_at: string;
  readonly expires_at: string;
}

/** Roles that are valid today, with those that they include; a role that the release does not know gives nothing. */
function actorFrom(release: Release, row: PersonColumns, sessionHash: string | null): Actor {
  const given = row.roles === '' ? [] : row.roles.split(',');
  const roles = [...new Set(given.flatMap((name) => release.roles.get(name)?.includes ?? []))].sort();
  return {
    userId: row.user_id,
    username: row.username,
    name: row.name,
    unitId: row.unit_id,
    unitPath: row.unit_path,
    roles,
    language: row.language === null ? '' : String(JSON.parse(row.language)),
    sessionHash,
    kind: 'person',
  };
}

interface CredentialColumns {
  readonly user_id: string;
  readonly password_hash: string;
  readonly history: readonly string[];
  readonly locked_until: string | null;
  readonly may_sign_in: boolean;
}

async function credentialOf(database: Database, username: string): Promise<CredentialColumns | undefined> {
  const [row] = await database.query<CredentialColumns>(
    "select c.user_id, c.password_hash, c.history, c.locked_until, (p.retired_at is null and p.active is not false and p.state in ('probation', 'active')) as may_sign_in from app.staff p join loom.credential c on c.user_id = p.id where p.username = $1 order by p.retired_at nulls first limit 1",
    [username.trim().toLowerCase()],
  );
  return row;
}

/** One statement, so that many attempts at once cannot pass as one. */
async function countFailure(database: Database, userId: string, rules: SignInRules, now: string): Promise<void> {
  await database.query(
    'update loom.credential set failures = case when failures + 1 >= $2::int then 0 else failures + 1 end, locked_until = case when failures + 1 >= $2::int then $3::timestamptz else locked_until end where user_id = $1',
    [userId, rules.attempts, later(now, rules.lockMinutes * 60)],
  );
}

function locked(rules: SignInRules, until: string): Refusal {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: rules.zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(until));
  return new Refusal('access.locked', { until: local });
}

async function end(database: Database, call: Call, id: string, kind: 'browser' | 'token'): Promise<boolean> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return false;
  const rows = await database.query('update loom.session set ended_at = $4 where id = $1 and user_id = $2 and kind = $3 and ended_at is null returning id', [
    id,
    call.actor.userId,
    kind,
    call.now,
  ]);
  forgetSessions();
  return rows.length > 0;
}

function later(now: string, seconds: number): string {
  return new Date(Date.parse(now) + seconds * 1000).toISOString();
}
