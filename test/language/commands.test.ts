import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../engine/cli/command.ts';
import { runCli } from '../../engine/cli.ts';
import type { SourceFile } from '../../engine/pipeline.ts';
import { file, packs, shop } from './shop.ts';

let folder: string;
let printed: string[];
let errors: string[];

const world = (): World => ({
  environment: {},
  root: folder,
  folder,
  now: () => '2026-11-24T00:00:00Z',
  randomBytes: (count) => new Uint8Array(count),
  print: (line) => void printed.push(line),
  printError: (line) => void errors.push(line),
  progress: () => {},
  askSecret: async () => undefined,
  onSignal: () => {},
});

async function write(sources: readonly SourceFile[], under = ''): Promise<void> {
  for (const { file: name, text } of sources) {
    await mkdir(dirname(join(folder, under, name)), { recursive: true });
    await writeFile(join(folder, under, name), text);
  }
}

/** The shop without what needs its plugin's steps: these commands find no plugin beside the folder. */
const plainShop = (...change: Parameters<typeof shop>): readonly SourceFile[] => shop(...change).filter(({ file: name }) => !name.endsWith('.job.json'));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'language-'));
  [printed, errors] = [[], []];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('loom', () => {
  it('validate says that all is well, with the release', async () => {
    await write(plainShop());
    expect(await runCli(world(), ['validate', 'shop'])).toBe(0);
    expect(printed.at(-1)).toMatch(/^26 files, 0 errors, 0 warnings; release [0-9a-f]{16} with 26 documents\.$/);
  });

  it('validate prints what is wrong, where, and how to mend it', async () => {
    await write(plainShop({ list: (draft) => void (draft.columns.customerName.field = 'customer.nmae') }));
    expect(await runCli(world(), ['validate', 'shop'])).toBe(1);
    expect(errors[0]).toBe(
      'link.unknown-field  shop/main/repair-order.list.json:11:16  #/columns/customerName/field\n  List "repair-order" names "nmae", but entity "customer" has no such property.\n  Mend: did you mean "name"? It has: name, phone, credit, id, state, version, createdAt, createdBy, updatedAt, updatedBy, ownerUser, ownerUnit, ….',
    );
  });

  it('fmt --check names the files that differ and changes none; fmt writes them; then nothing is left to do', async () => {
    const untidy = '{ "title": "技师", "kind": "role",\n "name": "mechanic", "menu": "menu:main" }';
    await write(plainShop({ mechanic: untidy }));
    expect(await runCli(world(), ['fmt', '--check', 'shop'])).toBe(1);
    expect(printed).toContain('shop/main/mechanic.role.json');
    expect(await readFile(join(folder, 'shop/main/mechanic.role.json'), 'utf8')).toBe(untidy);
    expect(await runCli(world(), ['fmt', 'shop'])).toBe(0);
    expect(await readFile(join(folder, 'shop/main/mechanic.role.json'), 'utf8')).toBe(
      '{\n  "kind": "role",\n  "name": "mechanic",\n  "title": "技师",\n  "menu": "menu:main"\n}\n',
    );
    expect(await runCli(world(), ['fmt', '--check', 'shop'])).toBe(0);
  });

  it('diff says in words and places what changes', async () => {
    await write(plainShop(), 'old');
    await write(plainShop({ setting: (draft) => void (draft.default = 30) }), 'new');
    expect(await runCli(world(), ['diff', 'old/shop', 'new/shop'])).toBe(0);
    expect(printed).toEqual(['setting:warranty-days  #/default', '  参数“保修天数”：默认值 由 90 改为 30。', '1 documents differ.']);
  });

  it('new begins a document that compiles, and never overwrites one', async () => {
    await write([file(packs.shop)]);
    expect(await runCli(world(), ['new', 'entity', 'bike', '--title', '单车', '--in', 'shop/bikes'])).toBe(0);
    expect(await runCli(world(), ['new', 'list', 'bike', '--for', 'bike', '--in', 'shop/bikes'])).toBe(0);
    expect(await runCli(world(), ['validate', 'shop'])).toBe(0);
    expect(await runCli(world(), ['new', 'entity', 'bike', '--in', 'shop/bikes'])).toBe(1);
    expect(errors.at(-1)).toContain('is there already');
    expect(await runCli(world(), ['new', 'entitty', 'bike'])).toBe(2);
    expect(errors.at(-1)).toContain('did you mean "entity"?');
  });
});
