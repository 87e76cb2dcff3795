import { Decimal } from 'decimal.js';
import { annualRateOf } from '../maths/index.ts';
import { dailyBasisOf } from './daily-basis.ts';
import type { PenaltyContent, PrepaymentContent } from './lateness.ts';
import type { ProductContent } from './product.ts';
import type { Report } from './report.ts';

/** Penalty terms and rules for early repayment that could not be applied. Source: calculation spec B.8, B.10. */
export function checkLateness(content: ProductContent, report: Report): void {
  if (content.penalty !== undefined) checkPenalty(content, content.penalty, report);
  if (content.prepayment !== undefined) checkPrepayment(content, content.prepayment, report);
}

function checkPenalty(content: ProductContent, penalty: PenaltyContent, report: Report): void {
  if (penalty.graceRetroactive === true && (penalty.graceDays ?? 0) === 0)
    report('/penalty/graceRetroactive', 'lending.penalty-grace', 'There are no grace days to charge for.', 'add "graceDays", or remove it.');
  if (penalty.mode === 'ADD')
    report(
      '/penalty/mode',
      'lending.penalty-not-charged',
      'No day-end charges contract interest beside the penalty.',
      'write "mode": "REPLACE" and a rate that holds both.',
    );
  if (penalty.base === 'OUTSTANDING')
    report(
      '/penalty/base',
      'lending.penalty-not-charged',
      'No day-end charges penalty on what is not due: of two late instalments each would bear it on the whole balance.',
      'write "base": "PRINCIPAL" or "PRINCIPAL_INTEREST".',
    );
  if (penalty.compound === true)
    report(
      '/penalty/compound',
      'lending.penalty-not-charged',
      'No day-end charges interest on unpaid interest apart from the penalty.',
      'remove "compound"; "base": "PRINCIPAL_INTEREST" charges unpaid interest at the penalty rate.',
    );
  const cap = content.capAprPercent;
  const rate = lateRate(content, penalty);
  if (cap !== undefined && rate !== null && rate.times(100).gt(cap))
    report(
      '/penalty/rate',
      'lending.above-cap',
      `An overdue loan at the highest rate costs ${rate.times(100).toDecimalPlaces(4).toString()} % a year, above the cap of ${cap} %.`,
      'lower the penalty or the highest rate.',
    );
}

/** What an overdue loan costs in a year at the highest rate; null for an amount for each instalment. */
function lateRate(content: ProductContent, { rate }: PenaltyContent): Decimal | null {
  if (rate.kind === 'AMOUNT_PER_INSTALMENT') return null;
  const { unit, scale, max, basis } = content.rate;
  const yearDays = basis ?? dailyBasisOf(content.dayCount) ?? 360;
  const contract = new Decimal(annualRateOf({ unit, scale, value: max, basis: yearDays }));
  if (rate.kind === 'CONTRACT_FACTOR') return contract.times(new Decimal(rate.value).plus(1));
  return new Decimal(rate.value).times(rate.kind === 'DAILY_FIXED' ? yearDays : 1);
}

function checkPrepayment({ methods, term }: ProductContent, { modes, lockMonths, fee }: PrepaymentContent, report: Report): void {
  if ('BULLET' in methods && Object.keys(methods).length === 1 && modes.some((mode) => mode !== 'KEEP_PLAN'))
    report(
      '/prepayment/modes',
      'lending.impossible-combination',
      'A bullet loan has one instalment: neither its number nor its size can be reduced, nor the next be paid ahead.',
      'leave KEEP_PLAN, or none.',
    );
  if (lockMonths !== undefined && lockMonths >= term.max)
    report('/prepayment/lockMonths', 'lending.lock-too-long', `No loan runs longer than ${term.max} instalments.`, `write less than ${term.max}.`);
  if (fee === undefined) return;
  if ((fee.pct === undefined) === (fee.tiers === undefined))
    report('/prepayment/fee', 'lending.fee-value', 'The fee is given twice or not at all.', 'write either "pct" or "tiers".');
  if (fee.min !== undefined && fee.max !== undefined && new Decimal(fee.min).gt(fee.max))
    report('/prepayment/fee/min', 'lending.bounds-reversed', `The minimum ${fee.min} is above the maximum ${fee.max}.`, 'change one of the bounds.');
  let before = 0;
  (fee.tiers ?? []).forEach(({ beforeMonths }, index, tiers) => {
    const isLast = index === tiers.length - 1;
    if (isLast !== (beforeMonths === undefined))
      report(
        `/prepayment/fee/tiers/${index}`,
        'lending.fee-tiers',
        'The last tier, and no other, is open.',
        isLast ? 'remove "beforeMonths".' : 'add "beforeMonths".',
      );
    if (beforeMonths === undefined) return;
    if (beforeMonths <= before)
      report(
        `/prepayment/fee/tiers/${index}/beforeMonths`,
        'lending.fee-tiers',
        `The tier ends at month ${beforeMonths}, not after the one before.`,
        'order the tiers by their months.',
      );
    before = beforeMonths;
  });
}
