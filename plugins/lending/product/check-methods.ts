import { Decimal } from 'decimal.js';
import type { MethodParameters, ProductStage } from './method-families.ts';
import type { ProductContent } from './product.ts';
import type { Report } from './report.ts';

/** Parameters of the repayment methods that contradict each other or the term. Source: calculation spec B.5. */
export function checkMethods(content: ProductContent, report: Report): void {
  const { BALLOON, STEP, COMBO, FLAT } = content.methods;
  if (BALLOON !== undefined) checkBalloon(BALLOON, content.term.max, report);
  if (STEP !== undefined) checkStep(STEP, content.term.max, report);
  if (COMBO !== undefined) checkStages(COMBO.stages ?? [], content.term.min, report);
  if (FLAT !== undefined && content.prepayment === undefined)
    report(
      '/prepayment',
      'lending.flat-without-prepayment',
      'FLAT charges interest on money already repaid; without rules for early repayment the whole term would be charged.',
      'add "prepayment", or remove the method FLAT.',
    );
  const unit = content.dueDates?.every?.unit;
  if (unit !== 'DAY' && unit !== 'WEEK') return;
  for (const [method, parameters] of Object.entries(content.methods))
    if (parameters.levelRule === 'REGULAR')
      report(
        `/methods/${method}/levelRule`,
        'lending.impossible-combination',
        `REGULAR counts twelfths of a year, and instalments fall due by the ${unit.toLowerCase()}.`,
        'remove "levelRule", or write "TRUE_FACTORS".',
      );
}

function checkBalloon({ balloonShare, amortiseOver }: MethodParameters, longest: number, report: Report): void {
  if ((balloonShare === undefined) === (amortiseOver === undefined))
    report(
      '/methods/BALLOON',
      'lending.balloon-unclear',
      'The last instalment is given twice or not at all.',
      'write either "balloonShare" or "amortiseOver".',
    );
  if (balloonShare !== undefined && (new Decimal(balloonShare).lte(0) || new Decimal(balloonShare).gte(1)))
    report(
      '/methods/BALLOON/balloonShare',
      'lending.share-outside',
      `With the share ${balloonShare} the method would be LEVEL or INTEREST_ONLY.`,
      'write a fraction between 0 and 1, or offer that method.',
    );
  if (amortiseOver !== undefined && amortiseOver <= longest)
    report(
      '/methods/BALLOON/amortiseOver',
      'lending.impossible-combination',
      `A loan of ${longest} instalments would be repaid before it matures.`,
      `write more than ${longest}, or shorten the longest term.`,
    );
}

function checkStep({ everyPeriods = 1, growth = '0' }: MethodParameters, longest: number, report: Report): void {
  if (everyPeriods >= longest)
    report(
      '/methods/STEP/everyPeriods',
      'lending.step-never',
      `The longest loan has ${longest} instalments, so the first step after ${everyPeriods} never comes.`,
      `write less than ${longest}.`,
    );
  if (new Decimal(growth).lte(-1))
    report('/methods/STEP/growth', 'lending.growth-outside', `An instalment cannot fall by ${growth} of itself.`, 'write a fraction above -1.');
}

function checkStages(stages: readonly ProductStage[], shortest: number, report: Report): void {
  const last = stages.length - 1;
  stages.forEach((stage, index) => {
    const at = `/methods/COMBO/stages/${index}`;
    if (index === last) {
      if (stage.periods !== undefined || stage.share !== undefined)
        report(at, 'lending.stage-open', 'The last stage takes what is left.', 'remove "periods" and "share" from it.');
      return;
    }
    if (stage.periods === undefined) report(at, 'lending.stage-open', 'Only the last stage may be without a number of periods.', 'add "periods".');
    if (stage.method !== 'INTEREST_ONLY' && stage.share === undefined)
      report(at, 'lending.stage-without-share', `A stage ${stage.method} without a share repays nothing.`, 'add "share", or write INTEREST_ONLY.');
  });
  const periods = stages.reduce((count, stage) => count + (stage.periods ?? 0), 0);
  if (periods >= shortest)
    report(
      '/methods/COMBO/stages',
      'lending.stages-too-long',
      `The stages before the last take ${periods} instalments; the shortest loan has ${shortest}.`,
      `leave at most ${shortest - 1}, or lengthen the shortest term.`,
    );
  const shares = stages.reduce((sum, stage) => sum.plus(stage.share ?? 0), new Decimal(0));
  if (shares.gte(1))
    report(
      '/methods/COMBO/stages',
      'lending.stage-shares',
      `The shares are ${shares.toString()} in all; nothing is left for the last stage.`,
      'lower them below 1.',
    );
}
