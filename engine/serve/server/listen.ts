import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { App } from '../app-types.ts';

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Stops accepting, lets running requests end for at most `patience` milliseconds, then cuts them. */
  stop(patience: number): Promise<void>;
}

/** Listens on a port; 0 is a free one. Throws the operating system's error (`EADDRINUSE`, `EACCES`). */
export function listen(app: App, place: { readonly host: string; readonly port: number }): Promise<Listening> {
  return new Promise((done, fail) => {
    const server = serve({ fetch: app.fetch, hostname: place.host, port: place.port }, (address) => {
      server.off('error', fail);
      const host = place.host.includes(':') ? `[${place.host}]` : place.host === '0.0.0.0' ? 'localhost' : place.host;
      done({ url: `http://${host}:${address.port}`, port: address.port, stop: (patience) => stop(server, patience) });
    }) as Server;
    // A slow sender must not hold a connection for ever; uploads of 20 MB over a poor line still fit.
    server.requestTimeout = 120_000;
    server.headersTimeout = 20_000;
    server.keepAliveTimeout = 65_000;
    server.on('error', fail);
  });
}

function stop(server: Server, patience: number): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(timer);
      done();
    });
    server.closeIdleConnections();
  });
}
