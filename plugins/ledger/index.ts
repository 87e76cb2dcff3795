import { definePlugin } from '../../engine/plugin-api/index.ts';
import { checkPostings } from './check-postings.ts';
import { databaseRules } from './database-rules.ts';
import { chartOfAccounts } from './documents/chart-of-accounts.ts';
import { posting } from './documents/posting.ts';
import { postEvent } from './post/post-event.ts';
import { problems } from './problems.ts';
import { accountStatement } from './reports/account-statement.ts';
import { trialBalance } from './reports/trial-balance.ts';

/** Double entry: events become balanced, unchangeable journals in a main and a memo ledger. */
export default definePlugin({
  name: 'ledger',
  kinds: [chartOfAccounts, posting],
  operations: [trialBalance, accountStatement],
  capabilities: [
    {
      name: 'ledger.post',
      input: {
        type: 'object',
        properties: {
          event: { type: 'string' },
          amounts: { type: 'object', additionalProperties: { type: 'string' } },
          valueDate: { type: 'string', format: 'date' },
          dimensions: { type: 'object', additionalProperties: { type: ['string', 'null'] } },
          memo: { type: 'string' },
          currency: { type: 'string', pattern: '^[A-Z]{3}$' },
        },
        required: ['event', 'amounts', 'valueDate'],
        additionalProperties: false,
      },
      output: { type: 'object', properties: { journal: { type: ['string', 'null'] }, no: { type: ['string', 'null'] } } },
      run: postEvent,
    },
  ],
  managed: ['journal', 'journal-line'],
  databaseRules,
  problems,
  validators: [checkPostings],
});
