import {
  classify,
  type ClassificationPolicy,
  daysPastDue,
  type LoanFacts,
  type Tier,
  type UnpaidAmount,
  type UpgradeEvidence,
} from '../../../plugins/lending/maths/index.ts';
import { type Suite, Unsupported } from '../case-file.ts';
import { date, decimal, fieldsOf, flag, listOf, oneOf, readAs, whole } from '../input-shape.ts';

const TIER = oneOf('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS');

const INPUT = fieldsOf({
  kind: oneOf('DPD', 'CLASSIFY'),
  bizDate: date,
  tolerance: decimal,
  items: listOf(fieldsOf({ dueDate: date, principal: decimal, interest: decimal, fee: decimal })),
  facts: fieldsOf({
    dpdPrincipal: whole,
    dpdInterest: whole,
    guaranteeMode: oneOf('CREDIT', 'GUARANTEE', 'MORTGAGE', 'PLEDGE'),
    retail: flag,
    smallFirm: flag,
    useChanged: flag,
    newBorrowing: flag,
    renewalException: flag,
    nplElsewhere: flag,
    restructureCount: whole,
    observationMonths: whole,
    impaired: flag,
    expectedLossShare: decimal,
    ratingDown: flag,
    banksOverdueShare: decimal,
    nplShareHere: decimal,
    evading: flag,
    liquidation: flag,
  }),
  policy: fieldsOf({ mode: oneOf('RULES', 'MATRIX', 'BOTH'), technicalDelayDays: whole, overdueMethodUpgrade: flag }),
  previousTier: TIER,
  upgrade: fieldsOf({ arrearsCleared: flag, normalMonths: whole, periodMonths: whole, abilitySustainable: flag }),
});

interface ClassificationInput {
  readonly kind?: string;
  readonly bizDate?: string;
  readonly tolerance?: string;
  readonly items?: readonly UnpaidAmount[];
  readonly facts?: LoanFacts;
  readonly policy?: ClassificationPolicy;
  readonly previousTier?: Tier;
  readonly upgrade?: UpgradeEvidence;
}

export const classification: Suite = {
  names: ['classification'],
  fields: ['tier', 'npl', 'dpd', 'rules', 'dpdPrincipal', 'dpdInterest'],
  answer(input) {
    const read = readAs<ClassificationInput>(input, INPUT);
    const counted = read.items && read.bizDate !== undefined ? daysPastDue(read.items, read.bizDate, read.tolerance ?? '0') : undefined;
    if (read.kind === 'DPD') {
      if (!counted) throw new Unsupported('days past due without items or business date');
      return { got: { ...counted } };
    }
    const facts = { ...read.facts, ...(counted ? { dpdPrincipal: counted.dpdPrincipal, dpdInterest: counted.dpdInterest } : {}) };
    return { got: { ...counted, ...classify({ ...read, facts }) } };
  },
};
