import { annualisedCost, buildSchedule, type CostFee, type CostFlow, costFlows } from '../../../plugins/lending/maths/index.ts';
import { type Suite, Unsupported } from '../case-file.ts';
import { date, decimal, fieldsOf, flag, listOf, oneOf, readAs, text, whole } from '../input-shape.ts';
import { type ScheduleInput, termsOf } from './schedule.ts';
import { SCHEDULE_INPUT } from './schedule-shape.ts';

const INPUT = fieldsOf({
  schedule: SCHEDULE_INPUT,
  flows: listOf(fieldsOf({ period: whole, date, amount: decimal })),
  fees: listOf(
    fieldsOf({
      code: text,
      payee: text,
      timing: oneOf('BEFORE', 'AT_DISBURSEMENT', 'PER_PERIOD', 'AT_CLOSURE'),
      amount: decimal,
      pctOfPrincipal: decimal,
      pctOfBalance: decimal,
      date,
      inApr: flag,
    }),
  ),
  periodsPerYear: whole,
  decimals: whole,
  capAprPercent: decimal,
});

interface CostInput {
  readonly schedule?: ScheduleInput;
  readonly flows?: readonly CostFlow[];
  readonly fees?: readonly CostFee[];
  readonly periodsPerYear: number;
  readonly decimals?: number;
  readonly capAprPercent?: string;
}

export const cost: Suite = {
  names: ['cost'],
  fields: ['aprPercent', 'effectivePercent', 'xirrPercent', 'totalCost', 'withinCap'],
  answer(input) {
    const read = readAs<CostInput>(input, INPUT);
    const flows = flowsOf(read);
    return {
      got: {
        ...annualisedCost({
          flows,
          periodsPerYear: read.periodsPerYear,
          decimals: read.decimals ?? 4,
          ...(read.capAprPercent === undefined ? {} : { capAprPercent: read.capAprPercent }),
        }),
      },
      derivation: () => JSON.stringify(flows),
    };
  },
};

function flowsOf(read: CostInput): CostFlow[] {
  if (read.flows && (read.fees ?? []).length > 0) throw new Unsupported('fees beside bare flows');
  if (read.flows) return [...read.flows];
  if (!read.schedule) throw new Unsupported('cost without a schedule or flows');
  if ((read.schedule.events ?? []).length > 0) throw new Unsupported('cost of a changed plan');
  const terms = termsOf(read.schedule);
  return costFlows(terms, buildSchedule(terms), read.fees ?? []);
}
