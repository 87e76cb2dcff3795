import type { OperationContext } from '../../../engine/plugin-api/index.ts';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Two figures that must be the same, with the rows that break it: at most five, the largest difference first. */
export interface Figure {
  readonly title: Text;
  readonly expected: string;
  readonly found: string;
  readonly difference: string;
  readonly holds: boolean;
  readonly rows: readonly { readonly entity: string; readonly id: string; readonly title: string; readonly expected: string; readonly found: string }[];
}

export interface FigureQuery {
  readonly title: Text;
  /** SQL of one row `expected, found`. */
  readonly totals: string;
  /** SQL of `entity, id, title, expected, found` for every row that breaks it; differences can hide in equal totals. */
  readonly rows: string;
}

/** Runs the two statements of a figure. It holds when the totals agree and no row breaks it. */
export async function readFigure(context: OperationContext, { title, totals, rows }: FigureQuery): Promise<Figure> {
  const [total] = await context.sql<{ expected: string; found: string; difference: string; same: boolean }>(
    `select expected::text as expected, found::text as found, (found - expected)::text as difference, expected = found as same from (${totals}) totals`,
  );
  const broken = await context.sql<Figure['rows'][number]>(
    `select entity, id::text as id, coalesce(title, '') as title, expected::text as expected, found::text as found from (${rows}) broken
     order by abs(broken.found - broken.expected) desc, broken.title limit 5`,
  );
  return {
    title,
    expected: total?.expected ?? '0',
    found: total?.found ?? '0',
    difference: total?.difference ?? '0',
    holds: total?.same === true && broken.length === 0,
    rows: broken,
  };
}

/** SQL of what the book holds on accounts, debit positive; `roles` is a condition on the line `l`. */
export function held(roles: string): string {
  return `(select coalesce(sum(l.debit - l.credit), 0) from {journal-line} l where ${roles})`;
}

/** SQL of the same by loan or customer. */
export function heldBy(dimension: 'loan' | 'customer', roles: string): string {
  return `(select l.${dimension}, sum(l.debit - l.credit) as held from {journal-line} l where ${roles} and l.${dimension} is not null group by l.${dimension})`;
}

/** SQL of journals that touch accounts without saying for which loan or customer, and do not cancel out there. */
export function unowned(dimension: 'loan' | 'customer', roles: string): string {
  return `
    select 'journal' as entity, j.id, min(j.no) as title, 0 as expected, sum(l.debit - l.credit) as found
    from {journal-line} l join {journal} j on j.id = l.journal where ${roles} and l.${dimension} is null group by j.id having sum(l.debit - l.credit) <> 0`;
}

/** Join of the loan `l` with its instalments `i` in force. */
export const withRows = '{loan} l join {loan-instalment} i on i.loan = l.id and i.schedule_version = l.schedule_version and i.retired_at is null';
