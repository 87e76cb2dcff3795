import type { CompiledFormula } from '../../condition/formula-types.ts';
import type { FieldModel } from '../../model/index.ts';
import type { Report } from '../kind.ts';

/** Keys of stored formulas so that each comes after those it reads. Reports `compile.formula-cycle` with the whole circle. */
export function orderFormulas(formulas: ReadonlyMap<string, CompiledFormula>, fields: ReadonlyMap<string, FieldModel>, report: Report): readonly string[] {
  const ordered: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (key: string, trail: readonly string[]): void => {
    if (state.get(key) === 'done') return;
    if (state.get(key) === 'open') {
      const circle = [...trail.slice(trail.indexOf(key)), key].join(' → ');
      report(
        `/properties/${key}/formula`,
        'compile.formula-cycle',
        `The formulas compute each other in a circle: ${circle}.`,
        'let one of them read other properties.',
      );
      return;
    }
    state.set(key, 'open');
    for (const fact of formulas.get(key)?.facts ?? []) {
      const read = fact.split('.')[0] ?? fact;
      if (formulas.has(read)) visit(read, [...trail, key]);
    }
    state.set(key, 'done');
    if (fields.get(key)?.virtual !== true) ordered.push(key);
  };
  for (const key of formulas.keys()) visit(key, []);
  return ordered;
}
