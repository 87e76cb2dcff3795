import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MathsRefusal } from '../../plugins/lending/maths/index.ts';
import { type Answer, type CaseFile, type ExamCase, type Suite, Unsupported } from './case-file.ts';
import { type Difference, differences } from './compare.ts';
import { suiteOf } from './suites/index.ts';

/** `npm run exam -- <folder or file>`: calculates every case and compares it with the expected figures.
 *  Prints each failure, a line `N unsupported, N unexplained`, and last `N passed, N failed`; exits 0 only when none failed. */
type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly differences: readonly Difference[]; readonly derivation: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

interface Tally {
  passed: number;
  failed: number;
  unsupported: number;
  unexplained: number;
}

function judge(suite: Suite, examCase: ExamCase): Verdict {
  try {
    const answer = answerOf(suite, examCase);
    const found = differences({ ...suite, fields: [...suite.fields, 'error'] }, examCase.expect, answer);
    if (found.length === 0) return { kind: 'passed' };
    return { kind: 'failed', differences: found, derivation: answer.derivation?.() ?? examCase.convention ?? '' };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', reason: error.message };
    if (error instanceof MathsRefusal && error.code === 'UNSUPPORTED_CONVENTION') return { kind: 'unsupported', reason: error.message };
    return {
      kind: 'failed',
      differences: [{ path: '', expected: 'figures', got: String(error) }],
      derivation: error instanceof Error ? (error.stack ?? '') : '',
    };
  }
}

/** A refusal is an answer too: cases expect its code. */
function answerOf(suite: Suite, examCase: ExamCase): Answer {
  try {
    const answer = suite.answer(examCase.input, examCase.expect);
    return { ...answer, got: { error: undefined, ...answer.got } };
  } catch (error) {
    if (error instanceof MathsRefusal && error.code !== 'UNSUPPORTED_CONVENTION') {
      return { got: { error: error.code }, derivation: () => error.message };
    }
    throw error;
  }
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}

function runFile(path: string, tally: Tally): void {
  const file = JSON.parse(readFileSync(path, 'utf8')) as CaseFile;
  if (!Array.isArray(file.cases)) return;
  const before = { ...tally };
  for (const examCase of file.cases) {
    const suite = suiteOf(file.suite);
    const verdict: Verdict = suite ? judge(suite, examCase) : { kind: 'unsupported', reason: `suite ${file.suite} is not known` };
    if (examCase.unexplained === true) {
      tally.unexplained += 1;
      console.log(`unexplained ${path} ${examCase.id}: ${verdict.kind === 'failed' ? 'differs' : verdict.kind}`);
      continue;
    }
    tally[verdict.kind] += 1;
    if (verdict.kind === 'unsupported') console.log(`unsupported ${path} ${examCase.id}: ${verdict.reason}`);
    if (verdict.kind === 'failed') printFailure(path, examCase, verdict);
  }
  console.log(`${path}: ${tally.passed - before.passed} passed, ${tally.failed - before.failed} failed`);
}

const MOST_SHOWN = 12;

function printFailure(path: string, examCase: ExamCase, verdict: Extract<Verdict, { kind: 'failed' }>): void {
  console.log(`FAILED ${path} ${examCase.id}: ${examCase.title}`);
  for (const { path: field, expected, got } of verdict.differences.slice(0, MOST_SHOWN)) {
    console.log(`  ${field}  expected ${JSON.stringify(expected)}  got ${JSON.stringify(got)}`);
  }
  if (verdict.differences.length > MOST_SHOWN) console.log(`  … and ${verdict.differences.length - MOST_SHOWN} more`);
  console.log(`  derivation: ${verdict.derivation}`);
}

const target = process.argv[2];
if (target === undefined) {
  console.error('usage: npm run exam -- <folder or file of cases>');
  process.exitCode = 2;
} else {
  const tally: Tally = { passed: 0, failed: 0, unsupported: 0, unexplained: 0 };
  for (const path of filesOf(resolve(target))) runFile(path, tally);
  console.log(`${tally.unsupported} unsupported, ${tally.unexplained} unexplained`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed === 0 ? 0 : 1;
}
