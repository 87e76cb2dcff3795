import type { OperationContext } from '../../../engine/plugin-api/index.ts';

interface Text {
  readonly zh: string;
  readonly en: string;
}

/** A row that breaks a figure, and what it should say. */
export interface BrokenRow {
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  readonly found: string;
}

/** Two figures that must be the same. `rows` are at most five, the largest difference first. */
export interface Figure {
  readonly title: Text;
  readonly expected: string;
  readonly found: string;
  readonly difference: string;
  readonly holds: boolean;
  readonly rows: readonly BrokenRow[];
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
  const broken = await context.sql<BrokenRow>(
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
