const decimal = { type: 'string', pattern: '^\\d+(\\.\\d+)?$' };
/** Which way a bound becomes stricter, for packs that protect it. */
const least = { 'x-tighten': 'raise' };
const most = { 'x-tighten': 'lower' };
const rounding = { enum: ['HALF_UP', 'HALF_EVEN', 'UP', 'DOWN'] };
const key = { pattern: '^[a-z][A-Za-z0-9]*$' };
const place = {
  after: { type: 'string', description: 'Places the element after this one.', examples: ['handling'] },
  first: { type: 'boolean', description: 'Places the element first.', examples: [true] },
};

/** Metaschema of a `product` document without its envelope: what an analyst decides about a kind of loan. */
export const productSchema = {
  type: 'object',
  description: 'Describes a kind of loan: who may have it, how much, how long, at which rate and by which arithmetic.',
  properties: {
    code: { type: 'string', pattern: '^[A-Z][A-Z0-9]{1,11}$', description: 'Gives the short code used in numbers and reports.', examples: ['DEBX'] },
    customers: {
      type: 'array',
      items: { enum: ['individual', 'corporate'] },
      minItems: 1,
      uniqueItems: true,
      'x-tighten': 'shrink',
      description: 'Lists the kinds of customer that may have it.',
      examples: [['individual', 'corporate']],
    },
    amount: {
      type: 'object',
      description: 'Bounds the amount of a loan.',
      examples: [{ min: '10000.00', max: '3000000.00', step: '1000.00' }],
      properties: {
        min: { ...decimal, ...least, description: 'Refuses smaller amounts.', examples: ['10000.00'] },
        max: { ...decimal, ...most, description: 'Refuses larger amounts.', examples: ['3000000.00'] },
        step: { ...decimal, description: 'Refuses amounts that are not a multiple of this.', examples: ['1000.00'] },
      },
      required: ['min', 'max'],
      additionalProperties: false,
    },
    term: {
      type: 'object',
      description: 'Bounds the number of monthly instalments.',
      examples: [{ min: 3, max: 36 }],
      properties: {
        min: { type: 'integer', minimum: 1, maximum: 600, ...least, description: 'Refuses shorter terms.', examples: [3] },
        max: { type: 'integer', minimum: 1, maximum: 600, ...most, description: 'Refuses longer terms.', examples: [36] },
      },
      required: ['min', 'max'],
      additionalProperties: false,
    },
    rate: {
      type: 'object',
      description: 'Says in which unit the rate is quoted and between which bounds.',
      examples: [{ unit: 'YEAR', scale: 'PERCENT', min: '6', max: '24', usual: '12' }],
      properties: {
        unit: { enum: ['YEAR', 'MONTH', 'DAY'], description: 'Says what time the quoted rate is for.', examples: ['YEAR'] },
        scale: {
          enum: ['PERCENT', 'PERMILLE', 'PERMYRIAD', 'FEN', 'LI', 'HAO'],
          description: 'Says what the quoted figure counts: %, ‰, ‱ or the folk units 分, 厘, 毫.',
          examples: ['PERCENT'],
        },
        min: { ...decimal, ...least, description: 'Refuses lower rates, in the quoted unit.', examples: ['6'] },
        max: { ...decimal, ...most, description: 'Refuses higher rates, in the quoted unit.', examples: ['24'] },
        usual: { ...decimal, description: 'Fills a new application, in the quoted unit.', examples: ['12'] },
        basis: { enum: [360, 365], description: 'Counts the days of a year for a daily rate; must be the denominator of the day count.', examples: [360] },
      },
      required: ['unit', 'scale', 'min', 'max'],
      additionalProperties: false,
    },
    methods: {
      type: 'object',
      description: 'Lists the repayment methods that may be chosen.',
      examples: [{ LEVEL: {} }],
      minProperties: 1,
      propertyNames: { enum: ['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET', 'FLAT'] },
      additionalProperties: {
        type: 'object',
        properties: { title: { type: 'string', description: 'Names the method differently for this product.', examples: ['等额本息'] } },
        additionalProperties: false,
      },
    },
    dayCount: { enum: ['ACT_360', 'ACT_365F', '30_360_US', 'MONTHLY_FIXED'], description: 'Says how days become a share of a year.', examples: ['30_360_US'] },
    dueDates: {
      type: 'object',
      description: 'Says on which day of the month instalments fall due; without it, on the day of disbursement.',
      examples: [{ day: 20, stub: 'ADD_TO_FIRST' }],
      properties: {
        day: { type: 'integer', minimum: 1, maximum: 31, description: 'Fixes the day of the month; 31 is the month end.', examples: [20] },
        monthEnd: { enum: ['LAST_DAY', 'ROLL_FORWARD'], description: 'Says where a missing day goes.', examples: ['LAST_DAY'] },
        stub: {
          enum: ['SEPARATE_STUB', 'ADD_TO_FIRST', 'SOLVE_EQUAL', 'MERGE'],
          description: 'Says what happens to the odd days before the first regular period.',
          examples: ['ADD_TO_FIRST'],
        },
        mergeDays: { type: 'integer', minimum: 1, maximum: 31, description: 'Moves a first due date nearer than this one period on.', examples: [10] },
      },
      additionalProperties: false,
    },
    rounding: {
      type: 'object',
      description: 'Says how money is rounded; instalments apart from interest.',
      examples: [{ mode: 'HALF_UP', unit: '0.01', instalmentMode: 'UP' }],
      properties: {
        mode: { ...rounding, description: 'Rounds interest, fees and penalties.', examples: ['HALF_UP'] },
        unit: { enum: ['0.01', '0.1', '1'], description: 'Gives the smallest amount of interest, fees and penalties.', examples: ['0.01'] },
        instalmentMode: { ...rounding, description: 'Rounds the level instalment.', examples: ['UP'] },
        instalmentUnit: {
          enum: ['0.01', '0.1', '1', '10', '100'],
          description: 'Gives the smallest step of the level instalment and the equal share.',
          examples: ['0.01'],
        },
      },
      additionalProperties: false,
    },
    fees: {
      type: 'object',
      description: 'Lists the fees charged at disbursement; collected apart, never taken off the principal.',
      examples: [{ handling: { title: '手续费', basis: 'PCT_AMOUNT', value: '0.01' } }],
      propertyNames: key,
      additionalProperties: {
        type: 'object',
        properties: {
          ...place,
          title: { type: 'string', minLength: 1, description: 'Names the fee for the borrower.', examples: ['手续费'] },
          basis: { enum: ['FIXED', 'PCT_AMOUNT'], description: 'Says what the value is of.', examples: ['PCT_AMOUNT'] },
          value: { ...decimal, description: 'Gives the amount, or the fraction of the loan amount.', examples: ['0.01'] },
          inApr: { type: 'boolean', description: 'Counts it in the annual cost; yes unless said.', examples: [true] },
        },
        required: ['title', 'basis', 'value'],
        additionalProperties: false,
      },
    },
    allocation: {
      type: 'object',
      description: 'Says in which order a repayment is used.',
      examples: [{ order: ['cost', 'fee', 'penalty', 'compound', 'interest', 'principal'] }],
      properties: {
        axis: {
          enum: ['HORIZONTAL', 'VERTICAL'],
          description: 'Clears one instalment after another, or one component over all due instalments.',
          examples: ['HORIZONTAL'],
        },
        order: {
          type: 'array',
          items: { enum: ['cost', 'fee', 'penalty', 'compound', 'interest', 'principal'] },
          uniqueItems: true,
          minItems: 2,
          description: 'Orders the components.',
          examples: [['fee', 'penalty', 'interest', 'principal']],
        },
        advance: {
          enum: ['NEXT_INSTALMENT', 'LAST_INSTALMENT', 'NONE'],
          description: "Says where money beyond what is due goes; NONE keeps it as the customer's credit.",
          examples: ['NEXT_INSTALMENT'],
        },
      },
      additionalProperties: false,
    },
    penalty: {
      type: 'object',
      description: 'Says what lateness costs; without it, nothing is charged for it.',
      examples: [{ factor: '0.5', graceDays: 3 }],
      properties: {
        factor: {
          ...decimal,
          ...most,
          description: 'Raises the contract rate by this fraction of it on what is overdue, in place of the contract rate.',
          examples: ['0.5'],
        },
        base: {
          enum: ['PRINCIPAL', 'PRINCIPAL_INTEREST'],
          description: 'Says on which overdue amounts it is charged; on principal unless said.',
          examples: ['PRINCIPAL'],
        },
        graceDays: { type: 'integer', minimum: 0, maximum: 31, description: 'Leaves this many days after the due date free.', examples: [3] },
        graceRetroactive: { type: 'boolean', description: 'Charges from the due date once the days of grace have passed.', examples: [true] },
      },
      required: ['factor'],
      additionalProperties: false,
    },
    guaranteeModes: {
      type: 'array',
      items: { type: 'string' },
      uniqueItems: true,
      minItems: 1,
      description: 'Limits the guarantee modes; without it any will do.',
      examples: [['guarantee', 'mortgage']],
    },
    eligibility: {
      type: 'object',
      description: 'Limits who may have it.',
      examples: [{ minimumAge: 18, maximumAge: 65 }],
      properties: {
        minimumAge: { type: 'integer', minimum: 0, maximum: 120, ...least, description: 'Refuses younger people.', examples: [18] },
        maximumAge: { type: 'integer', minimum: 0, maximum: 120, ...most, description: 'Refuses people older than this at maturity.', examples: [65] },
        maximumDebtRatio: { ...decimal, ...most, description: 'Refuses a monthly debt service above this fraction of income.', examples: ['0.5'] },
      },
      additionalProperties: false,
    },
    capAprPercent: { ...decimal, ...most, description: 'Refuses a yearly cost above this, fees included.', examples: ['24'] },
  },
  required: ['code', 'customers', 'amount', 'term', 'rate', 'methods', 'dayCount'],
  additionalProperties: false,
} as const;
