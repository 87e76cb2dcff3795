/** Refusals of this plugin's types. */
export const problems = {
  'china.identity-number-format': {
    status: 422,
    zh: '身份证号应为 18 位（末位可为 X）或旧 15 位。',
    en: 'An identity number has 18 characters (the last may be X), or 15 digits in the old form.',
  },
  'china.identity-number-region': { status: 422, zh: '身份证号前两位不是有效的省级代码。', en: 'The first two digits are no province code.' },
  'china.identity-number-date': { status: 422, zh: '身份证号中的出生日期无效。', en: 'The date of birth in the number does not exist.' },
  'china.identity-number-check': { status: 422, zh: '身份证号校验码不正确，请核对。', en: 'The check character of the identity number is wrong.' },
  'china.phone-format': {
    status: 422,
    zh: '电话应为 11 位手机号，或带区号的固定电话（如 028-12345678）。',
    en: 'Give an 11 digit mobile number or a landline with its area code (028-12345678).',
  },
  'china.bank-card-format': { status: 422, zh: '银行卡号应为 12 至 19 位数字。', en: 'A card number has 12 to 19 digits.' },
  'china.bank-card-check': { status: 422, zh: '银行卡号校验位不正确，请核对。', en: 'The check digit of the card number is wrong.' },
  'china.credit-code-format': {
    status: 422,
    zh: '统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）。',
    en: 'A unified social credit code has 18 digits or capitals (never I, O, S, V, Z).',
  },
  'china.credit-code-check': { status: 422, zh: '统一社会信用代码校验码不正确，请核对。', en: 'The check character of the credit code is wrong.' },
} as const;
