import { nearestName } from './nearest-name.ts';

/** The mend for a name that is not there: the nearest one, else what there is to choose from. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = nearestName(word, candidates);
  const shown = candidates.slice(0, 12).join(', ');
  const rest = candidates.length > 12 ? ', …' : '';
  if (near !== undefined) return candidates.length > 1 ? `did you mean "${near}"? It has: ${shown}${rest}.` : `did you mean "${near}"?`;
  return candidates.length === 0 ? 'there is none to choose from.' : `choose one of: ${shown}${rest}.`;
}
