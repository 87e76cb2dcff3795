import { setOffline, waitForSignIn } from './connection.ts';
import { OfflineError, problemOf } from './problem.ts';

interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Makes a repeated action the same action: pass one key per intent, not per try. */
  readonly idempotencyKey?: string;
  /** Version that the change was made from, sent as If-Match. */
  readonly version?: number;
  /** A 401 is the answer itself (sign-in), not a lost session. */
  readonly anonymous?: boolean;
}

export interface Answer<T> {
  readonly body: T;
  readonly status: number;
  /** Record version from the ETag, when the answer is one record. */
  readonly version: number | null;
}

let csrfToken = '';

/** The token of the session, sent back on every write made with the cookie. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** What a write by hand has to carry besides. */
export function csrfHeaders(): Readonly<Record<string, string>> {
  return csrfToken === '' ? {} : { 'x-csrf-token': csrfToken };
}

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, undefined, options).then((answer) => answer.body),
  read: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, body ?? {}, options).then((answer) => answer.body),
  send: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, body ?? {}, options),
  put: <T>(path: string, body: unknown, options?: RequestOptions) => request<T>('PUT', path, body, options).then((answer) => answer.body),
  patch: <T>(path: string, body: unknown, options?: RequestOptions) => request<T>('PATCH', path, body, options),
  delete: (path: string, options?: RequestOptions) => request<void>('DELETE', path, undefined, options).then(() => undefined),
};

export function newKey(): string {
  return crypto.randomUUID();
}

/** `?a=1&b=2` of the values that are set. */
export function queryText(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

async function request<T>(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<Answer<T>> {
  const response = await fetchOnce(method, path, body, options);
  if (response.status === 401 && options.anonymous !== true) {
    await waitForSignIn();
    return request<T>(method, path, body, options);
  }
  if (!response.ok) throw await problemOf(response);
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    body: (response.status === 204 || !isJson ? undefined : await response.json()) as T,
    status: response.status,
    version: versionOf(response.headers.get('etag')),
  };
}

async function fetchOnce(method: string, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrfToken !== '') headers['x-csrf-token'] = csrfToken;
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  if (options.version !== undefined) headers['if-match'] = `"${options.version}"`;
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    setOffline(false);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    setOffline(true);
    throw new OfflineError();
  }
}

function versionOf(etag: string | null): number | null {
  const digits = etag === null ? null : /^(?:W\/)?"(\d+)"$/.exec(etag);
  return digits?.[1] === undefined ? null : Number(digits[1]);
}

/** Uploads one file and reports how far it is, 0..1. XMLHttpRequest because fetch tells nothing about an upload. */
export function uploadFile<T>(path: string, file: File, onProgress: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open('POST', path);
    upload.responseType = 'text';
    if (csrfToken !== '') upload.setRequestHeader('x-csrf-token', csrfToken);
    upload.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    upload.onerror = () => reject(new OfflineError());
    upload.onload = () => {
      const response = new Response(upload.responseText, {
        status: upload.status,
        headers: { 'content-type': upload.getResponseHeader('content-type') ?? '' },
      });
      if (upload.status >= 200 && upload.status < 300) resolve(JSON.parse(upload.responseText) as T);
      else void problemOf(response).then(reject);
    };
    const body = new FormData();
    body.set('file', file);
    upload.send(body);
  });
}
