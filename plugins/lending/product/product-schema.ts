import { DAY_COUNTS } from '../maths/index.ts';
import { feeSchema } from './fee-schema.ts';
import { penaltySchema, prepaymentSchema } from './lateness-schema.ts';
import { METHOD_FAMILIES } from './method-families.ts';

const decimal = { type: 'string', pattern: '^\\d+(\\.\\d+)?$' };
/** Which way a bound becomes stricter, for packs that protect it. */
const least = { 'x-tighten': 'raise' };
const most = { 'x-tighten': 'lower' };
const rounding = { enum: ['HALF_UP', 'HALF_EVEN', 'UP', 'DOWN'] };
const key = { pattern: '^[a-z][A-Za-z0-9]*$' };
const periods = { type: 'integer', minimum: 1, maximum: 600 };
const date = { type: 'string', format: 'date' };

/** Each method with the parameters that its family declares. */
const methods = Object.fromEntries(
  METHOD_FAMILIES.map(({ id, description, properties, required }) => [
    id,
    {
      type: 'object',
      description,
      examples: [{}],
      properties: { title: { type: 'string', description: 'Names the method differently for this product.', examples: ['等额本息'] }, ...properties },
      ...(required === undefined ? {} : { required }),
      additionalProperties: false,
    },
  ]),
);

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
      description: 'Bounds the number of instalments.',
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
      properties: methods,
      additionalProperties: false,
    },
    dayCount: { enum: DAY_COUNTS.map(({ id }) => id), description: 'Says how days become a share of a year.', examples: ['30_360_US'] },
    dueDates: {
      type: 'object',
      description: 'Says when instalments fall due; without it, each month on the day of disbursement.',
      examples: [{ day: 20, stub: 'ADD_TO_FIRST' }],
      properties: {
        day: { type: 'integer', minimum: 1, maximum: 31, description: 'Fixes the day of the month; 31 is the month end.', examples: [20] },
        monthEnd: { enum: ['LAST_DAY', 'ROLL_FORWARD'], description: 'Says where a missing day goes.', examples: ['LAST_DAY'] },
        stub: {
          enum: ['SEPARATE_STUB', 'ADD_TO_FIRST', 'SOLVE_EQUAL', 'MERGE'],
          description: 'Says what happens to the odd days before the first regular period.',
          examples: ['ADD_TO_FIRST'],
        },
        every: {
          type: 'object',
          description: 'Says how often an instalment falls due; each month unless said.',
          examples: [{ unit: 'QUARTER' }],
          properties: {
            unit: { enum: ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'], description: 'Names the unit.', examples: ['QUARTER'] },
            interval: { type: 'integer', minimum: 1, maximum: 60, description: 'Counts the units from one instalment to the next.', examples: [1] },
          },
          required: ['unit'],
          additionalProperties: false,
        },
        businessDay: {
          type: 'object',
          description: 'Says what happens to a due date on a rest day; without it the date stands.',
          examples: [{ adjustment: 'FOLLOWING' }],
          properties: {
            adjustment: {
              enum: ['FOLLOWING', 'MODIFIED_FOLLOWING', 'PRECEDING', 'NEXT_CYCLE'],
              description: 'Moves the date to a business day.',
              examples: ['FOLLOWING'],
            },
            interestToAdjusted: { type: 'boolean', description: 'Charges interest to the moved date.', examples: [false] },
            laterDatesMove: { type: 'boolean', description: 'Moves the dates after it too.', examples: [false] },
          },
          required: ['adjustment'],
          additionalProperties: false,
        },
        mergeDays: { type: 'integer', minimum: 1, maximum: 31, description: 'Moves a first due date nearer than this one period on.', examples: [10] },
      },
      additionalProperties: false,
    },
    calendar: {
      type: 'object',
      description: 'Gives the rest days; pinned with the product, so that a plan can be recomputed.',
      examples: [{ weekend: ['SAT', 'SUN'], holidays: ['2027-01-01'], workdays: [] }],
      properties: {
        weekend: {
          type: 'array',
          items: { enum: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] },
          uniqueItems: true,
          description: 'Lists the rest days of the week.',
          examples: [['SAT', 'SUN']],
        },
        holidays: { type: 'array', items: date, uniqueItems: true, description: 'Lists further rest days.', examples: [['2027-01-01']] },
        workdays: {
          type: 'array',
          items: date,
          uniqueItems: true,
          description: 'Lists days that are worked although the week or a holiday says otherwise (调休).',
          examples: [['2027-01-02']],
        },
      },
      additionalProperties: false,
    },
    grace: {
      type: 'object',
      description: 'Relieves the first instalments.',
      examples: [{ principalPeriods: 3 }],
      properties: {
        principalPeriods: { ...periods, description: 'Repays no principal in these.', examples: [3] },
        interestDeferredPeriods: { ...periods, description: 'Charges the interest of these later; not more than principalPeriods.', examples: [3] },
        interestFreePeriods: { ...periods, description: 'Charges no interest for these.', examples: [1] },
        deferredInterest: {
          enum: ['ADD_TO_FIRST', 'SPREAD', 'CAPITALISE'],
          description: 'Charges deferred interest with the first instalment after it (unless said), spread over the rest, or as principal.',
          examples: ['SPREAD'],
        },
        capitalise: { enum: ['EACH_PERIOD', 'END_OF_GRACE'], description: 'Says when deferred interest becomes principal.', examples: ['END_OF_GRACE'] },
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
      description: 'Lists everything that the borrower pays besides principal and interest; never taken off the principal.',
      examples: [{ handling: { title: '手续费', basis: 'PCT_AMOUNT', value: '0.01' } }],
      propertyNames: key,
      additionalProperties: feeSchema,
    },
    penalty: penaltySchema,
    prepayment: prepaymentSchema,
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
    capAprPercent: { ...decimal, ...most, description: 'Refuses a yearly cost above this, the fees of all payees included.', examples: ['24'] },
  },
  required: ['code', 'customers', 'amount', 'term', 'rate', 'methods', 'dayCount'],
  additionalProperties: false,
} as const;
