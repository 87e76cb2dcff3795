import { connect, type Socket } from 'node:net';

/** One request of a run, made from its running number, so that two servers are asked the same things in the same order. */
export interface DrivenRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface DriveResult {
  readonly requests: number;
  readonly seconds: number;
  readonly failures: number;
  /** Milliseconds at the median and at the 95th percentile. */
  readonly median: number;
  readonly p95: number;
  /** First answer that was not 2xx, for the message. */
  readonly firstFailure: string | null;
}

/** Sends `requests` requests over `connections` kept-alive connections, each as soon as its last one is answered.
 *  Bare sockets: Node's own HTTP clients cost more than the server under test and would hide its differences. */
export async function drive(
  url: string,
  options: {
    readonly connections: number;
    readonly requests: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly make: (index: number) => DrivenRequest;
  },
): Promise<DriveResult> {
  const { hostname, port } = new URL(url);
  let next = 0;
  let failures = 0;
  let firstFailure: string | null = null;
  const times: number[] = [];
  const started = performance.now();
  const one = async (): Promise<void> => {
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const reader = new AnswerReader(socket);
    while (next < options.requests) {
      const request = options.make(next++);
      const sent = performance.now();
      socket.write(toText(request, hostname, options.headers));
      const answer = await reader.read();
      times.push(performance.now() - sent);
      if (answer.status < 200 || answer.status > 299) {
        failures++;
        firstFailure ??= `${request.method} ${request.path} → ${answer.status} ${answer.body.slice(0, 300)}`;
      }
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: options.connections }, one));
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  return { requests: options.requests, seconds, failures, median: at(times, 0.5), p95: at(times, 0.95), firstFailure };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function toText(request: DrivenRequest, host: string, shared: Readonly<Record<string, string>>): string {
  const headers = {
    host,
    ...shared,
    ...request.headers,
    ...(request.body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(request.body)) }),
  };
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return `${request.method} ${request.path} HTTP/1.1\r\n${lines}\r\n${request.body ?? ''}`;
}

/** Reads whole answers off one connection, by content-length or in chunks. */
class AnswerReader {
  private buffered = '';
  private waiting: (() => void) | null = null;
  private ended: Error | null = null;

  constructor(socket: Socket) {
    // latin1 keeps one character a byte, so lengths in the headers are lengths of the text.
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.buffered += text;
      this.waiting?.();
    });
    const end = (error?: Error): void => {
      this.ended = error ?? new Error('connection closed by the server');
      this.waiting?.();
    };
    socket.on('error', end).on('close', () => end());
  }

  async read(): Promise<{ readonly status: number; readonly body: string }> {
    const headEnd = await this.find('\r\n\r\n', 0);
    const head = this.buffered.slice(0, headEnd);
    const status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length !== undefined) return { status, body: await this.take(headEnd + 4, Number(length)) };
    if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, body: await this.take(headEnd + 4, 0) };
    let body = '';
    let position = headEnd + 4;
    for (;;) {
      const lineEnd = await this.find('\r\n', position);
      const size = Number.parseInt(this.buffered.slice(position, lineEnd), 16);
      while (this.buffered.length < lineEnd + 2 + size + 2) await this.more();
      body += this.buffered.slice(lineEnd + 2, lineEnd + 2 + size);
      position = lineEnd + 2 + size + 2;
      if (size === 0) break;
    }
    this.buffered = this.buffered.slice(position);
    return { status, body };
  }

  private async take(start: number, length: number): Promise<string> {
    while (this.buffered.length < start + length) await this.more();
    const body = this.buffered.slice(start, start + length);
    this.buffered = this.buffered.slice(start + length);
    return body;
  }

  private async find(mark: string, from: number): Promise<number> {
    for (;;) {
      const position = this.buffered.indexOf(mark, from);
      if (position >= 0) return position;
      await this.more();
    }
  }

  private async more(): Promise<void> {
    if (this.ended !== null) throw this.ended;
    await new Promise<void>((resolve) => {
      this.waiting = resolve;
    });
    this.waiting = null;
  }
}
