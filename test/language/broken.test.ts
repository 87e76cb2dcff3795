import { describe, expect, it } from 'vitest';
import { diagnosticCodes } from '../../engine/kinds/diagnostic-codes.ts';
import type { JsonObject } from '../../engine/kernel/json.ts';
import type { SourceFile } from '../../engine/pipeline.ts';
import type { Broken } from './broken/broken-document.ts';
import { compileCases } from './broken/compile.ts';
import { layerCases } from './broken/layer.ts';
import { linkCases } from './broken/link.ts';
import { lintCases } from './broken/lint.ts';
import { loadCases } from './broken/load.ts';
import { validateCases } from './broken/validate.ts';
import { compile, file, shop } from './shop.ts';

const cases: readonly Broken[] = [...loadCases, ...layerCases, ...validateCases, ...linkCases, ...lintCases, ...compileCases];

function sources(broken: Broken): readonly SourceFile[] {
  const extra = broken.extra === undefined ? [] : 'file' in broken.extra ? [broken.extra as SourceFile] : (broken.extra as readonly SourceFile[]);
  return shop(broken.document === undefined ? {} : { [broken.document]: broken.change }, extra);
}

describe('a document that is wrong is told what, where and how to mend', () => {
  it.each(cases)('$name: $code', (broken) => {
    const { diagnostics, release } = compile(sources(broken));
    const found = diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
    expect(found).toEqual([`${broken.code} ${broken.pointer}`]);
    const [diagnostic] = diagnostics;
    expect(diagnostic?.severity).toBe(broken.severity ?? 'error');
    expect(diagnostic?.line).toBe(broken.line);
    expect(diagnostic?.file).toMatch(broken.file ?? /^shop\/main\//);
    expect(diagnostic?.mend).toMatch(broken.mend);
    expect(release === null).toBe(broken.severity !== 'warning');
  });

  it('the shop itself compiles without a finding', () => {
    expect(compile(shop()).diagnostics).toEqual([]);
  });

  it('every code in the table is listed, and every listed code has the form area.cause', () => {
    for (const { code } of cases) expect(diagnosticCodes).toHaveProperty([code]);
    for (const code of Object.keys(diagnosticCodes)) expect(code).toMatch(/^[a-z]+\.[a-z-]+$/);
  });

  it('all findings come at once, from several documents', () => {
    const { diagnostics } = compile(
      shop(
        {
          customer: (draft) => void (draft.properties.name.unique = 'yes'),
          list: (draft) => void (draft.columns.colour = {}),
          dict: '{ "kind": "dict", }',
        },
        [file({ kind: 'role', name: 'guest', title: '访客', includes: ['nobody'] } as JsonObject)],
      ),
    );
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(['link.unknown-field', 'link.unknown-role', 'load.no-name', 'load.syntax', 'validate.type']);
  });
});
