import {
  type AllocationRule,
  type Component,
  COMPONENTS,
  instalmentStates,
  type MovementsInput,
  sumMoney,
  type Waiver,
} from '../../../plugins/lending/maths/index.ts';
import type { Suite } from '../case-file.ts';
import { date, decimal, fieldsOf, listOf, oneOf, readAs, whole } from '../input-shape.ts';

const COMPONENT = oneOf('COST', 'FEE', 'PENALTY', 'COMPOUND', 'INTEREST', 'PRINCIPAL');

const INPUT = fieldsOf({
  instalments: listOf(
    fieldsOf({ n: whole, dueDate: date, principal: decimal, interest: decimal, fee: decimal, penalty: decimal, compound: decimal, cost: decimal }),
  ),
  payments: listOf(fieldsOf({ valueDate: date, amount: decimal })),
  rule: fieldsOf({
    axis: oneOf('HORIZONTAL', 'VERTICAL'),
    dueOrder: listOf(COMPONENT),
    advanceOrder: listOf(COMPONENT),
    advance: oneOf('NEXT_INSTALMENT', 'LAST_INSTALMENT', 'NONE'),
  }),
  asOf: date,
  graceDays: whole,
  waivers: listOf(fieldsOf({ n: whole, component: COMPONENT, amount: decimal, date })),
});

export const allocation: Suite = {
  names: ['allocation'],
  fields: ['allocations', 'rows'],
  answer(input) {
    const read = readAs<MovementsInput>(input, INPUT);
    const lower = (names: readonly string[]): Component[] => names.map((name) => name.toLowerCase() as Component);
    const rule: AllocationRule = {
      ...read.rule,
      dueOrder: lower(read.rule.dueOrder),
      ...(read.rule.advanceOrder ? { advanceOrder: lower(read.rule.advanceOrder) } : {}),
    };
    const waivers = (read.waivers ?? []).map((waiver): Waiver => ({ ...waiver, component: waiver.component.toLowerCase() as Component }));
    const { standings, payments } = instalmentStates({ ...read, rule, waivers });
    return {
      got: {
        rows: standings,
        allocations: payments.map((payment) => ({
          valueDate: payment.valueDate,
          surplus: payment.surplus,
          ...Object.fromEntries(COMPONENTS.map((part) => [part, sumMoney(payment.lines.filter((line) => line.component === part).map((line) => line.amount))])),
        })),
      },
      derivation: () => payments.map((payment) => `\n    ${payment.valueDate}: ${JSON.stringify(payment.lines)}`).join(''),
    };
  },
};
