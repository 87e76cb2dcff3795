import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../../engine/store/database/start-embedded.ts';
import { benchDayEnd } from './day-end.ts';
import { benchDrift } from './drift.ts';
import { drive, type DrivenRequest } from './drive.ts';
import { benchLoanAge } from './loan-age.ts';
import { benchSchedules } from './schedules.ts';
import { startProcess, type ServerProcess } from './server-process.ts';
import { median } from './median.ts';

/** `npm run bench [-- rows rounds requests]`: the engine beside the hand-written server, case by case, on one PostgreSQL,
 *  taking turns. Prints how many times as fast (throughput) and how much server CPU a request costs.
 *  `npm run bench -- day-end [loans]`: the day-end's statements beside hand-written ones.
 *  `npm run bench -- schedules [seconds a line]`: plans beside a loop on decimal.js and libraries from npm.
 *  `npm run bench -- drift [plans] [seed]`: random plans, audited cent by cent.
 *  `npm run bench -- loan-age [requests]`: an old loan beside a young one, and a replay. */
const numbers = process.argv
  .slice(2)
  .filter((one) => /^\d+$/.test(one))
  .map(Number);
const [rows = 100_000, rounds = 3, requests = 3_000] = numbers;
const only = process.argv.slice(2).find((one) => !/^\d+$/.test(one));
const connections = 16;

interface Case {
  readonly name: string;
  readonly goal: number;
  /** Requests that the engine needs for what the other answers in one; default 1. */
  readonly engineRequests?: number;
  readonly engine: (index: number) => DrivenRequest;
  readonly plain: (index: number) => DrivenRequest;
}

const processes: ServerProcess[] = [];
if (only === 'schedules') benchSchedules(numbers[0] ?? 2);
else if (only === 'drift') await benchDrift(numbers[0] ?? 1_000_000, numbers[1] ?? 1);
else if (only === 'loan-age') await benchLoanAge(numbers[0] ?? 300);
else await onEmbedded(only === 'day-end' ? (url) => benchDayEnd(url, rows) : bench);

async function onEmbedded(work: (url: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'loom-bench-'));
  await chmod(folder, 0o755);
  const server = await startEmbedded({
    dataFolder: folder,
    log: () => undefined,
    settings: { synchronous_commit: 'off', shared_buffers: '512MB', max_wal_size: '8GB' },
  });
  try {
    await work(server.url);
  } finally {
    for (const one of processes) await one.stop().catch(() => undefined);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function bench(url: string): Promise<void> {
  const engine = await startProcess('engine-server.ts', url, String(connections));
  processes.push(engine);
  const token = await engine.prepare();
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const data = await fill(client);
  const plain = await startProcess('plain-server.ts', url, String(connections));
  processes.push(plain);
  const headers = { authorization: `Bearer ${token}` };
  console.log(`${rows} rows of 20 properties, ${connections} connections, ${rounds} rounds of ${requests} requests\n`);
  console.log('case               engine/s   plain/s   ratio   goal   engine CPU   plain CPU   (ms a request)');
  for (const one of await cases({ engine, headers, data })) {
    if (only !== undefined && !one.name.includes(only)) continue;
    const sides = [
      { of: engine, make: one.engine, per: one.engineRequests ?? 1 },
      { of: plain, make: one.plain, per: 1 },
    ].map((side) => ({ ...side, speed: [] as number[], cpu: [] as number[], at: 0 }));
    for (let round = 0; round <= rounds; round += 1) {
      // The first round warms up both; turns change so that neither is always the second.
      for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
        const count = round === 0 ? Math.ceil(requests / 3) : requests;
        const from = side.at;
        side.at += count * side.per;
        const before = await side.of.cpu();
        const result = await drive(side.of.url, { connections, requests: count * side.per, headers, make: (index) => side.make(from + index) });
        if (result.failures > 0) throw new Error(`${one.name}: ${result.failures} failed, first: ${result.firstFailure}`);
        if (round === 0) continue;
        side.speed.push(count / result.seconds);
        side.cpu.push(((await side.of.cpu()) - before) / count);
      }
    }
    const [ours, theirs] = sides as [(typeof sides)[0], (typeof sides)[0]];
    const number = (value: number, digits: number): string => value.toFixed(digits);
    console.log(
      `${one.name.padEnd(18)} ${number(median(ours.speed), 0).padStart(8)} ${number(median(theirs.speed), 0).padStart(9)} ${number(median(ours.speed) / median(theirs.speed), 2).padStart(7)} ${number(one.goal, 1).padStart(6)} ${number(median(ours.cpu), 3).padStart(12)} ${number(median(theirs.cpu), 3).padStart(11)}`,
    );
    if (process.env['PROFILE'] !== undefined) {
      await engine.startProfile();
      await drive(engine.url, { connections, requests, headers, make: (index) => one.engine(ours.at + index) });
      console.log(await engine.endProfile());
    }
  }
  await client.end();
}

interface Data {
  /** Visible to the clerk, in random order. */
  readonly ids: readonly string[];
  readonly staff: string;
}

