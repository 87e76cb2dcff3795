import { interestWithPrincipal, type RevolvingTerms, statementInterest } from '../../../plugins/lending/maths/index.ts';
import type { Suite } from '../case-file.ts';
import { date, decimal, fieldsOf, listOf, oneOf, readAs, ROUNDING, whole } from '../input-shape.ts';

const INPUT = fieldsOf({
  interestOn: oneOf('STATEMENT', 'WITH_PRINCIPAL'),
  dailyRate: decimal,
  rateChanges: listOf(fieldsOf({ from: date, dailyRate: decimal })),
  rounding: ROUNDING,
  from: date,
  statements: listOf(date),
  movements: listOf(fieldsOf({ seq: whole, type: oneOf('DRAW', 'REPAY'), valueDate: date, amount: decimal, draw: whole })),
  minInterestDays: whole,
});

export const revolving: Suite = {
  names: ['revolving'],
  fields: ['statements', 'repayments', 'totalInterest'],
  answer(input) {
    const read = readAs<RevolvingTerms & { interestOn: string; from: string; statements: string[]; minInterestDays?: number }>(input, INPUT);
    return { got: { ...(read.interestOn === 'STATEMENT' ? statementInterest(read) : interestWithPrincipal(read)) } };
  },
};
