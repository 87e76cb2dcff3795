import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'exam-'));
afterAll(() => rmSync(folder, { recursive: true }));

const split = (id: string, input: object, parts: string[], more: object = {}): object => ({
  id,
  title: id,
  input: { amount: '10.00', shares: ['1', '1', '1'], ...input },
  expect: { parts },
  ...more,
});

function run(cases: object[]): { status: number | null; lines: string[] } {
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ source: 'test', suite: 'split', cases }));
  const result = spawnSync(process.execPath, [join(import.meta.dirname, 'run.ts'), folder], { encoding: 'utf8' });
  return { status: result.status, lines: result.stdout.trim().split('\n') };
}

test('a case that agrees passes, and nothing failed is a success', () => {
  const { status, lines } = run([split('right', {}, ['3.34', '3.33', '3.33'])]);
  expect(lines.slice(-2)).toEqual(['0 unsupported, 0 unexplained', '1 passed, 0 failed']);
  expect(status).toBe(0);
});

test('a wrong figure fails with expected, got and derivation, and the command fails', () => {
  const { status, lines } = run([split('wrong', {}, ['3.33', '3.33', '3.34'])]);
  expect(lines.at(-1)).toBe('0 passed, 1 failed');
  expect(lines.join('\n')).toContain('expected "3.33"  got "3.34"');
  expect(status).toBe(1);
});

test('an unknown field or value is unsupported and never passes', () => {
  const right = ['3.34', '3.33', '3.33'];
  const { status, lines } = run([split('field', { currency: 'CNY' }, right), split('value', { unit: 'one' }, right), split('expected', {}, right)]);
  expect(lines.slice(-2)).toEqual(['2 unsupported, 0 unexplained', '1 passed, 0 failed']);
  expect(status).toBe(0);
});

test('an unexplained case is in neither count', () => {
  const { lines } = run([split('odd', {}, ['9.99'], { unexplained: true })]);
  expect(lines.slice(-2)).toEqual(['0 unsupported, 1 unexplained', '0 passed, 0 failed']);
});
