import { splitByLargestRemainder } from '../../../plugins/lending/maths/index.ts';
import type { Suite } from '../case-file.ts';
import { decimal, fieldsOf, listOf, readAs } from '../input-shape.ts';

export const split: Suite = {
  names: ['split'],
  fields: ['parts'],
  answer(input) {
    const read = readAs<{ amount: string; shares: (string | number)[]; unit?: string }>(
      input,
      fieldsOf({ amount: decimal, shares: listOf(decimal), unit: decimal }),
    );
    return { got: { parts: splitByLargestRemainder({ ...read, shares: read.shares.map(String) }) } };
  },
};
