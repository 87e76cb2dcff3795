import { csrfHeaders } from './client.ts';
import { setOffline } from './connection.ts';
import { OfflineError, problemOf } from './problem.ts';

/** Asks for a file and hands it to the browser to save; with a body by POST. Answers what came instead of a file (202: a
 *  job that makes it), or null once it is saved. */
export async function download<T>(path: string, body?: unknown): Promise<T | null> {
  let response: Response;
  try {
    response = await fetch(path, {
      credentials: 'same-origin',
      ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json', ...csrfHeaders() }, body: JSON.stringify(body) }),
    });
  } catch {
    setOffline(true);
    throw new OfflineError();
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 202) return (await response.json()) as T;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response.headers.get('content-disposition'));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return null;
}

function fileName(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? 'export';
}
