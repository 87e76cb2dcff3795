import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPlugins } from '../../engine/cli/load-plugins.ts';
import { formatDiagnostic } from '../../engine/kernel/diagnostic.ts';
import { readFolders } from '../../engine/load/read-folders.ts';
import { compileSources } from '../../engine/pipeline.ts';
import { root } from '../support/source-files.ts';

describe('the packs of the product', () => {
  it.each([
    ['the platform alone', ['metadata/platform']],
    ['the platform and the business', ['metadata/platform', 'metadata/microloan']],
    ['all of it with the demo', ['metadata/platform', 'metadata/microloan', 'metadata/demo']],
    ['the repair shop', ['metadata/platform', 'test/support/repair-shop']],
  ])('%s compile without a finding', async (_, folders) => {
    const sources = await readFolders(folders.map((folder) => join(root, folder)));
    const { release, diagnostics } = compileSources(sources, await loadPlugins(root, sources));
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    expect(release).not.toBeNull();
  });
});
