import { definePlugin } from '../../engine/plugin-api/index.ts';
import { checkInvariants, readInvariants } from './checks/check-invariants.ts';
import { checkPostings } from './check-postings.ts';
import { databaseRules } from './database-rules.ts';
import { chartOfAccounts } from './documents/chart-of-accounts.ts';
import { posting } from './documents/posting.ts';
import { closePeriod } from './periods/close-period.ts';
import { openPeriod } from './periods/open-period.ts';
import { reopenPeriod } from './periods/reopen-period.ts';
import { postDifference, postEvent } from './post/post-event.ts';
import { reverseJournal } from './post/reverse-journal.ts';
import { postInput, postOutput, reverseInput } from './post/shapes.ts';
import { problems } from './problems.ts';
import { accountStatement } from './reports/account-statement.ts';
import { book } from './reports/book.ts';
import { subjectStatement } from './reports/subject-statement.ts';
import { trialBalance } from './reports/trial-balance.ts';

/** Double entry: events become balanced, unchangeable journals in a main and a memo ledger. */
export default definePlugin({
  name: 'ledger',
  kinds: [chartOfAccounts, posting],
  operations: [book, trialBalance, accountStatement, subjectStatement, checkInvariants, openPeriod, closePeriod, reopenPeriod],
  capabilities: [
    { name: 'ledger.post', input: postInput, output: postOutput, run: postEvent },
    { name: 'ledger.post-difference', input: postInput, output: postOutput, run: postDifference },
    {
      name: 'ledger.invariants',
      input: { type: 'object', additionalProperties: false },
      output: { type: 'object', properties: { balance: { type: 'array' }, events: { type: 'array' } } },
      run: readInvariants,
    },
    { name: 'ledger.reverse', input: reverseInput, output: postOutput, run: reverseJournal },
  ],
  managed: ['journal', 'journal-line', 'account-balance'],
  databaseRules,
  problems,
  validators: [checkPostings],
});