async function fill(client: pg.Client): Promise<Data> {
  const [staff] = (await client.query<{ id: string }>("select id from app.staff where username = 'clerk'")).rows;
  await client.query(
    `
insert into app.work_item (id, created_at, created_by, updated_at, updated_by, owner_user, owner_unit, owner_path, no, title, description, category, priority, amount, cost, discount, quantity, weight, urgent, ordered_on, due_on, closed_at, contact_name, city, street, postcode, remark, supervisor)
select gen_random_uuid(), now() - n * interval '1 minute', $1, now(), $1, $1, u.id, u.path, 'W' || n, 'work item number ' || n, repeat('what is to be done, in some words. ', 1 + n % 4),
  (array['repair','paint','wheel','frame','brake'])[1 + n % 5], (array['low','normal','high'])[1 + n % 3], (n::bigint * 7919 % 1000000) / 100.0, (n::bigint * 104729 % 500000) / 100.0, (n % 20) / 100.0, n % 1000, (n % 5000) / 1000.0, n % 7 = 0,
  date '2025-01-01' + n % 365, date '2025-06-01' + n % 365, case when n % 3 = 0 then now() end, 'contact ' || n % 1000, 'city ' || n % 50, 'street ' || n, lpad((n % 100000)::text, 6, '0'), 'remark ' || n, $1
from generate_series(1, ${rows}) n join app.org_unit u on u.code = case n % 2 when 0 then 'A' else 'B' end`,
    [staff?.id],
  );
  await client.query('vacuum analyze');
  const ids = (await client.query<{ id: string }>("select id from app.work_item where owner_path = '/HQ/A/' order by md5(id::text)")).rows.map((row) => row.id);
  return { ids, staff: staff?.id ?? '' };
}

async function cases({
  engine,
  headers,
  data,
}: {
  readonly engine: ServerProcess;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Data;
}): Promise<readonly Case[]> {
  const id = (index: number): string => data.ids[index % data.ids.length] as string;
  const categories = ['repair', 'paint', 'wheel', 'frame', 'brake'];
  const filter = (category: string): string => encodeURIComponent(JSON.stringify({ fact: 'category', operator: 'equal', value: category }));
  const listPath = (category: string): string => `/api/lists/work-item/rows?filter=${filter(category)}&sort=-amount&limit=20`;
  const cursors = await engineCursors(engine.url, headers, categories.map(listPath));
  const item = (index: number, prefix: string): string =>
    JSON.stringify({
      no: `${prefix}${index}`,
      title: `new item ${index}`,
      description: 'what is to be done',
      category: 'paint',
      priority: 'high',
      amount: '123.45',
      cost: '100.00',
      discount: '0.05',
      quantity: 3,
      weight: '1.250',
      urgent: true,
      orderedOn: '2026-01-02',
      dueOn: '2026-02-02',
      closedAt: '2026-01-02T03:04:05.000Z',
      contactName: 'somebody',
      city: 'somewhere',
      street: 'a street',
      postcode: '100000',
      remark: 'none',
      supervisor: data.staff,
    });
  const change = JSON.stringify({ title: 'changed title', amount: '77.70', priority: 'low' });
  const write = { 'if-match': '"1"' };
  const half = Math.floor(data.ids.length / 2);
  return [
    {
      name: 'get',
      goal: 1,
      engine: (index) => ({ method: 'GET', path: `/api/records/work-item/${id(index)}` }),
      plain: (index) => ({ method: 'GET', path: `/items/${id(index)}` }),
    },
    {
      name: 'list',
      goal: 1.3,
      engine: (index) => ({ method: 'GET', path: listPath(categories[index % 5] as string) }),
      plain: (index) => ({ method: 'GET', path: `/items?category=${categories[index % 5]}&limit=20` }),
    },
    {
      name: 'list, next page',
      goal: 1.3,
      engine: (index) => ({ method: 'GET', path: cursors[index % cursors.length]?.path ?? '' }),
      plain: (index) => ({ method: 'GET', path: `/items?category=${categories[index % 5]}&limit=20&after=${cursors[index % cursors.length]?.plain ?? ''}` }),
    },
    {
      name: 'list and count',
      goal: 1.3,
      engineRequests: 2,
      engine: (index) => ({
        method: 'GET',
        path:
          index % 2 === 0
            ? listPath(categories[(index >> 1) % 5] as string)
            : `/api/lists/work-item/count?filter=${filter(categories[(index >> 1) % 5] as string)}`,
      }),
      plain: (index) => ({ method: 'GET', path: `/items?category=${categories[index % 5]}&limit=20&count=true` }),
    },
    {
      name: 'create',
      goal: 1,
      engine: (index) => ({ method: 'POST', path: '/api/records/work-item', body: item(index, 'E') }),
      plain: (index) => ({ method: 'POST', path: '/items', body: item(index, 'P') }),
    },
    {
      name: 'update',
      goal: 1,
      engine: (index) => ({ method: 'PATCH', path: `/api/records/work-item/${id(index)}`, body: change, headers: write }),
      plain: (index) => ({ method: 'PATCH', path: `/items/${id(half + index)}`, body: change, headers: write }),
    },
  ];
}

/** Some pages deep into each list: the engine's cursors, and the same places for the hand-written server. */
async function engineCursors(
  url: string,
  headers: Readonly<Record<string, string>>,
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly plain: string }[]> {
  const found: { path: string; plain: string }[] = [];
  for (let page = 0; page < 20; page += 1) {
    for (const [index, path] of paths.entries()) {
      const after = page === 0 ? undefined : found[(page - 1) * paths.length + index];
      const answer = await fetch(`${url}${after?.path ?? path}`, { headers });
      const body = (await answer.json()) as { readonly rows: readonly { readonly id: string; readonly amount: string }[]; readonly next: string };
      const last = body.rows.at(-1);
      found.push({ path: `${path}&after=${encodeURIComponent(body.next)}`, plain: `${last?.amount}_${last?.id}` });
    }
  }
  return found;
}
