import type { OperationDefinition } from '../../../engine/plugin-api/index.ts';
import { daysOfMonth } from './months.ts';
import { refuseClosed } from './refuse-closed.ts';

interface Output {
  readonly month: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** The days of a month that is to be opened; the action makes the record. Refuses `ledger.period-closed` when the book has been
 *  closed up to a later day. */
export const openPeriod: OperationDefinition<{ month: string }, Output> = {
  name: 'ledger.open-period',
  title: '开启会计期间',
  input: { type: 'object', properties: { month: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$' } }, required: ['month'], additionalProperties: false },
  output: {
    type: 'object',
    properties: { month: { type: 'string' }, startsOn: { type: 'string', format: 'date' }, endsOn: { type: 'string', format: 'date' } },
  },
  async run(context, { month }) {
    const days = daysOfMonth(month);
    await refuseClosed(context, days.endsOn);
    return { month, ...days };
  },
};
