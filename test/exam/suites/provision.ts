import { provisionFor, type ProvisionTerms } from '../../../plugins/lending/maths/index.ts';
import type { Suite } from '../case-file.ts';
import { decimal, fieldsOf, flag, listOf, oneOf, readAs, text } from '../input-shape.ts';

const INPUT = fieldsOf({
  scheme: oneOf('CK_2012_20', 'PBOC_2002', 'TAX_SME', 'ECL'),
  rates: fieldsOf({ NORMAL: decimal, SPECIAL_MENTION: decimal, SUBSTANDARD: decimal, DOUBTFUL: decimal, LOSS: decimal }),
  includeInterest: flag,
  deductCollateral: flag,
  existing: decimal,
  items: listOf(
    fieldsOf({
      id: text,
      tier: oneOf('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'),
      principal: decimal,
      onBookInterest: decimal,
      eligibleCollateral: decimal,
      bookType: text,
      writtenOff: flag,
      ead: decimal,
      pd: decimal,
      lgd: decimal,
    }),
  ),
});

export const provision: Suite = {
  names: ['provision'],
  fields: ['items', 'required', 'perTier', 'charge', 'coveragePercent', 'nplPercent', 'provisionToLoansPercent'],
  answer(input) {
    return { got: { ...provisionFor(readAs<ProvisionTerms>(input, INPUT)) } };
  },
};
