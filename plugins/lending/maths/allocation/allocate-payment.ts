import { parseDay } from '../calendar/date.ts';
import { compare, type Fraction, isZero, parseDecimal, smaller, subtract, ZERO } from '../number/fraction.ts';
import { formatMoney } from '../number/money.ts';
import { MathsRefusal, unsupported } from '../refusal.ts';

export type Component = 'cost' | 'fee' | 'penalty' | 'compound' | 'interest' | 'principal';
export const COMPONENTS: readonly Component[] = ['cost', 'fee', 'penalty', 'compound', 'interest', 'principal'];

/** What is still open of an instalment; an absent component is nothing. Money as decimal strings. */
export type OpenInstalment = { readonly n: number; readonly dueDate: string } & { readonly [part in Component]?: string };

export interface AllocationRule {
  /** HORIZONTAL clears one instalment at a time, VERTICAL one component over all instalments of a group. */
  readonly axis: 'HORIZONTAL' | 'VERTICAL';
  readonly dueOrder: readonly Component[];
  /** Order inside instalments that are not due yet; `dueOrder` unless said. */
  readonly advanceOrder?: readonly Component[];
  /** Where money beyond what is due goes; NONE leaves it as surplus. */
  readonly advance: 'NEXT_INSTALMENT' | 'LAST_INSTALMENT' | 'NONE';
}

/** Cost, fee, penalty, compound, interest, principal; oldest instalment first. Source: calculation spec B.11. */
export const USUAL_RULE: AllocationRule = { axis: 'HORIZONTAL', dueOrder: COMPONENTS, advance: 'NEXT_INSTALMENT' };

export interface AllocationLine {
  readonly n: number;
  readonly component: Component;
  readonly amount: string;
}

export interface Allocation {
  readonly lines: readonly AllocationLine[];
  readonly surplus: string;
}

/** Divides a payment over open amounts: past due, due on the date, then in advance. Amounts are fixed.
 *  A component that the order does not name receives nothing. Refuses NOT_POSITIVE.
 *  Source: calculation spec B.11, DEFINITIONS 9. */
export function allocatePayment(input: { instalments: readonly OpenInstalment[]; amount: string; valueDate: string; rule: AllocationRule }): Allocation {
  const { rule } = input;
  if (compare(parseDecimal(input.amount), ZERO) < 0) throw new MathsRefusal('NOT_POSITIVE', { amount: input.amount });
  let left = parseDecimal(input.amount);
  const lines: AllocationLine[] = [];
  for (const { instalments, order } of groupsOf(input)) {
    for (const [instalment, component] of walk(instalments, order, rule.axis)) {
      if (isZero(left)) break;
      const part = smaller(left, parseDecimal(instalment[component] ?? '0'));
      if (compare(part, ZERO) <= 0) continue;
      left = subtract(left, part);
      lines.push({ n: instalment.n, component, amount: formatMoney(part) });
    }
  }
  return { lines, surplus: formatMoney(left) };
}

interface Group {
  readonly instalments: readonly OpenInstalment[];
  readonly order: readonly Component[];
}

function groupsOf(input: { instalments: readonly OpenInstalment[]; valueDate: string; rule: AllocationRule }): Group[] {
  const { rule } = input;
  const day = parseDay(input.valueDate);
  const oldestFirst = input.instalments
    .map((instalment) => ({ instalment, due: parseDay(instalment.dueDate) }))
    .sort((a, b) => a.due - b.due || a.instalment.n - b.instalment.n);
  const pick = (wanted: (due: number) => boolean): OpenInstalment[] => oldestFirst.filter((entry) => wanted(entry.due)).map((entry) => entry.instalment);
  const later = pick((due) => due > day);
  const groups: Group[] = [
    { instalments: pick((due) => due < day), order: rule.dueOrder },
    { instalments: pick((due) => due === day), order: rule.dueOrder },
  ];
  if (rule.advance === 'NONE') return groups;
  const order = rule.advanceOrder ?? rule.dueOrder;
  return [...groups, { instalments: rule.advance === 'LAST_INSTALMENT' ? later.toReversed() : later, order }];
}

function* walk(instalments: readonly OpenInstalment[], order: readonly Component[], axis: AllocationRule['axis']): Generator<[OpenInstalment, Component]> {
  if (axis === 'HORIZONTAL') {
    for (const instalment of instalments) for (const component of order) yield [instalment, component];
  } else if (axis === 'VERTICAL') {
    for (const component of order) for (const instalment of instalments) yield [instalment, component];
  } else {
    throw unsupported(`allocation axis ${String(axis)}`);
  }
}

/** What is open of an instalment after allocation lines. */
export function openAfter(instalment: OpenInstalment, lines: readonly AllocationLine[]): OpenInstalment {
  const open: Partial<Record<Component, Fraction>> = {};
  for (const component of COMPONENTS) open[component] = parseDecimal(instalment[component] ?? '0');
  for (const line of lines) {
    if (line.n === instalment.n) open[line.component] = subtract(open[line.component] ?? ZERO, parseDecimal(line.amount));
  }
  const shown = Object.fromEntries(COMPONENTS.map((component) => [component, formatMoney(open[component] ?? ZERO)]));
  return { n: instalment.n, dueDate: instalment.dueDate, ...shown };
}
