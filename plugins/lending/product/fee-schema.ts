import { FEE_BASES, FEE_TIMINGS, PAYEES } from './fee.ts';

const decimal = { type: 'string', pattern: '^\\d+(\\.\\d+)?$' };

/** Schema of one fee. Source: calculation spec B.9. */
export const feeSchema = {
  type: 'object',
  properties: {
    after: { type: 'string', description: 'Places the element after this one.', examples: ['handling'] },
    first: { type: 'boolean', description: 'Places the element first.', examples: [true] },
    title: { type: 'string', minLength: 1, description: 'Names the fee for the borrower.', examples: ['手续费'] },
    basis: { enum: FEE_BASES, description: 'Says what the value is of.', examples: ['PCT_AMOUNT'] },
    value: { ...decimal, description: 'Gives the amount, or the fraction of what the basis names; TIERED has tiers instead.', examples: ['0.01'] },
    tiers: {
      type: 'array',
      minItems: 2,
      description: 'TIERED: the first tier that reaches the loan amount gives the fraction of it; the last is open.',
      examples: [[{ upTo: '100000.00', value: '0.01' }, { value: '0.008' }]],
      items: {
        type: 'object',
        properties: {
          upTo: { ...decimal, description: 'Gives the largest loan amount of the tier.', examples: ['100000.00'] },
          value: { ...decimal, description: 'Gives the fraction of the loan amount.', examples: ['0.01'] },
        },
        required: ['value'],
        additionalProperties: false,
      },
    },
    timing: { enum: FEE_TIMINGS, description: 'Says when it is paid; at disbursement unless said.', examples: ['AT_DISBURSEMENT'] },
    event: { type: 'string', minLength: 1, description: 'ON_EVENT: names what it is charged for.', examples: ['到期展期'] },
    payee: { enum: PAYEES, description: 'Says who receives it; the lender unless said.', examples: ['guarantor'] },
    inApr: { type: 'boolean', description: 'Counts it in the annual cost; yes unless said.', examples: [true] },
  },
  required: ['title', 'basis'],
  additionalProperties: false,
} as const;
