import { compareMoney } from '../maths/index.ts';
import type { EventSplit } from './fold/course.ts';

/** Lines of a split as a receipt keeps them; what a prepayment paid outside of the instalments stands under number 0. */
export function allocationsOf(split: EventSplit): readonly { readonly periodNo: number; readonly component: string; readonly amount: string }[] {
  const outside = Object.entries(split.outside).filter(([, amount]) => compareMoney(amount, '0') > 0);
  return [
    ...split.lines.map(({ n, component, amount }) => ({ periodNo: n, component, amount })),
    ...outside.map(([component, amount]) => ({ periodNo: 0, component, amount })),
  ];
}
