const decimal = { type: 'string', pattern: '^\\d+(\\.\\d+)?$' };
const months = { type: 'integer', minimum: 1, maximum: 600 };

/** Schema of the penalty terms. Source: calculation spec B.8. */
export const penaltySchema = {
  type: 'object',
  description: 'Says what lateness costs.',
  examples: [{ rate: { kind: 'CONTRACT_FACTOR', value: '0.5' } }],
  properties: {
    mode: {
      enum: ['REPLACE', 'ADD'],
      description: 'Charges the penalty rate in place of the contract rate (unless said), or on top of it.',
      examples: ['REPLACE'],
    },
    base: {
      enum: ['PRINCIPAL', 'PRINCIPAL_INTEREST', 'INTEREST', 'OUTSTANDING'],
      description: 'Says on what: overdue principal unless said.',
      examples: ['PRINCIPAL'],
    },
    rate: {
      type: 'object',
      description: 'Gives the penalty rate.',
      examples: [{ kind: 'CONTRACT_FACTOR', value: '0.5' }],
      properties: {
        kind: {
          enum: ['CONTRACT_FACTOR', 'ANNUAL_FIXED', 'DAILY_FIXED', 'AMOUNT_PER_INSTALMENT'],
          description: 'Says whether it follows the contract rate, stands for itself, or is an amount for each late instalment.',
          examples: ['CONTRACT_FACTOR'],
        },
        value: { ...decimal, description: 'Gives the part of the contract rate that is added, the rate as a fraction, or the amount.', examples: ['0.5'] },
      },
      required: ['kind', 'value'],
      additionalProperties: false,
    },
    graceDays: { type: 'integer', minimum: 0, maximum: 60, description: 'Charges nothing when paid within these days.', examples: [3] },
    graceRetroactive: { type: 'boolean', description: 'Charges from the due date once the grace days have passed.', examples: [true] },
    freeToNextBusinessDay: {
      type: 'boolean',
      description: 'Charges nothing when a rest day is followed by payment on the next business day.',
      examples: [true],
    },
    compound: { type: 'boolean', description: 'Charges interest on unpaid interest; no unless said.', examples: [false] },
  },
  required: ['rate'],
  additionalProperties: false,
} as const;

const feeProperties = {
  pct: { ...decimal, description: 'Gives the fraction of the principal repaid early.', examples: ['0.01'] },
  min: { ...decimal, description: 'Charges at least this.', examples: ['50.00'] },
  max: { ...decimal, description: 'Charges at most this.', examples: ['5000.00'] },
};

/** Schema of the rules for early repayment. Source: calculation spec B.10. */
export const prepaymentSchema = {
  type: 'object',
  description: 'Says how a loan may be repaid early; paying it off is always possible once the lock-in has passed.',
  examples: [{ modes: ['REDUCE_INSTALMENT', 'REDUCE_TERM'], lockMonths: 3 }],
  properties: {
    modes: {
      type: 'array',
      items: { enum: ['REDUCE_INSTALMENT', 'REDUCE_TERM', 'KEEP_PLAN', 'ADVANCE_NEXT'] },
      uniqueItems: true,
      description: 'Lists what a part repaid early may do to the plan; empty allows paying off only.',
      examples: [['REDUCE_INSTALMENT']],
    },
    lockMonths: { ...months, description: 'Refuses early repayment before this many months.', examples: [3] },
    minAmount: { ...decimal, description: 'Refuses smaller parts.', examples: ['1000.00'] },
    minInterestDays: { type: 'integer', minimum: 1, maximum: 366, description: 'Charges interest for at least these days.', examples: [7] },
    fee: {
      type: 'object',
      description: 'Charges for early repayment.',
      examples: [{ tiers: [{ beforeMonths: 6, pct: '0.01' }, { pct: '0' }] }],
      properties: {
        ...feeProperties,
        tiers: {
          type: 'array',
          minItems: 2,
          description: 'Charges by the months since disbursement; the last tier is open.',
          examples: [[{ beforeMonths: 6, pct: '0.01' }, { pct: '0' }]],
          items: {
            type: 'object',
            properties: { beforeMonths: { ...months, description: 'Ends the tier before this month.', examples: [6] }, ...feeProperties },
            required: ['pct'],
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    },
  },
  required: ['modes'],
  additionalProperties: false,
} as const;
