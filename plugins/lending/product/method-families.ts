import { type CustomRow, type MethodId, roundMoney, type ScheduleTerms } from '../maths/index.ts';
import { timesFraction } from './times-fraction.ts';

/** What a product fixes about a repayment method; which of them a method takes is in its family's schema. */
export interface MethodParameters {
  readonly title?: string;
  readonly levelRule?: 'REGULAR' | 'TRUE_FACTORS';
  readonly lastDifference?: 'LAST' | 'SPREAD';
  readonly balloonShare?: string;
  readonly amortiseOver?: number;
  readonly everyPeriods?: number;
  readonly growth?: string;
  readonly stages?: readonly ProductStage[];
  readonly minShare?: string;
}

/** A stage of a COMBO; the last one has no number of periods and takes those that are left. */
export interface ProductStage {
  readonly periods?: number;
  readonly method: 'INTEREST_ONLY' | 'LEVEL' | 'EQUAL_PRINCIPAL';
  readonly share?: string;
}

/** What a loan adds to the parameters of its product. */
export interface MethodLoan {
  readonly amount: string;
  readonly periods: number;
  readonly payment?: string;
  readonly rows?: readonly CustomRow[];
}

/** One repayment method: its parameters as JSON Schema, and the part of a plan's terms that they become. The product's
 *  metaschema is put together from these. Source: calculation spec B.5, B.24. */
export interface MethodFamily {
  readonly id: MethodId;
  readonly description: string;
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  terms(parameters: MethodParameters, loan: MethodLoan): Partial<ScheduleTerms>;
}

const fraction = { type: 'string', pattern: '^(0(\\.\\d+)?|1(\\.0+)?)$' };
const regular = (loan: MethodLoan): Partial<ScheduleTerms> => ({ periods: loan.periods });
const levelRule = {
  enum: ['REGULAR', 'TRUE_FACTORS'],
  description: 'Solves the amount from twelfths of a year or from the real days; by the day count unless said.',
  examples: ['REGULAR'],
};
const ruleOf = ({ levelRule: rule }: MethodParameters): Partial<ScheduleTerms> => (rule === undefined ? {} : { levelRule: rule });

export const METHOD_FAMILIES: readonly MethodFamily[] = [
  {
    id: 'LEVEL',
    description: 'Repays in equal instalments.',
    properties: {
      levelRule,
      lastDifference: { enum: ['LAST', 'SPREAD'], description: 'Leaves the rounding to the last instalment, or spreads it.', examples: ['LAST'] },
    },
    terms: (parameters, loan) => ({
      ...regular(loan),
      ...ruleOf(parameters),
      ...(parameters.lastDifference === 'SPREAD' ? { levelAdjust: 'SPREAD_LAST_DIFF' } : {}),
    }),
  },
  { id: 'EQUAL_PRINCIPAL', description: 'Repays equal principal and the interest on the balance.', properties: {}, terms: (_, loan) => regular(loan) },
  { id: 'INTEREST_ONLY', description: 'Pays interest each period and the principal at maturity.', properties: {}, terms: (_, loan) => regular(loan) },
  { id: 'BULLET', description: 'Pays principal and interest once, at maturity.', properties: {}, terms: (_, loan) => regular(loan) },
  {
    id: 'FLAT',
    description: 'Charges interest on the original principal to the end; its true cost is far above the rate.',
    properties: {},
    terms: (_, loan) => regular(loan),
  },
  {
    id: 'BALLOON',
    description: 'Pays level amounts and the rest at maturity; takes either balloonShare or amortiseOver.',
    properties: {
      levelRule,
      balloonShare: { ...fraction, description: 'Leaves this fraction of the amount for the last instalment.', examples: ['0.2'] },
      amortiseOver: {
        type: 'integer',
        minimum: 2,
        maximum: 600,
        description: 'Sets the amount as if the loan ran over this many instalments.',
        examples: [60],
      },
    },
    terms: (parameters, loan) => ({
      ...regular(loan),
      ...ruleOf(parameters),
      balloon:
        parameters.amortiseOver === undefined
          ? { kind: 'FIXED', amount: roundMoney(timesFraction(loan.amount, parameters.balloonShare ?? '0'), { mode: 'HALF_UP', unit: '0.01' }) }
          : { kind: 'AMORTISE_OVER', periods: parameters.amortiseOver },
    }),
  },
  {
    id: 'STEP',
    description: 'Repays in instalments that grow or fall in steps.',
    properties: {
      levelRule,
      everyPeriods: { type: 'integer', minimum: 1, maximum: 600, description: 'Changes the instalment after this many.', examples: [12] },
      growth: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$', description: 'Changes it by this fraction; negative falls.', examples: ['0.1'] },
    },
    required: ['everyPeriods', 'growth'],
    terms: (parameters, loan) => ({
      ...regular(loan),
      ...ruleOf(parameters),
      step: { everyPeriods: parameters.everyPeriods ?? 1, growth: parameters.growth ?? '0' },
    }),
  },
  {
    id: 'COMBO',
    description: 'Repays by one method after another.',
    properties: {
      levelRule,
      stages: {
        type: 'array',
        minItems: 2,
        description: 'Lists the methods in turn; the last stage takes the instalments and the principal that are left.',
        examples: [[{ periods: 6, method: 'INTEREST_ONLY' }, { method: 'LEVEL' }]],
        items: {
          type: 'object',
          properties: {
            periods: { type: 'integer', minimum: 1, maximum: 600, description: 'Gives the instalments of the stage.', examples: [6] },
            method: { enum: ['INTEREST_ONLY', 'LEVEL', 'EQUAL_PRINCIPAL'], description: 'Says how the stage repays.', examples: ['INTEREST_ONLY'] },
            share: { ...fraction, description: 'Repays this fraction of the amount within the stage.', examples: ['0.3'] },
          },
          required: ['method'],
          additionalProperties: false,
        },
      },
    },
    required: ['stages'],
    terms: (parameters, loan) => ({ ...ruleOf(parameters), stages: stagesFor(parameters.stages ?? [], loan.periods) }),
  },
  {
    id: 'FIXED_PAYMENT',
    description: 'Pays an amount that the borrower names; the number of instalments follows from it.',
    properties: { minShare: { ...fraction, description: 'Refuses a payment below this fraction of the amount.', examples: ['0.05'] } },
    required: ['minShare'],
    terms: (_, loan) => (loan.payment === undefined ? {} : { payment: loan.payment }),
  },
  {
    id: 'CUSTOM',
    description: 'Repays on dates and in amounts that are agreed row by row.',
    properties: {},
    terms: (_, loan) => (loan.rows === undefined ? {} : { rows: loan.rows }),
  },
];

/** The family of a method. */
export function familyOf(id: MethodId): MethodFamily {
  const family = METHOD_FAMILIES.find((one) => one.id === id);
  if (family === undefined) throw new Error(`Method ${id} has no family.`);
  return family;
}

function stagesFor(stages: readonly ProductStage[], periods: number): NonNullable<ScheduleTerms['stages']> {
  const before = stages.reduce((count, stage) => count + (stage.periods ?? 0), 0);
  return stages.map(({ method, share, periods: own }) => ({ method, periods: own ?? periods - before, ...(share === undefined ? {} : { share }) }));
}
