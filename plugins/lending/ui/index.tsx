import { definePluginUi } from '../../../runtime-ui/kit/index.ts';
import { ChangeBlock } from './change-block.tsx';
import { LifeBlock } from './life/life-block.tsx';
import { DisclosureBlock } from './disclosure/disclosure-block.tsx';
import { QuoteBlock } from './quote-block.tsx';
import { AllocationBlock, RepaymentBlock } from './repayment-blocks.tsx';
import { ScheduleBlock } from './schedule-block.tsx';
import { SimulatorBlock } from './simulator/simulator-block.tsx';
import { TraceBlock } from './trace-block.tsx';

export default definePluginUi({
  blocks: {
    'lending.schedule': ScheduleBlock,
    'lending.life': LifeBlock,
    'lending.trace': TraceBlock,
    'lending.repayment': RepaymentBlock,
    'lending.allocation': AllocationBlock,
    'lending.preview-repayment': AllocationBlock,
    'lending.preview-payment': AllocationBlock,
    'lending.preview-reversal': ChangeBlock,
    'lending.preview-prepayment': ChangeBlock,
    'lending.quote': QuoteBlock,
    'lending.disclosure': DisclosureBlock,
    'lending.simulator': SimulatorBlock,
  },
});
