import type { CustomRow, MethodId, ScheduleTerms, StageTerms } from '../../../plugins/lending/maths/index.ts';

const METHODS: readonly MethodId[] = ['LEVEL', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET', 'FLAT', 'BALLOON', 'FIXED_PAYMENT', 'STEP', 'COMBO', 'CUSTOM'];
const DAY_COUNTS = ['MONTHLY_FIXED', 'ACT_360', 'ACT_364', 'ACT_365F', 'ACT_ACT_ISDA', '30_360_US', '30E_360', '30_365'] as const;
const MODES = ['HALF_UP', 'HALF_EVEN', 'UP', 'DOWN'] as const;

/** The terms of one of a seed's random loans: the same for the same two numbers, whatever was asked before. */
export function randomTerms(seed: number, index: number): ScheduleTerms {
  const draw = drawFrom(seed, index);
  const method = draw.pick(METHODS);
  const periods = method === 'BULLET' ? 1 : draw.within(1, 48);
  const cents = draw.within(100_000, 100_000_000);
  const disbursementDate = dateAfter('2023-01-01', draw.within(0, 1460));
  const dayCount = draw.pick(DAY_COUNTS);
  // Unequal days leave the level of the REGULAR rule short or over; that rule is for months.
  const isMonthly = dayCount === 'MONTHLY_FIXED' || dayCount.startsWith('30');
  const unit = isMonthly || draw.within(0, 5) > 0 ? 'MONTH' : draw.pick(['DAY', 'WEEK'] as const);
  const graceRows = ['LEVEL', 'EQUAL_PRINCIPAL', 'BALLOON'].includes(method) && periods > 4 ? draw.pick([0, 0, 0, 1, 3]) : 0;
  return {
    principal: money(cents),
    annualRate: (draw.within(0, 3600) / 10_000).toFixed(4),
    method,
    termUnit: unit,
    interval: unit === 'DAY' ? draw.within(10, 45) : draw.pick([1, 1, 1, 2, 3]),
    periods,
    disbursementDate,
    dayCount,
    rounding: { mode: draw.pick(MODES), money: '0.01', instalment: draw.pick(['0.01', '0.01', '0.01', '1', '0.1']) },
    ...(graceRows === 0 ? {} : { grace: { principalPeriods: graceRows } }),
    ...ownTerms(method, { draw, cents, periods, disbursementDate }),
  };
}

interface Loan {
  readonly draw: Draw;
  readonly cents: number;
  readonly periods: number;
  readonly disbursementDate: string;
}

function ownTerms(method: MethodId, { draw, cents, periods, disbursementDate }: Loan): Partial<ScheduleTerms> {
  switch (method) {
    case 'BALLOON':
      return { balloon: { kind: 'FIXED', amount: money(draw.within(0, Math.floor(cents / 2))) } };
    case 'FIXED_PAYMENT':
      // Above the interest of a quarter at the highest rate, so that most of them end.
      return { payment: money(Math.floor(cents / draw.within(2, 9))) };
    case 'STEP':
      return { step: { everyPeriods: draw.within(1, 12), growth: draw.pick(['0.02', '0.005', '-0.01', '0']) } };
    case 'COMBO':
      return { stages: stagesOf(draw, periods) };
    case 'CUSTOM':
      return { rows: rowsOf({ draw, cents, periods, disbursementDate }) };
    default:
      return {};
  }
}

function stagesOf(draw: Draw, periods: number): readonly StageTerms[] {
  const first = draw.within(1, Math.max(1, periods - 1));
  const last: StageTerms = { periods: Math.max(1, periods - first), method: draw.pick(['LEVEL', 'EQUAL_PRINCIPAL'] as const) };
  if (draw.within(0, 1) === 0) return [{ periods: first, method: 'INTEREST_ONLY' }, last];
  return [{ periods: first, method: draw.pick(['LEVEL', 'EQUAL_PRINCIPAL'] as const), share: draw.pick(['0.25', '0.3333', '0.6']) }, last];
}

/** Rows at unequal distances whose principal adds up. */
function rowsOf({ draw, cents, periods, disbursementDate }: Loan): readonly CustomRow[] {
  const rows: CustomRow[] = [];
  let left = cents;
  let date = disbursementDate;
  for (let n = 1; n <= periods; n += 1) {
    date = dateAfter(date, draw.within(5, 95));
    const part = n === periods ? left : draw.within(0, Math.floor(left / 2));
    left -= part;
    rows.push({ date, principal: money(part) });
  }
  return rows;
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}

function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

interface Draw {
  within(least: number, most: number): number;
  pick<T>(values: readonly T[]): T;
}

/** Mulberry32, begun anew for every loan. */
function drawFrom(seed: number, index: number): Draw {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const within = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return { within, pick: (values) => values[within(0, values.length - 1)] as (typeof values)[number] };
}
