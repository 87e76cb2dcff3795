import { overdueCharges, type OverdueTerms } from '../../../plugins/lending/maths/index.ts';
import { type Suite, Unsupported } from '../case-file.ts';
import { CALENDAR, date, decimal, fieldsOf, flag, listOf, oneOf, readAs, ROUNDING, whole } from '../input-shape.ts';

const DATED_AMOUNTS = listOf(fieldsOf({ from: date, amount: decimal }));

const INPUT = fieldsOf({
  kind: oneOf('OVERDUE'),
  items: listOf(fieldsOf({ n: whole, dueDate: date, principal: decimal, interest: decimal })),
  payments: listOf(fieldsOf({ item: whole, valueDate: date, principal: decimal, interest: decimal })),
  asOf: date,
  yearBasis: whole,
  contractRate: decimal,
  contractRates: listOf(fieldsOf({ from: date, annualRate: decimal })),
  rounding: ROUNDING,
  penalty: fieldsOf({
    mode: oneOf('REPLACE', 'ADD'),
    base: oneOf('PRINCIPAL', 'PRINCIPAL_INTEREST', 'INTEREST', 'OUTSTANDING'),
    rate: fieldsOf({ kind: oneOf('CONTRACT_FACTOR', 'ANNUAL_FIXED', 'DAILY_FIXED', 'AMOUNT_PER_INSTALMENT'), m: decimal, rate: decimal, amount: decimal }),
    graceDays: whole,
    graceRetroactive: flag,
    graceInterest: oneOf('CONTRACT', 'NONE'),
    freeToNextBusinessDay: flag,
  }),
  compound: fieldsOf({ enabled: flag, maturityDate: date }),
  maturityDate: date,
  outstanding: DATED_AMOUNTS,
  calendar: CALENDAR,
  cap: fieldsOf({ annualRate: decimal, yearBasis: whole, charged: decimal, balances: DATED_AMOUNTS }),
});

export const penalty: Suite = {
  names: ['penalty'],
  fields: ['penalty', 'compound', 'continuingInterest', 'total', 'segments', 'trimmed', 'capAmount'],
  answer(input) {
    const read = readAs<OverdueTerms & { compound?: { maturityDate?: string } }>(input, INPUT);
    const { rate } = read.penalty;
    if (rate.kind === 'CONTRACT_FACTOR' && rate.m === undefined) throw new Unsupported('a contract factor without m');
    if ((rate.kind === 'ANNUAL_FIXED' || rate.kind === 'DAILY_FIXED') && rate.rate === undefined) throw new Unsupported('a fixed rate without rate');
    if (rate.kind === 'AMOUNT_PER_INSTALMENT' && rate.amount === undefined) throw new Unsupported('an amount per instalment without amount');
    const maturityDate = read.maturityDate ?? read.compound?.maturityDate;
    const result = overdueCharges(maturityDate === undefined ? read : { ...read, maturityDate });
    return { got: { ...result }, derivation: () => JSON.stringify(result) };
  },
};
