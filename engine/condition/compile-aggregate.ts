import { isObject, type Json } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import { leafOf, valueReport, type LeafPlace } from './compilation.ts';
import { describe, hasOnly, parseOperand } from './operand.ts';
import type { Aggregate, ConditionNode, FactDescription, FactType } from './types.ts';

const comparisons: Readonly<Record<string, { readonly is: Aggregate['is']; readonly negated: boolean }>> = {
  equal: { is: 'equal', negated: false },
  notEqual: { is: 'equal', negated: true },
  lessThan: { is: 'lessThan', negated: false },
  lessThanInclusive: { is: 'lessThanInclusive', negated: false },
  greaterThan: { is: 'greaterThan', negated: false },
  greaterThanInclusive: { is: 'greaterThanInclusive', negated: false },
  between: { is: 'between', negated: false },
  notBetween: { is: 'between', negated: true },
  before: { is: 'lessThan', negated: false },
  after: { is: 'greaterThan', negated: false },
  onOrBefore: { is: 'lessThanInclusive', negated: false },
  onOrAfter: { is: 'greaterThanInclusive', negated: false },
};

/** countCmp `{is, to}`, sumCmp, minCmp and maxCmp `{of, is, to}`: a figure over the rows, compared. A sum over no rows is 0;
 *  the least or greatest of no rows is null and never compares. Rows whose value is null are left out. */
export function compileAggregate(place: LeafPlace): ConditionNode | null {
  const { leaf, compilation } = place;
  const count = leaf.operator === 'countCmp';
  const keys = count ? ['is', 'to'] : ['of', 'is', 'to'];
  const { value } = leaf;
  if (!isObject(value) || !hasOnly(value, keys) || !keys.every((key) => key in value)) {
    return place.fault(
      'condition.value-shape',
      `${describe(value)} is no comparison of a figure over rows.`,
      count ? 'Write {"is": "greaterThanInclusive", "to": 1}.' : 'Write {"of": "amount", "is": "lessThan", "to": "1000.00"}.',
    );
  }
  const comparison = comparisons[String(value['is'])];
  if (!comparison)
    return place.fault(
      'condition.unknown-operator',
      `"${String(value['is'])}" does not compare a figure.`,
      suggestion(String(value['is']), Object.keys(comparisons)),
    );
  const of = count ? null : String(value['of']);
  const figure = of === null ? ({ type: 'int' } as const) : figureOf(place, of);
  if (!figure) return null;
  const bounds = comparison.is === 'between' ? value['to'] : [value['to']];
  if (!Array.isArray(bounds) || bounds.length !== (comparison.is === 'between' ? 2 : 1))
    return place.fault('condition.value-shape', `${describe(value['to'])} is no range.`, 'Write "to": [from, to], both included.');
  const operands = (bounds as readonly Json[]).map((bound) => parseOperand(bound, figure, valueReport(place, '/value/to')));
  const sound = operands.filter((operand) => operand !== null);
  if (sound.length < operands.length) return null;
  if (of !== null) compilation.facts.add(`${compilation.prefix}${leaf.fact}.${of}`);
  const node = leafOf(place, 'aggregate', sound, {
    aggregate: {
      function: ({ countCmp: 'count', sumCmp: 'sum', minCmp: 'min', maxCmp: 'max' } as const)[leaf.operator as 'countCmp'],
      of,
      description: of === null ? null : figure,
      is: comparison.is,
    },
  });
  return comparison.negated ? { kind: 'not', node } : node;
}

function figureOf(place: LeafPlace, of: string): FactDescription | null {
  const { leaf, description } = place;
  const figure = description.rows?.lookup(of);
  if (!figure) return place.fault('condition.unknown-fact', `The rows of "${leaf.fact}" have no fact "${of}".`, suggestion(of, description.rows?.paths ?? []));
  const types: readonly FactType[] = leaf.operator === 'sumCmp' ? ['int', 'decimal', 'money'] : ['int', 'decimal', 'money', 'date', 'datetime'];
  if (!types.includes(figure.type))
    return place.fault(
      'condition.operator-not-for-type',
      `"${leaf.operator}" does not apply to "${of}", which is of type ${figure.type}.`,
      `It applies to ${types.join(', ')}.`,
    );
  return figure;
}
