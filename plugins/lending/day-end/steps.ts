import type { BatchStepDefinition } from '../../../engine/plugin-api/index.ts';
import { accrueInterest } from './accrue-interest.ts';
import { ageArrears } from './age-arrears.ts';
import { chargePenalty } from './charge-penalty.ts';
import { checkLedger } from './check-ledger.ts';
import { classifyLoans } from './classify-loans.ts';
import { closeDay } from './close-day.ts';
import { instalmentsDue } from './instalments-due.ts';
import { markMatured } from './mark-matured.ts';
import { provideForLosses } from './provide-for-losses.ts';
import { writeFacts } from './write-facts.ts';

/** The steps of the lending day-end in the order in which a job runs them. Source: lending spec C.5. */
export const dayEndSteps: readonly BatchStepDefinition[] = [
  instalmentsDue,
  accrueInterest,
  chargePenalty,
  ageArrears,
  markMatured,
  classifyLoans,
  provideForLosses,
  checkLedger,
  writeFacts,
  closeDay,
];
