import type {
  CalendarData,
  Component,
  CustomRow,
  DayCountId,
  GraceTerms,
  MethodId,
  MonthEndPolicy,
  RateScale,
  RateUnit,
  RoundingMode,
  ScheduleTerms,
  StubTerms,
  TermUnit,
} from '../maths/index.ts';
import type { ProductFee } from './fee.ts';
import type { Frequency } from './frequency.ts';
import type { Penalty, PenaltyContent, PrepaymentContent } from './lateness.ts';
import { familyOf, type MethodParameters } from './method-families.ts';

type BusinessDay = NonNullable<ScheduleTerms['businessDay']>;

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
  readonly methods: Readonly<Partial<Record<MethodId, MethodParameters>>>;
  readonly dayCount: DayCountId;
  readonly dueDates?: {
    readonly day?: number;
    readonly monthEnd?: MonthEndPolicy;
    readonly stub?: StubTerms['policy'];
    readonly mergeDays?: number;
    readonly every?: { readonly unit: TermUnit; readonly interval?: number };
    readonly businessDay?: BusinessDay;
  };
  readonly calendar?: CalendarData;
  readonly grace?: GraceTerms;
  readonly rounding?: { readonly mode?: RoundingMode; readonly unit?: string; readonly instalmentMode?: RoundingMode; readonly instalmentUnit?: string };
  readonly fees?: Readonly<Record<string, ProductFee>>;
  readonly penalty?: PenaltyContent;
  readonly prepayment?: PrepaymentContent;
  readonly allocation?: {
    readonly axis?: 'HORIZONTAL' | 'VERTICAL';
    readonly order?: readonly Component[];
    readonly advance?: 'NEXT_INSTALMENT' | 'LAST_INSTALMENT' | 'NONE';
  };
  readonly guaranteeModes?: readonly string[];
  readonly eligibility?: { readonly minimumAge?: number; readonly maximumAge?: number; readonly maximumDebtRatio?: string };
  readonly capAprPercent?: string;
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
  readonly methodParameters: Readonly<Partial<Record<MethodId, MethodParameters>>>;
  readonly dayCount: DayCountId;
  readonly dueDates: {
    readonly day: number | null;
    readonly monthEnd: MonthEndPolicy;
    readonly stub: StubTerms['policy'] | null;
    readonly mergeDays: number | null;
  };
  readonly every: Frequency;
  readonly businessDay: BusinessDay | null;
  readonly calendar: CalendarData | null;
  readonly grace: GraceTerms | null;
  readonly rounding: { readonly mode: RoundingMode; readonly unit: string; readonly instalmentMode: RoundingMode; readonly instalmentUnit: string };
  readonly fees: readonly (ProductFee & { readonly key: string })[];
  readonly penalty: Penalty | null;
  readonly prepayment: PrepaymentContent | null;
  readonly allocation: {
    readonly axis: 'HORIZONTAL' | 'VERTICAL';
    readonly order: readonly Component[];
    readonly advance: 'NEXT_INSTALMENT' | 'LAST_INSTALMENT' | 'NONE';
  };
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
  /** FIXED_PAYMENT: what the borrower pays each period. */
  readonly payment?: string;
  /** CUSTOM: the agreed rows. */
  readonly rows?: readonly CustomRow[];
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
    termUnit: product.every.unit,
    ...(product.every.interval === 1 ? {} : { interval: product.every.interval }),
    ...familyOf(loan.method).terms(product.methodParameters[loan.method] ?? {}, loan),
    disbursementDate: loan.disbursementDate,
    ...(day === null ? {} : { dueDay: day }),
    monthEndPolicy: product.dueDates.monthEnd,
    dayCount: product.dayCount,
    ...(stub === null ? {} : { stub: { policy: stub, ...(product.dueDates.mergeDays === null ? {} : { mergeDays: product.dueDates.mergeDays }) } }),
    ...(product.grace === null ? {} : { grace: product.grace }),
    ...(product.businessDay === null ? {} : { businessDay: product.businessDay }),
    ...(product.calendar === null ? {} : { calendar: product.calendar }),
    rounding: {
      mode: product.rounding.mode,
      money: product.rounding.unit,
      instalment: product.rounding.instalmentUnit,
      instalmentMode: product.rounding.instalmentMode,
    },
  };
}
