import { useEffect, useState } from 'react';

/** True once a wait has lasted 200 ms: shorter ones show nothing, so that fast answers do not flicker. */
export function useLate(isWaiting: boolean, after = 200): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!isWaiting) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), after);
    return () => clearTimeout(timer);
  }, [isWaiting, after]);
  return isWaiting && late;
}

/** Grey bars where lines of text will stand, in their final heights. */
export function SkeletonLines(props: { readonly lines: number; readonly height?: number; readonly label: string }) {
  return (
    <div className="skeleton-lines" role="status" aria-label={props.label} aria-busy>
      {Array.from({ length: props.lines }, (_, index) => (
        <div key={index} style={{ height: props.height ?? 32 }}>
          <span style={{ width: `${[62, 84, 71, 55, 78][index % 5] ?? 70}%` }} />
        </div>
      ))}
    </div>
  );
}
