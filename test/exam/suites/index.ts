import type { Suite } from '../case-file.ts';
import { accrual } from './accrual.ts';
import { allocation } from './allocation.ts';
import { apr } from './apr.ts';
import { businessday } from './businessday.ts';
import { classification } from './classification.ts';
import { cost } from './cost.ts';
import { daycount } from './daycount.ts';
import { line } from './line.ts';
import { penalty } from './penalty.ts';
import { provision } from './provision.ts';
import { revolving } from './revolving.ts';
import { schedule } from './schedule.ts';
import { split } from './split.ts';
import { tvm } from './tvm.ts';

/** Every suite of the exam, one file each. */
const SUITES: readonly Suite[] = [
  schedule,
  allocation,
  daycount,
  businessday,
  split,
  tvm,
  apr,
  cost,
  accrual,
  penalty,
  revolving,
  line,
  classification,
  provision,
];

export function suiteOf(name: string): Suite | undefined {
  return SUITES.find((suite) => suite.names.includes(name));
}
