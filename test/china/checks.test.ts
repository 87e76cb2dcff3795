import { describe, expect, it } from 'vitest';
import { toCapitalAmount } from '../../plugins/china/capital-amount.ts';
import * as checks from '../../plugins/china/checks/index.ts';

describe('identity numbers', () => {
  // The two examples printed in GB 11643-1999.
  it.each(['11010519491231002X', '440524188001010014'])('%s of the standard is right', (number) => {
    expect(checks.checkIdentityNumber(number)).toBeUndefined();
  });
  it('a small x and spaces are accepted and stored as X', () => {
    expect(checks.normaliseIdentityNumber('110105 19491231 002x')).toBe('11010519491231002X');
    expect(checks.checkIdentityNumber('110105 19491231 002x')).toBeUndefined();
  });
  it('the old 15 digits are accepted without a check character', () => {
    expect(checks.checkIdentityNumber('110105491231002')).toBeUndefined();
    expect(checks.birthDateOf('110105491231002')).toBe('1949-12-31');
  });
  it.each([
    ['110105194912310021', 'china.identity-number-check'],
    ['11010519490231002X', 'china.identity-number-date'],
    ['99010519491231002X', 'china.identity-number-region'],
    ['1101051949', 'china.identity-number-format'],
  ])('%s is refused with %s', (number, code) => expect(checks.checkIdentityNumber(number)).toBe(code));
  it('the mask keeps six and two', () => {
    expect(checks.maskIdentityNumber('11010519491231002X')).toBe('110105**********2X');
    expect(checks.maskIdentityNumber('110105491231002')).toBe('110105*******02');
    expect(checks.maskIdentityNumber('12')).toBe('****');
  });
  it('the 17th digit tells the gender', () =>
    expect([checks.genderOf('11010519491231002X'), checks.genderOf('440524188001010014')]).toEqual(['female', 'male']));
});

describe('credit codes', () => {
  it.each(['91350100M000100Y43', '91100000100003962T', '91440300708461136T'])('%s of a registered company is right', (code) => {
    expect(checks.checkCreditCode(code)).toBeUndefined();
  });
  it.each([
    ['91350100M000100Y44', 'china.credit-code-check'],
    ['91350100M000100Y53', 'china.credit-code-check'],
    ['91350100I000100Y43', 'china.credit-code-format'],
    ['9135', 'china.credit-code-format'],
  ])('%s is refused with %s', (code, problem) => expect(checks.checkCreditCode(code)).toBe(problem));
});

describe('bank cards and phones', () => {
  it.each(['6200000000000005', '6205500000000000004', '4111 1111 1111 1111'])('card %s is right', (card) => expect(checks.checkBankCard(card)).toBeUndefined());
  it('a wrong digit is refused', () => expect(checks.checkBankCard('6200000000000006')).toBe('china.bank-card-check'));
  it('masks keep the last four of a card and 3 + 4 of a phone', () => {
    expect(checks.maskBankCard('6200000000000005')).toBe('**** **** **** 0005');
    expect(checks.maskPhone('13812345678')).toBe('138****5678');
    expect(checks.maskPhone('010-62345678')).toBe('010-******78');
  });
  it('phones lose the country prefix', () => {
    expect(checks.normalisePhone('+86 138-1234-5678')).toBe('13812345678');
    expect(checks.checkPhone('+86 138-1234-5678')).toBeUndefined();
    expect(checks.checkPhone('12812345678')).toBe('china.phone-format');
  });
});

it('samples are always right', () => {
  for (let seed = 0; seed < 3000; seed += 7) {
    expect(checks.checkIdentityNumber(checks.sampleIdentityNumber(seed))).toBeUndefined();
    expect(checks.checkCreditCode(checks.sampleCreditCode(seed))).toBeUndefined();
    expect(checks.checkBankCard(checks.sampleBankCard(seed))).toBeUndefined();
    expect(checks.checkPhone(checks.samplePhone(seed))).toBeUndefined();
  }
});

describe('capital amounts', () => {
  // Examples of 支付结算办法, appendix 1.
  it.each([
    ['1409.50', '壹仟肆佰零玖元伍角'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['1680.32', '壹仟陆佰捌拾元零叁角贰分'],
    ['107000.53', '壹拾万柒仟元零伍角叁分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
  ])('%s is %s', (amount, words) => expect(toCapitalAmount(amount)).toBe(words));
  it.each([
    ['100000.00', '壹拾万元整'],
    ['0', '零元整'],
    ['0.05', '伍分'],
    ['0.50', '伍角'],
    ['10000000.00', '壹仟万元整'],
    ['100000001.00', '壹亿零壹元整'],
    ['1000100000', '壹拾亿零壹拾万元整'],
    ['-8884.88', '负捌仟捌佰捌拾肆元捌角捌分'],
  ])('%s is %s', (amount, words) => expect(toCapitalAmount(amount)).toBe(words));
  it('three decimals and text are refused', () => {
    expect(() => toCapitalAmount('1.234')).toThrow(RangeError);
    expect(() => toCapitalAmount('十万')).toThrow(RangeError);
  });
});
