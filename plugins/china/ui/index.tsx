import { definePluginUi } from '../../../runtime-ui/kit/index.ts';
import { checkBankCard, checkCreditCode, checkIdentityNumber, checkPhone } from '../checks/index.ts';
import { checkedWidget } from './checked-widget.tsx';

export default definePluginUi({
  widgets: {
    'china.identity-number': checkedWidget(checkIdentityNumber),
    'china.phone': checkedWidget(checkPhone),
    'china.bank-card': checkedWidget(checkBankCard),
    'china.credit-code': checkedWidget(checkCreditCode),
  },
});
