import { expect, test } from 'vitest';
import { definePlugin } from '../../engine/plugin-api/index.ts';
import { startTestServer } from '../support/server.ts';

const slow = definePlugin({
  name: 'slow',
  operations: [
    {
      name: 'slow.wait',
      title: '等待',
      input: { type: 'object', properties: {}, additionalProperties: true },
      output: {},
      readOnly: true,
      async run(context) {
        await context.sql('select pg_sleep(0.8)');
        return { done: true };
      },
    },
  ],
});

test('a stopping server ends what it began, takes nothing new, and says so', async () => {
  const server = await startTestServer({ packs: ['metadata/platform', 'test/support/repair-shop'], plugins: [slow] });
  const fay = await server.signIn('fay');
  expect((await server.nobody().get('/health')).body.status).toBe('ready');
  const running = fay.post('/api/operations/slow.wait', {});
  await new Promise((next) => setTimeout(next, 200));
  const stopped = server.stop();
  const during = await fetch(`${server.url}/health`).then(
    (answer) => answer.status,
    () => 'refused',
  );
  expect([503, 'refused']).toContain(during);
  const answer = await running;
  expect([answer.status, answer.body]).toEqual([200, { done: true }]);
  await stopped;
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  await server.close();
}, 120_000);
