import Ajv2020Module from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
}, 120_000);
afterAll(() => server?.close());

const Ajv2020 = Ajv2020Module as unknown as typeof import('ajv/dist/2020.js').default;
const addFormats = addFormatsModule as unknown as typeof import('ajv-formats').default;

/** The schemas of an API description, to compile and to check answers with. */
function schemasOf(api: { readonly components: object }): InstanceType<typeof Ajv2020> {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);
  ajv.addSchema({ $id: 'api', components: api.components });
  return ajv;
}

test('the API description is OpenAPI 3.1: schemas compile, references resolve, operation ids are unique', async () => {
  const boss = await server.signIn('boss');
  const { status, body } = await boss.get('/api/openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toMatch(/^3\.1\./);
  const ajv = schemasOf(body);
  for (const name of Object.keys(body.components.schemas)) expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` }), name).not.toThrow();
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
  for (const name of references) expect(body.components.schemas).toHaveProperty([name]);
  const ids = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap((methods) =>
    Object.values(methods).map((operation) => operation.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>)) {
    for (const operation of Object.values(methods)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
      expect(
        (operation.parameters ?? [])
          .filter((one) => one.in === 'path')
          .map((one) => one.name)
          .sort(),
        path,
      ).toEqual(wanted);
    }
  }
});

test('what the API answers is what its description says', async () => {
  const fay = await server.signIn('fay');
  const { body: api } = await fay.get('/api/openapi.json');
  const rider = (await fay.post('/api/records/rider', { name: '郑十', phone: '13010101010' })).body;
  const ajv = schemasOf(api);
  const validate = ajv.compile({ $ref: 'api#/components/schemas/Rider' });
  expect(validate((await fay.get(`/api/records/rider/${rider.id}`)).body), JSON.stringify(validate.errors)).toBe(true);
  const problem = ajv.compile({ $ref: 'api#/components/schemas/Problem' });
  expect(problem((await fay.get('/api/records/spaceship')).body), JSON.stringify(problem.errors)).toBe(true);
});

test('the reference page loads nothing from elsewhere and runs no inline script', async () => {
  const { text, headers } = await server.nobody().get('/api/docs');
  expect(text).not.toMatch(/https?:\/\//);
  expect(text).not.toMatch(/<script(?![^>]*src=)/);
  expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  expect((await server.nobody().get('/api/docs/reference.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});
