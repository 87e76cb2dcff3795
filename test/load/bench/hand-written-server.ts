import { createHash, randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Hono } from 'hono';
import pg from 'pg';

/** The yardstick: the server that a careful developer writes by hand for one entity, with Hono and `pg`. It reads the
 *  same table and the same sessions, applies the same scope, validates the same properties and writes an audit row in
 *  the transaction of the change. Nothing in it is slower than usual on purpose: prepared statements, one pool, no ORM. */
export async function startHandWrittenServer(options: {
  readonly databaseUrl: string;
  readonly port: number;
  readonly connections: number;
}): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: options.connections });
  pool.on('error', () => undefined);
  const app = new Hono<{ Variables: { person: Person } }>();

  app.use('/items/*', async (c, next) => {
    const token = /sid=([^;]+)/.exec(c.req.header('cookie') ?? '')?.[1] ?? c.req.header('authorization')?.slice(7);
    if (token === undefined) return c.json({ title: 'Sign in first' }, 401);
    const found = await pool.query<Person>({ name: 'session', text: sessionSql, values: [createHash('sha256').update(token).digest('hex')] });
    const person = found.rows[0];
    if (person === undefined) return c.json({ title: 'Sign in first' }, 401);
    c.set('person', person);
    return await next();
  });

  app.get('/items/:id', async (c) => {
    const found = await pool.query({ name: 'get', text: getSql, values: [c.req.param('id'), `${c.var.person.path}%`] });
    const row = found.rows[0];
    return row === undefined ? c.json({ title: 'Not found' }, 404) : c.json(toWire(row), 200, { etag: `"${row.version}"` });
  });

  app.get('/items', async (c) => {
    const path = `${c.var.person.path}%`;
    const category = c.req.query('category') ?? 'repair';
    const limit = Math.min(Number(c.req.query('limit') ?? 20), 200);
    const after = c.req.query('after');
    const found =
      after === undefined
        ? await pool.query({ name: 'list', text: listSql, values: [path, category, limit] })
        : await pool.query({ name: 'keyset', text: keysetSql, values: [path, category, limit, ...after.split('_')] });
    const last = found.rows.at(-1);
    const next = found.rows.length === limit && last !== undefined ? `${last.amount}_${last.id}` : null;
    if (c.req.query('count') === undefined) return c.json({ rows: found.rows.map(toRow), next });
    const counted = await pool.query<{ count: string }>({ name: 'count', text: countSql, values: [path, category] });
    return c.json({ rows: found.rows.map(toRow), next, count: Number(counted.rows[0]?.count) });
  });

  app.post('/items', async (c) => {
    const body = await c.req.json<Record<string, unknown>>();
    if (!validateItem(body)) return c.json({ title: 'Invalid', errors: validateItem.errors }, 422);
    const person = c.var.person;
    const id = timeOrderedId();
    const client = await pool.connect();
    try {
      await client.query('begin');
      const inserted = await client.query({
        name: 'insert',
        text: insertSql,
        values: [id, new Date(), person.user_id, person.unit_id, person.path, ...keys.map((key) => body[key] ?? null)],
      });
      await client.query({ name: 'audit', text: auditSql, values: [new Date(), person.user_id, person.name, 'created', id, null, JSON.stringify(body)] });
      await client.query('commit');
      return c.json(toWire(inserted.rows[0]), 201);
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  });

  app.patch('/items/:id', async (c) => {
    const patch = await c.req.json<Record<string, unknown>>();
    if (!validatePatch(patch)) return c.json({ title: 'Invalid', errors: validatePatch.errors }, 422);
    const person = c.var.person;
    const version = Number((c.req.header('if-match') ?? '').replaceAll('"', ''));
    const changed = keys.filter((key) => key in patch);
    const client = await pool.connect();
    try {
      await client.query('begin');
      const found = await client.query({ name: 'lock', text: lockSql, values: [c.req.param('id'), `${person.path}%`] });
      const before = found.rows[0];
      if (before === undefined || before.version !== version) {
        await client.query('rollback');
        return before === undefined ? c.json({ title: 'Not found' }, 404) : c.json({ title: 'Stale' }, 409);
      }
      const assignments = changed.map((key, index) => `"${columns[key]}" = $${index + 4}`).join(', ');
      const updated = await client.query({
        name: `update-${changed.join('-')}`,
        text: `update app.work_item set ${assignments}, version = version + 1, updated_at = $2, updated_by = $3 where id = $1 returning ${selected}`,
        values: [c.req.param('id'), new Date(), person.user_id, ...changed.map((key) => patch[key])],
      });
      const old = Object.fromEntries(changed.map((key) => [key, before[columns[key] as string]]));
      await client.query({
        name: 'audit',
        text: auditSql,
        values: [new Date(), person.user_id, person.name, 'updated', c.req.param('id'), JSON.stringify(old), JSON.stringify(patch)],
      });
      await client.query('commit');
      return c.json(toWire(updated.rows[0]));
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  });

  const server = serve({ fetch: app.fetch, port: options.port, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', () => resolve())));
  return {
    url: `http://127.0.0.1:${options.port}`,
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await pool.end();
    },
  };
}

interface Person {
  readonly user_id: string;
  readonly name: string;
  readonly unit_id: string;
  readonly path: string;
}
interface Row {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly version: number;
  readonly amount: string;
}

const columns: Readonly<Record<string, string>> = {
  no: 'no',
  title: 'title',
  description: 'description',
  category: 'category',
  priority: 'priority',
  amount: 'amount',
  cost: 'cost',
  discount: 'discount',
  quantity: 'quantity',
  weight: 'weight',
  urgent: 'urgent',
  orderedOn: 'ordered_on',
  dueOn: 'due_on',
  closedAt: 'closed_at',
  contactName: 'contact_name',
  city: 'city',
  street: 'street',
  postcode: 'postcode',
  remark: 'remark',
  supervisor: 'supervisor',
};
const keys = Object.keys(columns);
const selected = `id, version, ${keys.map((key) => `"${columns[key]}"`).join(', ')}`;
const joined = `t.id, t.version, ${keys.map((key) => `t."${columns[key]}"`).join(', ')}, s.name as supervisor_name`;
const listed = 't.id, t.version, t.no, t.title, t.category, t.priority, t.amount, t.quantity, t.due_on, t.city, t.supervisor, s.name as supervisor_name';

const sessionSql = `select s.user_id, p.name, p.unit as unit_id, u.path from loom.session s join app.staff p on p.id = s.user_id join app.org_unit u on u.id = p.unit
  where s.token_hash = $1 and s.ended_at is null and s.expires_at > now() and s.idle_until > now()`;
const getSql = `select ${joined} from app.work_item t left join app.staff s on s.id = t.supervisor where t.id = $1 and t.owner_path like $2 and t.retired_at is null`;
const listSql = `select ${listed} from app.work_item t left join app.staff s on s.id = t.supervisor
  where t.owner_path like $1 and t.category = $2 and t.retired_at is null order by t.amount desc, t.id desc limit $3`;
const keysetSql = `select ${listed} from app.work_item t left join app.staff s on s.id = t.supervisor
  where t.owner_path like $1 and t.category = $2 and t.retired_at is null and (t.amount, t.id) < ($4::numeric, $5::uuid) order by t.amount desc, t.id desc limit $3`;
const countSql =
  'select count(*) as count from (select 1 from app.work_item t where t.owner_path like $1 and t.category = $2 and t.retired_at is null limit 1001) counted';
const lockSql = `select ${selected} from app.work_item where id = $1 and owner_path like $2 and retired_at is null for update`;
const insertSql = `insert into app.work_item (id, created_at, updated_at, created_by, updated_by, owner_user, owner_unit, owner_path, ${keys.map((key) => `"${columns[key]}"`).join(', ')})
  values ($1, $2, $2, $3, $3, $3, $4, $5, ${keys.map((_, index) => `$${index + 6}`).join(', ')}) returning ${selected}`;
const auditSql = `insert into loom.audit (at, actor_id, actor_name, type, entity, record_id, before, after) values ($1, $2, $3, $4, 'work-item', $5, $6, $7)`;

function toWire(row: Row): Record<string, unknown> {
  const wire: Record<string, unknown> = { id: row.id, version: row.version };
  for (const key of keys) wire[key] = row[columns[key] as string];
  if (row['supervisor'] !== null) wire['supervisor'] = { id: row['supervisor'], label: row['supervisor_name'] };
  return wire;
}

function toRow(row: Row): Record<string, unknown> {
  return {
    id: row.id,
    version: row.version,
    no: row['no'],
    title: row['title'],
    category: row['category'],
    priority: row['priority'],
    amount: row.amount,
    quantity: row['quantity'],
    dueOn: row['due_on'],
    city: row['city'],
    supervisor: row['supervisor'] === null ? null : { id: row['supervisor'], label: row['supervisor_name'] },
  };
}

const properties = {
  no: { type: 'string', maxLength: 20 },
  title: { type: 'string', maxLength: 80 },
  description: { type: 'string', maxLength: 2000 },
  category: { enum: ['repair', 'paint', 'wheel', 'frame', 'brake'] },
  priority: { enum: ['low', 'normal', 'high'] },
  amount: { type: 'string', pattern: '^[0-9]{1,18}(\\.[0-9]{1,2})?$' },
  cost: { type: 'string', pattern: '^[0-9]{1,18}(\\.[0-9]{1,2})?$' },
  discount: { type: 'string', pattern: '^(0(\\.[0-9]{1,12})?|1)$' },
  quantity: { type: 'integer', minimum: 0, maximum: 100000 },
  weight: { type: 'string', pattern: '^[0-9]{1,15}(\\.[0-9]{1,3})?$' },
  urgent: { type: 'boolean' },
  orderedOn: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  dueOn: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  closedAt: { type: 'string', maxLength: 30 },
  contactName: { type: 'string', maxLength: 40 },
  city: { type: 'string', maxLength: 40 },
  street: { type: 'string', maxLength: 120 },
  postcode: { type: 'string', maxLength: 10 },
  remark: { type: 'string', maxLength: 200 },
  supervisor: { type: 'string', pattern: '^[0-9a-f-]{36}$' },
};
const ajv = new Ajv2020({ allErrors: true });
const validateItem = ajv.compile<Record<string, unknown>>({
  type: 'object',
  properties,
  required: ['no', 'title', 'category', 'amount'],
  additionalProperties: false,
});
const validatePatch = ajv.compile<Record<string, unknown>>({ type: 'object', properties, additionalProperties: false });

function timeOrderedId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
