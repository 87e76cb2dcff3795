import { useCallback, useEffect, useRef, useState } from 'react';
import { forgetTab, readTab, writeTab } from '../../kit/index.ts';

type Values = Readonly<Record<string, unknown>>;

interface Draft {
  readonly values: Values;
  setValues(values: Values): void;
  readonly isChanged: boolean;
  /** True when what is shown was typed earlier and never saved. */
  readonly isRestored: boolean;
  discard(): void;
  /** Saved: nothing is left to keep. */
  settle(): void;
}

/** Values of a form, kept in the tab as they are typed: a reload or a wrong click loses nothing. */
export function useDraft(key: string, initial: Values): Draft {
  const kept = useRef(readTab<Values>(`draft.${key}`));
  const [values, setState] = useState<Values>(() => ({ ...initial, ...kept.current }));
  const [isChanged, setChanged] = useState(kept.current !== undefined);
  const [isRestored, setRestored] = useState(kept.current !== undefined);
  const pending = useRef<ReturnType<typeof setTimeout>>(undefined);
  const setValues = useCallback(
    (next: Values) => {
      setState(next);
      setChanged(true);
      clearTimeout(pending.current);
      pending.current = setTimeout(() => writeTab(`draft.${key}`, next), 250);
    },
    [key],
  );
  const settle = useCallback(() => {
    clearTimeout(pending.current);
    forgetTab(`draft.${key}`);
    setChanged(false);
    setRestored(false);
  }, [key]);
  const discard = useCallback(() => {
    settle();
    setState(initial);
  }, [settle, initial]);
  useEffect(() => () => clearTimeout(pending.current), []);
  return { values, setValues, isChanged, isRestored, discard, settle };
}
