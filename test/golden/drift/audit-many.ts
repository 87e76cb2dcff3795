import { buildSchedule, MathsRefusal } from '../../../plugins/lending/maths/index.ts';
import { auditPlan } from './audit-plan.ts';
import { randomTerms } from './random-terms.ts';

export interface AuditReport {
  readonly plans: number;
  readonly rows: number;
  /** Terms that no plan can meet, by the reason given. */
  readonly refused: Readonly<Record<string, number>>;
  readonly findings: readonly string[];
}

/** Most findings that are told. */
const FINDINGS = 10;

/** Builds and audits the plans of a seed from one number on. */
export function auditMany({ seed, from, count }: { readonly seed: number; readonly from: number; readonly count: number }): AuditReport {
  const findings: string[] = [];
  const refused: Record<string, number> = {};
  let plans = 0;
  let rows = 0;
  for (let index = from; index < from + count; index += 1) {
    const terms = randomTerms(seed, index);
    try {
      const schedule = buildSchedule(terms);
      plans += 1;
      rows += schedule.rows.length;
      const finding = auditPlan(terms, schedule);
      if (finding !== null && findings.length < FINDINGS) findings.push(`seed ${seed}, plan ${index}: ${finding}; terms ${JSON.stringify(terms)}`);
    } catch (error) {
      if (!(error instanceof MathsRefusal)) throw error;
      refused[error.code] = (refused[error.code] ?? 0) + 1;
    }
  }
  return { plans, rows, refused, findings };
}
