import { DAY_COUNTS, type DayCountId, type GraceTerms, type MethodId, type RateScale, type RateUnit, type TermUnit } from '../maths/index.ts';
import { compileProduct } from './compile-product.ts';
import { METHOD_FAMILIES, type MethodParameters } from './method-families.ts';
import type { Product } from './product.ts';

/** Conventions that a person chooses by hand where no product is meant. */
export interface FreeTerms {
  readonly method: MethodId;
  readonly parameters?: MethodParameters;
  readonly dayCount: DayCountId;
  readonly every?: { readonly unit: TermUnit; readonly interval?: number };
  readonly rate?: { readonly unit: RateUnit; readonly scale: RateScale };
  readonly stub?: 'SEPARATE_STUB' | 'ADD_TO_FIRST' | 'SOLVE_EQUAL';
  readonly grace?: GraceTerms;
  readonly roundTo?: '0.01' | '0.1' | '1';
  readonly capAprPercent?: string;
}

const method = { enum: METHOD_FAMILIES.map(({ id }) => id).filter((id) => id !== 'CUSTOM') };

/** Schema of `FreeTerms` in an operation's input. */
export const freeTermsSchema = {
  type: 'object',
  properties: {
    method,
    parameters: { type: 'object', properties: Object.assign({}, ...METHOD_FAMILIES.map(({ properties }) => properties)), additionalProperties: false },
    dayCount: { enum: DAY_COUNTS.map(({ id }) => id) },
    every: {
      type: 'object',
      properties: { unit: { enum: ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] }, interval: { type: 'integer', minimum: 1, maximum: 60 } },
      required: ['unit'],
      additionalProperties: false,
    },
    rate: {
      type: 'object',
      properties: { unit: { enum: ['YEAR', 'MONTH', 'DAY'] }, scale: { enum: ['PERCENT', 'PERMILLE', 'PERMYRIAD', 'FEN', 'LI', 'HAO'] } },
      required: ['unit', 'scale'],
      additionalProperties: false,
    },
    stub: { enum: ['SEPARATE_STUB', 'ADD_TO_FIRST', 'SOLVE_EQUAL'] },
    grace: { type: 'object', properties: { principalPeriods: { type: 'integer', minimum: 1, maximum: 599 } }, additionalProperties: false },
    roundTo: { enum: ['0.01', '0.1', '1'] },
    capAprPercent: { type: 'string', pattern: '^\\d+(\\.\\d+)?$' },
  },
  required: ['method', 'dayCount'],
  additionalProperties: false,
} as const;

/** The chosen conventions as a product that nobody published. */
export function freeProduct(terms: FreeTerms): Product {
  const unit = terms.roundTo ?? '0.01';
  return compileProduct(
    {
      code: 'FREE',
      customers: ['individual', 'corporate'],
      amount: { min: '0.01', max: '999999999999.99' },
      term: { min: 1, max: 600 },
      rate: { unit: terms.rate?.unit ?? 'YEAR', scale: terms.rate?.scale ?? 'PERCENT', min: '0', max: '1000' },
      methods: { [terms.method]: terms.parameters ?? {} },
      dayCount: terms.dayCount,
      ...(terms.every === undefined && terms.stub === undefined
        ? {}
        : { dueDates: { ...(terms.every === undefined ? {} : { every: terms.every }), ...(terms.stub === undefined ? {} : { stub: terms.stub }) } }),
      ...(terms.grace === undefined ? {} : { grace: terms.grace }),
      rounding: { unit },
      ...(terms.capAprPercent === undefined ? {} : { capAprPercent: terms.capAprPercent }),
    },
    { name: 'free', hash: '' },
  );
}
