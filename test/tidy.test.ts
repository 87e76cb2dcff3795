import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder, root, sourceFiles } from './support/source-files.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const code = ['engine', 'plugins', 'runtime-ui', 'designer'];

describe('the engine and the screens know no domain', () => {
  const domain = /\b(?:loans?|lending|lenders?|borrowers?|repayments?|instal?lments?|overdue)\b|借据|贷款|还款|放款/i;

  test('no word of one stands in engine, runtime-ui or designer', () => {
    const found = filesUnder(['engine', 'runtime-ui', 'designer'])
      .filter((file) => /\.(?:tsx?|json|md|css|html)$/.test(file))
      .flatMap((file) =>
        read(file)
          .split('\n')
          .map((line, index) => ({ place: `${file}:${index + 1}`, line })),
      )
      .filter(({ line }) => domain.test(line.replaceAll(/loanloom/gi, '')))
      .map(({ place, line }) => `${place}: ${line.trim().slice(0, 100)}`);
    expect(found).toEqual([]);
  });

  test('the search finds such a word', () => {
    for (const line of ['const loan = 1', '// Repayments', '还款计划']) expect(domain.test(line)).toBe(true);
    expect(domain.test('balloon')).toBe(false);
  });
});

describe('a reader finds her way', () => {
  test('the map in engine/README.md names every folder of the engine, and nothing else', () => {
    const named = [...read('engine/README.md').matchAll(/^\| `([a-z-]+)\/`/gm)].map(([, name]) => name);
    const there = new Set(
      filesUnder(['engine'])
        .map((file) => file.split('/'))
        .filter((parts) => parts.length > 2)
        .map((parts) => parts[1]),
    );
    expect([...named].sort()).toEqual([...there].sort());
  });

  test('every room of the code says what it is', () => {
    const folders = new Set(sourceFiles(code).map(dirname).flatMap(parents));
    const silent = [...folders].filter((folder) => folder.split('/').length <= 2 && !existsSync(join(root, folder, 'README.md')));
    expect(silent.sort()).toEqual([]);
  });

  test('the map in test/README.md names every folder of tests, and nothing else', () => {
    const named = [...read('test/README.md').matchAll(/^\| `([a-z-]+)\/`/gm)].map(([, name]) => name);
    const there = new Set(
      sourceFiles(['test'])
        .map((file) => file.split('/'))
        .filter((parts) => parts.length > 2)
        .map((parts) => parts[1]),
    );
    expect([...named].sort()).toEqual([...there].sort());
  });

  test('links between pages lead somewhere', () => {
    const pages = ['README.md', ...filesUnder([...code, 'docs', 'test', 'metadata'])].filter((file) => file.endsWith('.md'));
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)]
        .filter(([, target]) => !existsSync(join(root, dirname(page), target ?? '')))
        .map(([, target]) => `${page} → ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('nothing is left half done', () => {
  // Put together from halves, so that this file is not found itself.
  const unfinished = new RegExp(['(?://|\\*|<!--).*\\bTO' + 'DO\\b', 'FIX' + 'ME', 'not imple' + 'mented', 'coming so' + 'on'].join('|'));

  test('no file says that something is missing', () => {
    const found = filesUnder([...code, 'metadata', 'docs', 'test'])
      .filter((file) => /\.(?:tsx?|json|md|css|html)$/.test(file))
      .filter((file) => unfinished.test(read(file)));
    expect(found).toEqual([]);
  });

  test('a decision fits on a page', () => {
    const long = filesUnder(['docs/decisions']).filter((file) => read(file).trimEnd().split('\n').length > 40);
    expect(long).toEqual([]);
  });
});

test('metadata holds documents only: JSON, and pages that explain a folder', () => {
  expect(filesUnder(['metadata']).filter((file) => !/\.json$|README\.md$/.test(file))).toEqual([]);
});

/** A file above 400 lines may still be one idea; above 600 it is looked at again by everybody who reads it. */
test('no source file is longer than 600 lines', () => {
  const lengths = sourceFiles(code)
    .filter((file) => !file.endsWith('.generated.ts'))
    .map((file) => ({ file, lines: read(file).split('\n').length }));
  const long = lengths.filter(({ lines }) => lines > 400).map(({ file, lines }) => `${file}: ${lines}`);
  if (long.length > 0) process.stdout.write(`Files above 400 lines, is each still one idea?\n  ${long.join('\n  ')}\n`);
  expect(lengths.filter(({ lines }) => lines > 600)).toEqual([]);
});

function parents(folder: string): readonly string[] {
  const parts = folder.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
