import { accrueInterest, type AccrualTerms } from '../../../plugins/lending/maths/index.ts';
import type { Suite } from '../case-file.ts';
import { date, DAY_COUNT, decimal, fieldsOf, listOf, oneOf, readAs, ROUNDING, text } from '../input-shape.ts';

const INPUT = fieldsOf({
  from: date,
  to: date,
  dayCount: DAY_COUNT,
  dayBelongsTo: oneOf('START', 'END'),
  segments: listOf(fieldsOf({ from: date, balance: decimal, annualRate: decimal })),
  through: listOf(date),
  periodFactor: text,
  rounding: ROUNDING,
  nonAccrualFrom: date,
  collected: decimal,
});

export const accrual: Suite = {
  names: ['accrual'],
  fields: ['posts', 'periodInterest', 'reversal', 'book', 'memo'],
  answer(input) {
    const result = accrueInterest(readAs<AccrualTerms>(input, INPUT));
    // The format names the side of a post in more than one way.
    return { got: { ...result, posts: result.posts.map((post) => ({ ...post, to: post.ledger, book: post.ledger, side: post.ledger })) } };
  },
};
