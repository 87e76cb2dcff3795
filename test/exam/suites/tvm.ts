import { Precise } from '../../../plugins/lending/maths/cost/solve-root.ts';
import {
  annuityValue,
  cumulativePart,
  type DatedAmountFlow,
  datedInternalRate,
  datedNetPresentValue,
  effectiveRate,
  futureValue,
  interestPart,
  internalRateOfReturn,
  netPresentValue,
  nominalRate,
  numberOfPeriods,
  payment,
  periodicRate,
  principalPart,
} from '../../../plugins/lending/maths/tvm/time-value.ts';
import { type Json, type JsonValue, type Suite, Unsupported } from '../case-file.ts';
import { date, decimal, fieldsOf, quotient, readAs, type Shape, whole } from '../input-shape.ts';

const cashflow: Shape = (value, path) => (typeof value === 'object' ? fieldsOf({ date, amount: decimal })(value, path) : decimal(value, path));

const INPUT = fieldsOf({
  function: () => undefined,
  rate: quotient,
  nper: quotient,
  npery: quotient,
  pmt: quotient,
  pv: quotient,
  fv: quotient,
  per: decimal,
  start: decimal,
  end: decimal,
  when: (value, path) => {
    if (![0, 1, '0', '1', 'END', 'BEGIN'].includes(value as never)) throw new Unsupported(`${path} ${String(value)}`);
  },
  guess: decimal,
  firstFlowPeriod: whole,
  cashflows: (value, path) => (value as JsonValue[]).forEach((flow, index) => cashflow(flow, `${path}/${index}`)),
});

interface TvmInput {
  readonly function: string;
  readonly rate?: string;
  readonly nper?: string;
  readonly npery?: string;
  readonly pmt?: string;
  readonly pv?: string;
  readonly fv?: string;
  readonly per?: string;
  readonly start?: string;
  readonly end?: string;
  readonly when?: number | string;
  readonly firstFlowPeriod?: number;
  readonly cashflows?: readonly (string | DatedAmountFlow)[];
}

export const tvm: Suite = {
  names: ['tvm'],
  fields: ['value', 'tolerance'],
  answer(input) {
    const value = evaluate(readAs<TvmInput>(input, INPUT));
    return { got: { value: value?.toString() ?? null }, compare: { value: isNear, tolerance: () => true } };
  },
};

function isNear(expected: JsonValue, got: unknown, expect: Json): boolean {
  if (expected === null || got === null) return expected === got;
  return new Precise(String(got))
    .minus(String(expected))
    .abs()
    .lte(String(expect['tolerance'] ?? '0'));
}

function evaluate(read: TvmInput): Precise | null {
  const number = (text: string | undefined): Precise => {
    const [top = '0', bottom = '1'] = (text ?? '0').split('/');
    return new Precise(top).div(bottom);
  };
  const terms = {
    rate: number(read.rate),
    nper: number(read.nper),
    pmt: number(read.pmt),
    pv: number(read.pv),
    fv: number(read.fv),
    when: read.when === 1 || read.when === '1' || read.when === 'BEGIN' ? 1 : 0,
  } as const;
  const amounts = (): Precise[] => (read.cashflows ?? []).map((flow) => new Precise(typeof flow === 'string' ? flow : flow.amount));
  const dated = (): DatedAmountFlow[] =>
    (read.cashflows ?? []).map((flow) => {
      if (typeof flow === 'string') throw new Unsupported('a flow without a date');
      return flow;
    });
  const range = { start: Number(read.start ?? 1), end: Number(read.end ?? 1) };
  switch (read.function) {
    case 'PMT':
      return payment(terms);
    case 'PV':
      return annuityValue(terms);
    case 'FV':
      return futureValue(terms);
    case 'IPMT':
      return interestPart(terms, number(read.per));
    case 'PPMT':
      return principalPart(terms, number(read.per));
    case 'CUMIPMT':
      return cumulativePart(interestPart, terms, range);
    case 'CUMPRINC':
      return cumulativePart(principalPart, terms, range);
    case 'NPER':
      return numberOfPeriods(terms);
    case 'RATE':
      return periodicRate(terms);
    case 'EFFECT':
      return effectiveRate(terms.rate, number(read.npery ?? read.nper));
    case 'NOMINAL':
      return nominalRate(terms.rate, number(read.npery ?? read.nper));
    case 'NPV':
      return netPresentValue(terms.rate, amounts(), read.firstFlowPeriod ?? 1);
    case 'IRR':
      return internalRateOfReturn(amounts());
    case 'XNPV':
      return datedNetPresentValue(terms.rate, dated());
    case 'XIRR':
      return datedInternalRate(dated());
    default:
      throw new Unsupported(`function ${read.function}`);
  }
}
