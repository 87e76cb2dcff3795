import { definePluginUi } from '../../../runtime-ui/kit/index.ts';
import { TrialBalanceBlock } from './trial-balance-block.tsx';

export default definePluginUi({ blocks: { 'ledger.trial-balance': TrialBalanceBlock } });
