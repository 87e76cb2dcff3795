import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let fay: Person;
beforeAll(async () => {
  server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'] });
  fay = await server.signIn('fay');
}, 120_000);
afterAll(() => server?.close());

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64, 1)]);

test('a file comes back byte by byte, as a download, under its own name', async () => {
  const saved = await fay.upload('/api/files', { name: '照片 "一".png', type: 'image/png', content: png });
  expect(saved.status).toBe(201);
  expect(saved.body).toMatchObject({ name: '照片 "一".png', size: png.length, type: 'image/png' });
  const read = await fay.get(`/api/files/${saved.body.id}`);
  expect(Buffer.from(read.bytes)).toEqual(png);
  expect(read.headers.get('x-content-type-options')).toBe('nosniff');
  expect(read.headers.get('content-disposition')).toBe(`attachment; filename="__ ___.png"; filename*=UTF-8''${encodeURIComponent('照片 "一".png')}`);
  expect(read.headers.get('content-security-policy')).toContain('sandbox');
});

test.each([
  ['a page that calls itself a picture', { name: 'a.png', type: 'image/png', content: Buffer.from('<script>alert(1)</script>') }, 422, 'file.content'],
  ['a program', { name: 'a.exe', type: 'application/x-msdownload', content: Buffer.from('MZ') }, 422, 'file.type'],
  ['a page', { name: 'a.html', type: 'text/html', content: Buffer.from('<p>') }, 422, 'file.type'],
  ['a drawing that can run', { name: 'a.svg', type: 'image/svg+xml', content: Buffer.from('<svg/>') }, 422, 'file.type'],
  ['a type that does not fit the name', { name: 'a.pdf', type: 'image/png', content: png }, 422, 'file.type'],
])('%s is refused', async (_, file, status, code) => {
  const answer = await fay.upload('/api/files', file);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test('a file above 20 MB is refused while it arrives', async () => {
  const content = Buffer.alloc(20 * 1024 * 1024 + 1, 7);
  png.copy(content);
  const answer = await fay.upload('/api/files', { name: 'big.png', type: 'image/png', content });
  expect([answer.status, answer.body.code]).toEqual([413, 'file.too-large']);
});

test('a form without a file and a body that is no form are told what is missing', async () => {
  expect((await fay.post('/api/files', { name: 'x' })).body.code).toBe('file.missing');
});

test('whoever may see the record that holds a file may read it, nobody else', async () => {
  const saved = (await fay.upload('/api/files', { name: 'bike.png', type: 'image/png', content: png })).body;
  const meg = await server.signIn('meg');
  const flo = await server.signIn('flo');
  expect((await meg.get(`/api/files/${saved.id}`)).status).toBe(404);
  const rider = (await fay.post('/api/records/rider', { name: '吴九', phone: '13244445555' })).body;
  const bike = await fay.post('/api/records/bike', { rider: rider.id, brand: '凤凰', frameNo: 'FH-1', photo: saved.id });
  expect(bike.status).toBe(201);
  expect(bike.body.photo).toMatchObject({ id: saved.id, name: 'bike.png' });
  expect((await meg.get(`/api/files/${saved.id}`)).status).toBe(200);
  expect((await flo.get(`/api/files/${saved.id}`)).status).toBe(404);
});
