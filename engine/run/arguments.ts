import { Decimal, decimalToText } from '../kernel/index.ts';
import type { EvaluationContext, FactRow } from '../condition/types.ts';
import type { Argument } from '../model/index.ts';

/** Value of a step's argument: literals as they are, one placeholder as its typed value, formulas as exact decimals in text. */
export function valueOf(argument: Argument, facts: FactRow, context: EvaluationContext): unknown {
  switch (argument.kind) {
    case 'literal':
      return argument.value;
    case 'template':
      return plain(argument.template.value === undefined ? argument.template.render(facts, context) : argument.template.value(facts, context));
    case 'formula':
      return plain(argument.formula.evaluate(facts, context));
    case 'object':
      return Object.fromEntries([...argument.entries].map(([key, entry]) => [key, valueOf(entry, facts, context)]));
    case 'list':
      return argument.items.map((item) => valueOf(item, facts, context));
  }
}

/** Facts that an argument reads. */
export function pathsOf(argument: Argument): readonly string[] {
  switch (argument.kind) {
    case 'literal':
      return [];
    case 'template':
      return argument.template.facts;
    case 'formula':
      return argument.formula.facts;
    case 'object':
      return [...argument.entries.values()].flatMap(pathsOf);
    case 'list':
      return argument.items.flatMap(pathsOf);
  }
}

/** A placeholder of a relation is its id; a decimal is its text. */
function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Decimal || Decimal.isDecimal(value)) return decimalToText(value as Decimal);
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && 'id' in value && typeof value.id === 'string') return value.id;
  return value;
}
