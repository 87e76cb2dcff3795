import type {
  Component,
  DayCountId,
  MethodId,
  MonthEndPolicy,
  PenaltyTerms,
  RateScale,
  RateUnit,
  RoundingMode,
  ScheduleTerms,
  StubTerms,
} from '../maths/index.ts';

/** The document as analysts write it; meanings stand in `product-schema.ts`. */
export interface ProductContent {
  readonly code: string;
  readonly customers: readonly ('individual' | 'corporate')[];
  readonly amount: { readonly min: string; readonly max: string; readonly step?: string };
  readonly term: { readonly min: number; readonly max: number };
  readonly rate: {
    readonly unit: RateUnit;
    readonly scale: RateScale;
    readonly min: string;
    readonly max: string;
    readonly usual?: string;
    readonly basis?: 360 | 365;
  };
  readonly methods: Readonly<Partial<Record<MethodId, { readonly title?: string }>>>;
  readonly dayCount: DayCountId;
  readonly dueDates?: { readonly day?: number; readonly monthEnd?: MonthEndPolicy; readonly stub?: StubTerms['policy']; readonly mergeDays?: number };
  readonly rounding?: { readonly mode?: RoundingMode; readonly unit?: string; readonly instalmentMode?: RoundingMode; readonly instalmentUnit?: string };
  readonly fees?: Readonly<Record<string, ProductFee>>;
  readonly allocation?: {
    readonly axis?: 'HORIZONTAL' | 'VERTICAL';
    readonly order?: readonly Component[];
    readonly advance?: 'NEXT_INSTALMENT' | 'LAST_INSTALMENT' | 'NONE';
  };
  readonly penalty?: {
    readonly factor: string;
    readonly base?: 'PRINCIPAL' | 'PRINCIPAL_INTEREST';
    readonly graceDays?: number;
    readonly graceRetroactive?: boolean;
  };
  readonly guaranteeModes?: readonly string[];
  readonly eligibility?: { readonly minimumAge?: number; readonly maximumAge?: number; readonly maximumDebtRatio?: string };
  readonly capAprPercent?: string;
}

export interface ProductFee {
  readonly title: string;
  readonly basis: 'FIXED' | 'PCT_AMOUNT';
  readonly value: string;
  readonly inApr?: boolean;
}

/** A product ready for use: defaults filled in, rates as annual fractions. */
export interface Product {
  readonly name: string;
  readonly hash: string;
  readonly code: string;
  readonly customers: readonly string[];
  readonly amount: { readonly min: string; readonly max: string; readonly step: string | null };
  readonly term: { readonly min: number; readonly max: number };
  readonly annualRate: { readonly min: string; readonly max: string; readonly usual: string | null };
  readonly quote: { readonly unit: RateUnit; readonly scale: RateScale; readonly basis: 360 | 365 };
  readonly methods: readonly MethodId[];
  readonly dayCount: DayCountId;
  readonly dueDates: {
    readonly day: number | null;
    readonly monthEnd: MonthEndPolicy;
    readonly stub: StubTerms['policy'] | null;
    readonly mergeDays: number | null;
  };
  readonly rounding: { readonly mode: RoundingMode; readonly unit: string; readonly instalmentMode: RoundingMode; readonly instalmentUnit: string };
  readonly fees: readonly (ProductFee & { readonly key: string })[];
  readonly allocation: {
    readonly axis: 'HORIZONTAL' | 'VERTICAL';
    readonly order: readonly Component[];
    readonly advance: 'NEXT_INSTALMENT' | 'LAST_INSTALMENT' | 'NONE';
  };
  readonly penalty: PenaltyTerms | null;
  readonly guaranteeModes: readonly string[] | null;
  readonly eligibility: { readonly minimumAge: number | null; readonly maximumAge: number | null; readonly maximumDebtRatio: string | null };
  readonly capAprPercent: string | null;
}

/** What varies from loan to loan within a product. */
export interface LoanTerms {
  readonly amount: string;
  /** Fraction: "0.12" is 12 % a year. */
  readonly annualRate: string;
  readonly periods: number;
  readonly method: MethodId;
  readonly disbursementDate: string;
  readonly dueDay?: number;
}

/** The terms that the schedule mathematics takes: all of the product's conventions with one loan's figures.
 *  A loan stores them whole, so its schedule can be rebuilt years later without the product. */
export function scheduleTermsOf(product: Product, loan: LoanTerms): ScheduleTerms {
  const day = loan.dueDay ?? product.dueDates.day;
  const stub = day === null || product.dueDates.stub === null ? null : product.dueDates.stub;
  return {
    principal: loan.amount,
    annualRate: loan.annualRate,
    method: loan.method,
    termUnit: 'MONTH',
    periods: loan.periods,
    disbursementDate: loan.disbursementDate,
    ...(day === null ? {} : { dueDay: day }),
    monthEndPolicy: product.dueDates.monthEnd,
    dayCount: product.dayCount,
    ...(stub === null ? {} : { stub: { policy: stub, ...(product.dueDates.mergeDays === null ? {} : { mergeDays: product.dueDates.mergeDays }) } }),
    rounding: {
      mode: product.rounding.mode,
      money: product.rounding.unit,
      instalment: product.rounding.instalmentUnit,
      instalmentMode: product.rounding.instalmentMode,
    },
  };
}
