import type { ProblemBody } from '../../../engine/contract/wire.ts';

/** The server refused, and said why in the person's language. `code` is what she can quote. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: NonNullable<ProblemBody['errors']>;

  constructor(body: Pick<ProblemBody, 'status' | 'code' | 'detail'> & Partial<ProblemBody>) {
    super(body.detail);
    this.name = 'ProblemError';
    this.status = body.status;
    this.code = body.code;
    this.errors = body.errors ?? [];
  }
}

/** The server could not be reached: nothing is known about whether it has acted. */
export class OfflineError extends Error {
  constructor() {
    super('offline');
    this.name = 'OfflineError';
  }
}

export function isStale(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'request.stale';
}

export async function problemOf(response: Response): Promise<ProblemError> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as ProblemBody;
    if (typeof body.code === 'string') return new ProblemError(body);
  } catch {
    // Not a problem document: a proxy or a crash answered.
  }
  return new ProblemError({ status: response.status, code: `http.${response.status}`, detail: response.statusText || String(response.status) });
}
