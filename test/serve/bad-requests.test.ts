import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, startTestServer, type TestServer } from '../support/server.ts';

/** Each line is one wrong request: who sends what, and exactly what comes back. Nothing may be saved by any of them. */
interface BadRequest {
  readonly title: string;
  readonly who: 'fay' | 'meg' | 'ada' | 'flo' | 'nobody';
  readonly method?: string;
  readonly path: string | (() => string);
  readonly body?: unknown;
  /** Sent as it is, instead of JSON of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly code: string;
  readonly errors?: readonly (readonly [pointer: string, code: string])[];
}

let server: TestServer;
let people: Record<string, Person>;
let rider = { id: '', version: 0 };
let order = { id: '', version: 0 };
const nowhere = '0193b3a0-0000-7000-8000-00000000dead';

beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
  people = Object.fromEntries(await Promise.all(['fay', 'meg', 'ada', 'flo'].map(async (name) => [name, await server.signIn(name)] as const)));
  rider = (await people['fay']!.post('/api/records/rider', { name: '赵一', phone: '13800138000' })).body;
  order = (await people['fay']!.post('/api/records/repair-order', { rider: rider.id, receivedOn: '2026-11-20' })).body;
}, 120_000);
afterAll(() => server?.close());

const riderPath = () => `/api/records/rider/${rider.id}`;
const orderPath = () => `/api/records/repair-order/${order.id}`;
const create = (body: unknown, rest: Partial<BadRequest> = {}) => ({
  who: 'fay' as const,
  method: 'POST',
  path: '/api/records/rider',
  body,
  status: 422,
  code: 'record.invalid',
  ...rest,
});
const good = { name: '钱二', phone: '13900139000' };

const requests: readonly BadRequest[] = [
  { title: 'no session', who: 'nobody', path: '/api/records/rider', status: 401, code: 'access.no-session' },
  {
    title: 'a session that never was',
    who: 'nobody',
    path: '/api/records/rider',
    headers: { cookie: 'loom_session=nonsense' },
    status: 401,
    code: 'access.no-session',
  },
  {
    title: 'a token that never was',
    who: 'nobody',
    path: '/api/records/rider',
    headers: { authorization: 'Bearer nonsense' },
    status: 401,
    code: 'access.no-session',
  },
  {
    title: 'a write with the cookie but without the CSRF proof',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    body: good,
    headers: { 'x-csrf-token': '' },
    status: 403,
    code: 'request.csrf',
  },
  {
    title: 'a write that another site sends',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    body: good,
    headers: { origin: 'https://elsewhere.example' },
    status: 403,
    code: 'request.csrf',
  },
  { title: 'a route that is not there', who: 'fay', path: '/api/nothing', status: 404, code: 'request.route-unknown' },
  { title: 'a method that a route does not have', who: 'fay', method: 'PUT', path: '/api/records/rider', body: {}, status: 404, code: 'request.route-unknown' },
  { title: 'an entity that is not there', who: 'fay', path: '/api/records/spaceship', status: 404, code: 'entity.unknown' },
  { title: 'a child entity by itself', who: 'fay', path: '/api/records/repair-line', status: 404, code: 'entity.unknown' },
  { title: 'an id that is no id', who: 'fay', path: '/api/records/rider/12', status: 404, code: 'record.not-found' },
  { title: 'an id that nobody has', who: 'fay', path: `/api/records/rider/${nowhere}`, status: 404, code: 'record.not-found' },
  { title: 'a record of another branch is as if it were not there', who: 'flo', path: riderPath, status: 404, code: 'record.not-found' },
  { title: 'history of a record of another branch', who: 'flo', path: () => `${riderPath()}/history`, status: 404, code: 'record.not-found' },
  { title: 'an entity without any grant', who: 'ada', path: '/api/records/rider', status: 403, code: 'access.right-missing' },
  {
    title: 'creating without the right, before the body is looked at',
    who: 'meg',
    method: 'POST',
    path: '/api/records/rider',
    body: { nonsense: true },
    status: 403,
    code: 'access.right-missing',
  },
  {
    title: 'text that is not JSON, with line and column',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    raw: '{"name":\n"x",}',
    status: 400,
    code: 'request.malformed',
  },
  { title: 'an empty body', who: 'fay', method: 'POST', path: '/api/records/rider', raw: '', status: 400, code: 'request.malformed' },
  {
    title: 'bytes that are not UTF-8',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    raw: new Uint8Array([0x7b, 0xff, 0x7d]),
    status: 400,
    code: 'request.malformed',
  },
  {
    title: 'another media type',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    body: good,
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'request.unsupported-media-type',
  },
  {
    title: 'a body above one megabyte',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    raw: JSON.stringify({ note: 'x'.repeat(1_100_000) }),
    status: 413,
    code: 'request.too-large',
  },
  {
    title: 'nesting without end',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    raw: `${'['.repeat(500)}${']'.repeat(500)}`,
    status: 400,
    code: 'request.malformed',
    errors: [['/0/0/0/0', 'request.malformed']],
  },
  {
    title: 'a prototype in the body',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    raw: '{"__proto__":{"admin":true}}',
    status: 400,
    code: 'request.malformed',
    errors: [['/__proto__', 'request.malformed']],
  },
  {
    title: 'a zero character',
    who: 'fay',
    method: 'POST',
    path: '/api/records/rider',
    raw: '{"name":"a\\u0000b","phone":"13900139000"}',
    status: 400,
    code: 'request.malformed',
    errors: [['/name', 'request.malformed']],
  },
  { title: 'an array in place of an object', ...create([good], { code: 'record.invalid', errors: [['', 'value.type']] }) },
  {
    title: 'nothing that is required',
    ...create(
      {},
      {
        errors: [
          ['/name', 'value.required'],
          ['/phone', 'value.required'],
        ],
      },
    ),
  },
  { title: 'a property that is not there', ...create({ ...good, nmae: 'x' }, { errors: [['/nmae', 'value.unknown-property']] }) },
  {
    title: 'all faults at once',
    ...create(
      { name: 'x', phone: '12', level: 'diamond', birthDate: '2026-02-30' },
      {
        errors: [
          ['/birthDate', 'value.date'],
          ['/level', 'value.not-a-choice'],
          ['/name', 'value.too-short'],
          ['/phone', 'value.pattern'],
        ],
      },
    ),
  },
  { title: 'money as a number', ...create({ ...good, creditLimit: 100 }, { errors: [['/creditLimit', 'value.type']] }) },
  { title: 'money in exponent form', ...create({ ...good, creditLimit: '1e3' }, { errors: [['/creditLimit', 'value.not-decimal']] }) },
  { title: 'money with three decimals', ...create({ ...good, creditLimit: '1.234' }, { errors: [['/creditLimit', 'value.scale']] }) },
  { title: 'money above its bound', ...create({ ...good, creditLimit: '100000.01' }, { errors: [['/creditLimit', 'value.maximum']] }) },
  { title: 'money below its bound', ...create({ ...good, creditLimit: '-0.01' }, { errors: [['/creditLimit', 'value.minimum']] }) },
  { title: 'a text as a boolean', ...create({ ...good, blocked: 'yes' }, { errors: [['/blocked', 'value.type']] }) },
  { title: 'a number that the system gives', ...create({ ...good, no: 'R20260001' }, { errors: [['/no', 'value.read-only']] }) },
  { title: 'a mask written back', ...create({ ...good, phone: { masked: '138****8000' } }, { errors: [['/phone', 'value.masked']] }) },
  { title: 'a reference to nobody', ...create({ ...good, reachedBy: [nowhere] }, { errors: [['/reachedBy/0', 'value.reference-missing']] }) },
  {
    title: 'a fault in a child row, at its place',
    ...create(
      {
        rider: '',
        receivedOn: '2026-11-20',
        lines: [
          { quantity: 1, unitPrice: '1.00' },
          { quantity: 0, unitPrice: '1.00' },
        ],
      },
      {
        path: '/api/records/repair-order',
        errors: [
          ['/lines/1/quantity', 'value.minimum'],
          ['/rider', 'value.required'],
        ],
      },
    ),
  },
  { title: 'a change without If-Match', who: 'fay', method: 'PATCH', path: riderPath, body: { note: 'x' }, status: 400, code: 'request.precondition-required' },
  {
    title: 'a change of an old version',
    who: 'fay',
    method: 'PATCH',
    path: riderPath,
    body: { note: 'x' },
    headers: { 'if-match': '"99"' },
    status: 409,
    code: 'request.stale',
  },
  { title: 'a filter that is not JSON', who: 'fay', path: '/api/records/rider?filter=%7B', status: 400, code: 'list.filter-invalid' },
  {
    title: 'a filter on a property that is not there',
    who: 'fay',
    path: `/api/records/rider?filter=${encodeURIComponent('{"fact":"salary","operator":"isNull"}')}`,
    status: 400,
    code: 'list.filter-invalid',
  },
  { title: 'sorting by a masked property', who: 'meg', path: '/api/records/rider?sort=phone', status: 400, code: 'list.field-not-sortable' },
  {
    title: 'filtering by a hidden property',
    who: 'meg',
    path: `/api/records/rider?filter=${encodeURIComponent('{"fact":"creditLimit","operator":"greaterThan","value":"1"}')}`,
    status: 400,
    code: 'list.field-not-sortable',
  },
  { title: 'more rows than a page has', who: 'fay', path: '/api/records/rider?limit=201', status: 400, code: 'list.limit-invalid' },
  { title: 'a cursor of somebody else', who: 'fay', path: '/api/records/rider?after=eyJhIjoxfQ', status: 400, code: 'list.cursor-invalid' },
  { title: 'a misspelt parameter', who: 'fay', path: '/api/records/rider?filtre=%7B%7D', status: 400, code: 'request.malformed' },
  {
    title: 'an action that is not there',
    who: 'fay',
    method: 'POST',
    path: () => `${orderPath()}/actions/repair-order-fly`,
    body: {},
    status: 404,
    code: 'action.unknown',
  },
  {
    title: 'an action that only the flow may run',
    who: 'fay',
    method: 'POST',
    path: () => `${orderPath()}/actions/repair-order-approved`,
    body: {},
    status: 404,
    code: 'action.unknown',
  },
  {
    title: 'an action without the right',
    who: 'meg',
    method: 'POST',
    path: () => `${orderPath()}/actions/repair-order-cancel`,
    body: {},
    headers: { 'idempotency-key': 'k1' },
    status: 403,
    code: 'access.right-missing',
  },
  {
    title: 'publishing without the function',
    who: 'fay',
    method: 'POST',
    path: '/api/design/publish',
    body: { documents: [] },
    status: 403,
    code: 'access.right-missing',
  },
  { title: 'a list that is not there', who: 'fay', path: '/api/lists/nothing/rows', status: 404, code: 'screen.unknown' },
  { title: 'a file that is not there', who: 'fay', path: `/api/files/${nowhere}`, status: 404, code: 'file.unknown' },
  { title: 'a job of nobody', who: 'fay', path: `/api/jobs/${nowhere}`, status: 404, code: 'job.unknown' },
  { title: 'a task of nobody', who: 'fay', path: `/api/tasks/${nowhere}`, status: 404, code: 'flow.unknown' },
];

describe('a wrong request is refused with its status, code and places, and saves nothing', () => {
  test.each(requests)('$title → $status $code', async (request) => {
    const before = await server.countRows();
    const path = typeof request.path === 'string' ? request.path : request.path();
    const answer = await (people[request.who] ?? server.nobody()).send(request.method ?? 'GET', path, {
      ...(request.raw === undefined ? (request.body === undefined ? {} : { body: request.body }) : { raw: request.raw }),
      ...(request.headers === undefined ? {} : { headers: request.headers }),
    });
    expect({ status: answer.status, code: answer.body?.code, errors: placesOf(answer.body) }).toEqual({
      status: request.status,
      code: request.code,
      errors: request.errors ?? [],
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body.status).toBe(request.status);
    expect(answer.body.detail).not.toBe('');
    expect(answer.body.detail).not.toMatch(/[{}]/);
    expect(await server.countRows()).toEqual(before);
  });
});

function placesOf(body: { errors?: readonly { pointer: string; code: string }[] } | undefined): string[][] {
  return (body?.errors ?? []).map((error) => [error.pointer, error.code]).sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
}
