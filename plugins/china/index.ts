import { definePlugin } from '../../engine/plugin-api/index.ts';
import {
  checkBankCard,
  checkCreditCode,
  checkIdentityNumber,
  checkPhone,
  maskBankCard,
  maskIdentityNumber,
  maskPhone,
  normaliseBankCard,
  normaliseCreditCode,
  normaliseIdentityNumber,
  normalisePhone,
  sampleBankCard,
  sampleCreditCode,
  sampleIdentityNumber,
  samplePhone,
} from './checks/index.ts';
import { problems } from './problems.ts';

/** What every Chinese back office needs: numbers of people, companies, phones and cards, checked, masked and sampled. */
export default definePlugin({
  name: 'china',
  types: [
    {
      name: 'identity-number',
      title: '身份证号',
      base: 'text',
      schema: { maxLength: 18 },
      sensitive: { mask: 'identity', tail: 0 },
      widget: 'china.identity-number',
      normalise: normaliseIdentityNumber,
      check: checkIdentityNumber,
      maskValue: maskIdentityNumber,
      sample: sampleIdentityNumber,
    },
    {
      name: 'phone',
      title: '电话',
      base: 'text',
      schema: { maxLength: 20 },
      sensitive: { mask: 'phone', tail: 4 },
      widget: 'china.phone',
      normalise: normalisePhone,
      check: checkPhone,
      maskValue: maskPhone,
      sample: samplePhone,
    },
    {
      name: 'bank-card',
      title: '银行卡号',
      base: 'text',
      schema: { maxLength: 19 },
      sensitive: { mask: 'card', tail: 4 },
      widget: 'china.bank-card',
      normalise: normaliseBankCard,
      check: checkBankCard,
      maskValue: maskBankCard,
      sample: sampleBankCard,
    },
    {
      // Public data: clear, so it can be searched by part.
      name: 'credit-code',
      title: '统一社会信用代码',
      base: 'text',
      schema: { maxLength: 18 },
      widget: 'china.credit-code',
      normalise: normaliseCreditCode,
      check: checkCreditCode,
      sample: sampleCreditCode,
    },
  ],
  problems,
});
