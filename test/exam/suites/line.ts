import { type LineTerms, moveLine } from '../../../plugins/lending/maths/index.ts';
import type { Suite } from '../case-file.ts';
import { date, decimal, fieldsOf, flag, listOf, oneOf, readAs, whole } from '../input-shape.ts';

const INPUT = fieldsOf({
  limit: decimal,
  revolving: flag,
  drawUntil: date,
  dpdLimit: whole,
  dpd: whole,
  movements: listOf(
    fieldsOf({
      seq: whole,
      date,
      type: oneOf(
        'RESERVE',
        'CONSUME',
        'RELEASE',
        'DRAW',
        'REPAY',
        'REVERSE_REPAY',
        'FREEZE',
        'UNFREEZE',
        'FREEZE_FULL',
        'UNFREEZE_FULL',
        'SET_LIMIT',
        'SET_DPD',
        'CANCEL',
      ),
      amount: decimal,
      target: whole,
      dpd: whole,
    }),
  ),
});

export const line: Suite = {
  names: ['line'],
  fields: ['states'],
  answer(input) {
    return { got: { states: moveLine(readAs<LineTerms>(input, INPUT)) } };
  },
};
