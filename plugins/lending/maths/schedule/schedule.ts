import type { RowTrace } from './trace.ts';

export interface ScheduleRow {
  /** 1, 2, …; 0 is a separate stub row. */
  readonly n: number;
  readonly startDate: string;
  readonly dueDate: string;
  readonly principal: string;
  readonly interest: string;
  readonly payment: string;
  /** Scheduled balance after the row. */
  readonly balance: string;
  readonly trace?: RowTrace;
}

export interface ScheduleTotals {
  readonly principal: string;
  readonly interest: string;
  readonly total: string;
  /** Interest that joined the balance during a grace; the principal total contains it. */
  readonly capitalised?: string;
}

export interface Schedule {
  /** The level amount, the equal share (EQUAL_PRINCIPAL), the first payment (FLAT, STEP) or the given payment. */
  readonly instalment: string | null;
  readonly rows: readonly ScheduleRow[];
  readonly totals: ScheduleTotals;
}

export interface ScheduleOptions {
  /** Each row explains its interest. Off by default: it costs more than the calculation. */
  readonly trace?: boolean;
}
