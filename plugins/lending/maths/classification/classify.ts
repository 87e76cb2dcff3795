import { compare, type Fraction, fraction, parseDecimal, ZERO } from '../number/fraction.ts';
import { unsupported } from '../refusal.ts';

/** 五级分类: 正常, 关注, 次级, 可疑, 损失, best first. The last three are non-performing. */
export const TIERS = ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'] as const;
export type Tier = (typeof TIERS)[number];

export type GuaranteeMode = 'CREDIT' | 'GUARANTEE' | 'MORTGAGE' | 'PLEDGE';

/** What is known of a loan and its customer. Days are whole days; shares are decimal fractions. */
export interface LoanFacts {
  readonly dpdPrincipal?: number;
  readonly dpdInterest?: number;
  readonly guaranteeMode?: GuaranteeMode;
  readonly retail?: boolean;
  readonly smallFirm?: boolean;
  readonly useChanged?: boolean;
  readonly newBorrowing?: boolean;
  readonly renewalException?: boolean;
  readonly nplElsewhere?: boolean;
  readonly restructureCount?: number;
  readonly observationMonths?: number;
  readonly impaired?: boolean;
  readonly expectedLossShare?: string;
  readonly ratingDown?: boolean;
  /** Share of the debtor's debts at all banks overdue more than 90 days. */
  readonly banksOverdueShare?: string;
  /** Share of the debtor's debts here that is non-performing. */
  readonly nplShareHere?: string;
  readonly evading?: boolean;
  readonly liquidation?: boolean;
}

export interface ClassificationPolicy {
  /** RULES: days over 90, 270, 360. MATRIX: guarantee mode × days in their place. BOTH: the stricter. */
  readonly mode?: 'RULES' | 'MATRIX' | 'BOTH';
  readonly technicalDelayDays?: number;
  /** Retail and small-firm loans may move up without the upgrade test. */
  readonly overdueMethodUpgrade?: boolean;
}

export interface UpgradeEvidence {
  readonly arrearsCleared?: boolean;
  readonly normalMonths?: number;
  readonly periodMonths?: number;
  readonly abilitySustainable?: boolean;
}

export interface Classification {
  readonly tier: Tier;
  readonly npl: boolean;
  readonly dpd: number;
  /** Sorted codes of the rules that give the final tier. */
  readonly rules: readonly string[];
}

interface Fired {
  readonly code: string;
  readonly tier: number;
}

/** The worst rule counts; a non-performing loan does not move up without the upgrade test.
 *  Source: calculation spec B.21, DEFINITIONS 9, classification. */
export function classify(input: { facts: LoanFacts; policy?: ClassificationPolicy; previousTier?: Tier; upgrade?: UpgradeEvidence }): Classification {
  const { facts, policy = {} } = input;
  const dpd = Math.max(facts.dpdPrincipal ?? 0, facts.dpdInterest ?? 0);
  const mode = policy.mode ?? 'RULES';
  const fired = [
    ...(mode === 'MATRIX' ? [] : dayRules(dpd, policy.technicalDelayDays ?? 0)),
    ...(mode === 'RULES' ? [] : matrixRule(dpd, facts.guaranteeMode)),
    ...flagRules(facts),
  ];
  const worst = fired.reduce((tier, rule) => Math.max(tier, rule.tier), 0);
  const rules = [...new Set(fired.filter((rule) => rule.tier === worst).map((rule) => rule.code))].sort();
  const previous = input.previousTier === undefined ? -1 : TIERS.indexOf(input.previousTier);
  if (previous >= 2 && worst < previous && !mayMoveUp(input)) return result(previous, dpd, ['UPGRADE_TEST']);
  return result(worst, dpd, rules);
}

function result(tier: number, dpd: number, rules: readonly string[]): Classification {
  return { tier: TIERS[tier] ?? 'LOSS', npl: tier >= 2, dpd, rules };
}

function dayRules(dpd: number, technicalDelayDays: number): Fired[] {
  const thresholds: [number, string, number][] = [
    [technicalDelayDays, 'OVERDUE', 1],
    [90, 'OVERDUE_90', 2],
    [270, 'OVERDUE_270', 3],
    [360, 'OVERDUE_360', 4],
  ];
  return thresholds.filter(([days]) => dpd > days).map(([, code, tier]) => ({ code, tier }));
}

/** Small-enterprise method of 2007: guarantee mode × days (none, 1–30, 31–90, 91–180, 181–360, over 360). */
const MATRIX: Record<GuaranteeMode, readonly number[]> = {
  CREDIT: [0, 1, 2, 3, 3, 4],
  GUARANTEE: [0, 0, 1, 2, 3, 4],
  MORTGAGE: [0, 0, 1, 1, 2, 3],
  PLEDGE: [0, 0, 0, 1, 2, 3],
};

function matrixRule(dpd: number, guaranteeMode: GuaranteeMode | undefined): Fired[] {
  const row = guaranteeMode === undefined ? undefined : MATRIX[guaranteeMode];
  if (!row) throw unsupported('the matrix without a known guarantee mode');
  const bucket = [0, 30, 90, 180, 360].findIndex((most) => dpd <= most);
  const tier = row[bucket < 0 ? 5 : bucket] ?? 4;
  return tier === 0 ? [] : [{ code: 'MATRIX', tier }];
}

function flagRules(facts: LoanFacts): Fired[] {
  const retail = facts.retail === true;
  const impaired = facts.impaired === true;
  const count = facts.restructureCount ?? 0;
  const observed = (facts.observationMonths ?? 0) < 12;
  const loss = share(facts.expectedLossShare);
  const rules: [boolean, string, number][] = [
    [facts.useChanged === true, 'USE_CHANGED', 1],
    [facts.newBorrowing === true && facts.renewalException !== true, 'NEW_BORROWING', 1],
    [facts.nplElsewhere === true && !retail, 'NPL_ELSEWHERE', 1],
    [count >= 1 && observed, 'RESTRUCTURED', 1],
    [count >= 2 && observed, 'RE_RESTRUCTURED', 2],
    [impaired, 'IMPAIRED', 2],
    [facts.ratingDown === true, 'RATING_DOWN', 2],
    [!retail && compare(share(facts.banksOverdueShare), fraction(20, 100)) > 0, 'BANKS_OVERDUE_20', 2],
    [!retail && compare(share(facts.nplShareHere), fraction(10, 100)) > 0, 'CROSS_DEFAULT_10', 2],
    [impaired && compare(loss, fraction(50, 100)) >= 0, 'LOSS_50', 3],
    [facts.evading === true, 'EVADING', 3],
    [impaired && compare(loss, fraction(90, 100)) >= 0, 'LOSS_90', 4],
    [facts.liquidation === true, 'LIQUIDATION', 4],
  ];
  return rules.filter(([fires]) => fires).map(([, code, tier]) => ({ code, tier }));
}

function share(text: string | undefined): Fraction {
  return text === undefined ? ZERO : parseDecimal(text);
}

/** All arrears paid, normal payment for the longer of two periods and six months, and a sustainable ability; or the
 *  overdue method for retail and small-firm loans where the policy allows it. */
function mayMoveUp(input: { facts: LoanFacts; policy?: ClassificationPolicy; upgrade?: UpgradeEvidence }): boolean {
  const { facts, policy = {}, upgrade = {} } = input;
  if (policy.overdueMethodUpgrade === true && (facts.retail === true || facts.smallFirm === true)) return true;
  const needed = Math.max(2 * (upgrade.periodMonths ?? 0), 6);
  return upgrade.arrearsCleared === true && (upgrade.normalMonths ?? 0) >= needed && upgrade.abilitySustainable === true;
}
