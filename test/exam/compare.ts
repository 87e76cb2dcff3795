import { compareMoney } from '../../plugins/lending/maths/index.ts';
import { type Answer, type Json, type JsonValue, type Suite, Unsupported } from './case-file.ts';

export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Every expected field against the answer; an expected field that is absent is not checked.
 *  Decimals are compared by value: "1.5" equals "1.50". */
export function differences(suite: Suite, expect: Json, answer: Answer): Difference[] {
  const found: Difference[] = [];
  for (const [field, expected] of Object.entries(expect)) {
    if (!suite.fields.includes(field)) throw new Unsupported(`expected field ${field} is not known`);
    const special = answer.compare?.[field];
    const got = answer.got[field];
    if (special) {
      if (!special(expected, got, expect)) found.push({ path: `/${field}`, expected, got });
    } else if (field !== 'decimals') {
      collect(expected, got, `/${field}`, found);
    }
  }
  return found;
}

function collect(expected: JsonValue, got: unknown, path: string, found: Difference[]): void {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) {
      found.push({ path, expected: `${expected.length} entries`, got: Array.isArray(got) ? `${got.length} entries` : got });
    }
    if (Array.isArray(got)) expected.forEach((item: JsonValue, index) => collect(item, got[index], `${path}/${index}`, found));
    return;
  }
  if (typeof expected === 'object' && expected !== null) {
    for (const [field, item] of Object.entries(expected)) collect(item, (got as Record<string, unknown> | undefined)?.[field], `${path}/${field}`, found);
    return;
  }
  if (!sameScalar(expected, got)) found.push({ path, expected, got });
}

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export function sameScalar(expected: JsonValue, got: unknown): boolean {
  if (expected === got || (expected === null && got === undefined)) return true;
  if (got === undefined || got === null || expected === null) return false;
  const [left, right] = [String(expected), String(got)];
  return typeof expected !== 'boolean' && DECIMAL.test(left) && DECIMAL.test(right) && compareMoney(left, right) === 0;
}
