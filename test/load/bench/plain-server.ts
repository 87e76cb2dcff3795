import { createServer } from 'node:net';
import { startHandWrittenServer } from './hand-written-server.ts';
import { answerOrders } from './server-process.ts';

/** The yardstick in a process of its own. */
const server = await startHandWrittenServer({ databaseUrl: process.argv[2] as string, port: await freePort(), connections: Number(process.argv[3]) });
await answerOrders(server.url, { prepare: async () => '', stop: () => server.close() });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
