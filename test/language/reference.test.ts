import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagnosticCodes } from '../../engine/kinds/diagnostic-codes.ts';
import { referenceFiles } from '../tools/write-reference.ts';
import { root, sourceFiles } from '../support/source-files.ts';

describe('what is generated from the kinds', () => {
  it('is what lies in the repository (`npm run docs` writes it)', async () => {
    const files = await referenceFiles();
    const stale = [...files].filter(([path, text]) => read(path) !== text).map(([path]) => path);
    expect(stale).toEqual([]);
    const kept = ['metadata/schema', 'docs/reference'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
    expect(kept.filter((path) => !files.has(path))).toEqual([]);
  });

  it('lists every code that the language can report', () => {
    const used = new Set<string>();
    for (const path of sourceFiles(['engine/load', 'engine/kinds', 'engine/validate', 'engine/link', 'engine/compile', 'engine/condition'])) {
      for (const [, code] of readFileSync(join(root, path), 'utf8').matchAll(
        /'((?:load|layer|validate|link|lint|compile|condition|formula|template)\.[a-z][a-z-]*)'/g,
      ))
        if (code !== undefined) used.add(code);
    }
    expect([...used].filter((code) => !(code in diagnosticCodes))).toEqual([]);
  });
});

function read(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
