export { checkBankCard, maskBankCard, normaliseBankCard, sampleBankCard } from './bank-card.ts';
export { checkCreditCode, normaliseCreditCode, sampleCreditCode } from './credit-code.ts';
export { birthDateOf, checkIdentityNumber, genderOf, maskIdentityNumber, normaliseIdentityNumber, sampleIdentityNumber } from './identity-number.ts';
export { checkPhone, maskPhone, normalisePhone, samplePhone } from './phone.ts';
