import { definePluginUi } from '../../../runtime-ui/kit/index.ts';
import { AccountStatementBlock } from './account-statement-block.tsx';
import { ChecksBlock } from './checks-block.tsx';
import { SubjectStatementBlock } from './subject-statement-block.tsx';
import { TrialBalanceBlock } from './trial-balance-block.tsx';

export default definePluginUi({
  blocks: {
    'ledger.trial-balance': TrialBalanceBlock,
    'ledger.account-statement': AccountStatementBlock,
    'ledger.subject-statement': SubjectStatementBlock,
    'ledger.checks': ChecksBlock,
  },
});
