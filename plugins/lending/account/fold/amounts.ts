import { addMoney, compareMoney, type Component, COMPONENTS, subtractMoney } from '../../maths/index.ts';

/** Money of each component, always all of them and in the same order, so that equal amounts are equal texts. */
export type Amounts = Readonly<Record<Component, string>>;

export const NOTHING: Amounts = { cost: '0.00', fee: '0.00', penalty: '0.00', compound: '0.00', interest: '0.00', principal: '0.00' };

export function mapAmounts(amountOf: (component: Component) => string): Amounts {
  return Object.fromEntries(COMPONENTS.map((component) => [component, amountOf(component)])) as unknown as Amounts;
}

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  return mapAmounts((component) => plus(a[component], b[component]));
}

/** Most amounts of most rows are nothing; a replay would spend most of its time on reading them. */
export function plus(a: string, b: string): string {
  return a === '0.00' ? b : b === '0.00' ? a : addMoney(a, b);
}

export function subtractAmounts(a: Amounts, b: Amounts): Amounts {
  return mapAmounts((component) => subtractMoney(a[component], b[component]));
}

export function sumAmounts(all: readonly Amounts[]): Amounts {
  return mapAmounts((component) => all.reduce((sum, amounts) => plus(sum, amounts[component]), '0.00'));
}

export function totalOf(amounts: Amounts): string {
  return COMPONENTS.reduce((sum, component) => plus(sum, amounts[component]), '0.00');
}

export function isPositive(amount: string): boolean {
  return amount !== '0.00' && compareMoney(amount, '0') > 0;
}

export function smallerOf(a: string, b: string): string {
  return compareMoney(a, b) <= 0 ? a : b;
}

export function notBelowZero(amount: string): string {
  return isPositive(amount) ? amount : '0.00';
}
