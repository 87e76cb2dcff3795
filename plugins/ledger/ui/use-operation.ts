import { useCallback, useEffect, useState } from 'react';
import { api } from '../../../runtime-ui/kit/index.ts';

export interface OperationState<Result> {
  readonly result: Result | undefined;
  readonly error: unknown;
  readonly isWaiting: boolean;
  again(): void;
}

/** Answer of a read-only operation; asks again when the input changes and keeps the last answer until then. A null input waits. */
export function useOperation<Result>(operation: string, input: Readonly<Record<string, unknown>> | null): OperationState<Result> {
  const [state, setState] = useState<{ readonly result?: Result; readonly error?: unknown; readonly isWaiting: boolean }>({ isWaiting: input !== null });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(input);
  useEffect(() => {
    if (key === 'null') return;
    const stop = new AbortController();
    setState(({ result }) => ({ isWaiting: true, ...(result === undefined ? {} : { result }) }));
    api.post<Result>(`/api/operations/${operation}`, JSON.parse(key), { signal: stop.signal }).then(
      (result) => setState({ result, isWaiting: false }),
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ error, isWaiting: false });
      },
    );
    return () => stop.abort();
  }, [operation, key, turn]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  return { result: state.result, error: state.error, isWaiting: state.isWaiting, again };
}
