/** An answer with its body read: `body` is the JSON when it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: ArrayBuffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

export interface Sent {
  readonly body?: unknown;
  /** Sent as it is, instead of JSON of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

/** Somebody who calls the server over HTTP, as a browser or a program would. */
export class Person {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = { ...headers };
  }

  /** Takes the cookie and the CSRF proof, as the screens do. */
  async signIn(username: string, password: string): Promise<void> {
    const answer = await this.post('/api/session', { username, password });
    if (answer.status !== 204) throw new Error(`${username} cannot sign in: ${answer.status} ${answer.text}`);
    this.#headers['cookie'] = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    this.#headers['x-csrf-token'] = (await this.get('/api/session')).body.csrfToken;
  }

  async send(method: string, path: string, { body, raw, headers }: Sent = {}): Promise<Answer> {
    const hasBody = body !== undefined || raw !== undefined;
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...this.#headers, ...headers },
      ...(hasBody ? { body: (raw ?? JSON.stringify(body)) as BodyInit } : {}),
    });
    return read(answer);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, { body, headers });
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PATCH', path, { body, headers });
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('DELETE', path, { headers });
  }

  async upload(
    path: string,
    file: { readonly name: string; readonly type: string; readonly content: Uint8Array },
    fields: Record<string, string> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new File([file.content as Uint8Array<ArrayBuffer>], file.name, { type: file.type }));
    return read(await fetch(`${this.#url}${path}`, { method: 'POST', headers: this.#headers, body: form }));
  }

  /** A token of this person, for a program in her name. */
  async token(name: string): Promise<string> {
    return (await this.post('/api/session/tokens', { name })).body.token;
  }
}

async function read(answer: Response): Promise<Answer> {
  const bytes = await answer.arrayBuffer();
  // A byte-order mark is part of what was sent.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
  return { status: answer.status, headers: answer.headers, bytes, text, body: isJson ? JSON.parse(text) : undefined };
}
