import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { JsonObject } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { Kind } from '../kinds/kind.ts';
import type { LayeredDocument, LoadedDocument, LoadedDocuments, PackLayer } from './document.ts';
import { identity } from './document.ts';
import { layerDocuments } from './layer.ts';
import { readJson } from './read-json.ts';
import type { SourceFile } from './source-file.ts';

const sizeLimit = 1_000_000;

/** Reads every file and folds the layers. A file that cannot be read is reported and left out; the others go on. */
export function loadDocuments(sources: readonly SourceFile[], kinds: ReadonlyMap<string, Kind>): LoadedDocuments {
  const diagnostics: Diagnostic[] = [];
  const documents: LoadedDocument[] = [];
  const unreadable = new Set<string>();
  for (const source of sources) {
    const document = readDocument(source, kinds, diagnostics);
    const named = fileIdentity(source.file.split('/').at(-1) ?? '');
    if (document !== undefined) documents.push(document);
    else if (named !== undefined) unreadable.add(identity(named));
  }
  const packs = orderPacks(sources, documents, diagnostics);
  const rank = new Map(packs.map((pack, index) => [pack.name, index]));
  const sorted = documents.toSorted((left, right) => (rank.get(left.pack) ?? 0) - (rank.get(right.pack) ?? 0) || compareText(left.file, right.file));
  const groups = new Map<string, LoadedDocument[]>();
  const renamed = new Map<string, string>();
  for (const document of sorted) for (const old of formerNames(document)) renamed.set(`${document.kind}:${old}`, identity(document));
  for (const document of sorted) {
    const id = renamed.get(identity(document)) ?? identity(document);
    const group = groups.get(id) ?? [];
    const twin = group.find(({ pack }) => pack === document.pack);
    if (twin !== undefined) {
      diagnostics.push({
        code: 'load.duplicate-document',
        severity: 'error',
        file: document.file,
        line: 1,
        column: 1,
        document: id,
        pointer: '',
        message: `${id} stands twice in pack "${document.pack}"; the other is ${twin.file}.`,
        mend: 'rename one, or merge them into one file.',
      });
      continue;
    }
    group.push(document);
    groups.set(id, group);
  }
  const kindOrder = [...kinds.keys()];
  const layered = [...groups.values()].map((group): LayeredDocument => layerDocuments(group, { kinds, packs, diagnostics }));
  layered.sort((left, right) => kindOrder.indexOf(left.kind) - kindOrder.indexOf(right.kind) || compareText(left.name, right.name));
  return { packs, documents: layered, unreadable, diagnostics };
}

function readDocument(source: SourceFile, kinds: ReadonlyMap<string, Kind>, diagnostics: Diagnostic[]): LoadedDocument | undefined {
  const fileName = source.file.split('/').at(-1) ?? source.file;
  const report = (code: string, at: { line: number; column: number; pointer: string }, message: string, mend: string, document = fileName) => {
    diagnostics.push({ code, severity: 'error', file: source.file, ...at, document, message, mend });
  };
  const top = { line: 1, column: 1, pointer: '' };
  if (source.text.length > sizeLimit) {
    report('load.too-large', top, `The file is larger than ${sizeLimit} characters.`, 'split it into several documents.');
    return undefined;
  }
  const read = readJson(source.text);
  for (const problem of read.problems) report(problem.code, problem, problem.message, problem.mend);
  if (read.value === undefined) return undefined;
  if (!isObject(read.value)) {
    report('load.not-an-object', top, 'A document is a JSON object.', 'begin the file with { and end it with }.');
    return undefined;
  }
  const place = (pointer: string) => {
    const position = read.positions.get(pointer);
    return position === undefined ? top : { line: position.line, column: position.column, pointer };
  };
  const language = /(?:^|\/)i18n\/([A-Za-z0-9-]+)\.json$/.exec(source.file)?.[1] ?? /^([A-Za-z0-9-]+)\.i18n\.json$/.exec(fileName)?.[1];
  if (language !== undefined) {
    const { kind: _kind, name: _name, ...content } = read.value;
    return { file: source.file, pack: source.pack, kind: 'i18n', name: language, content, written: read.value, positions: read.positions };
  }

  const { kind, name } = read.value as { kind?: unknown; name?: unknown };
  const named = fileName === 'pack.json' ? { kind: 'pack', name: undefined } : fileIdentity(fileName);
  if (named === undefined) {
    report('load.file-name', top, `The file is named "${fileName}".`, 'name it <name>.<kind>.json, e.g. customer.entity.json.');
    return undefined;
  }
  if (typeof kind !== 'string' || !kinds.has(kind)) {
    const wrong = typeof kind === 'string' ? `There is no kind "${kind}".` : 'The document does not say its kind.';
    report(
      typeof kind === 'string' ? 'load.unknown-kind' : 'load.no-kind',
      place('/kind'),
      wrong,
      typeof kind === 'string' ? suggestion(kind, [...kinds.keys()]) : `write "kind": "${named.kind}".`,
    );
    return undefined;
  }
  if (typeof name !== 'string' || name === '') {
    report('load.no-name', place('/name'), 'The document does not say its name.', `write "name": "${named.name ?? source.pack}".`);
    return undefined;
  }
  if (named.kind !== kind || (named.name !== undefined && named.name !== name)) {
    const expected = kind === 'pack' ? 'pack.json' : `${name}.${kind}.json`;
    report(
      'load.file-name',
      place(named.kind !== kind ? '/kind' : '/name'),
      `The file "${fileName}" holds ${kind}:${name}.`,
      `name the file ${expected}, or change kind and name.`,
      `${kind}:${name}`,
    );
  }
  const lifted = kinds.get(kind)?.lift(read.value) ?? read.value;
  return { file: source.file, pack: source.pack, kind, name, content: lifted, written: read.value, positions: read.positions };
}

function formerNames(document: LoadedDocument): readonly string[] {
  const { formerly } = document.content;
  return Array.isArray(formerly) ? formerly.filter((name): name is string => typeof name === 'string') : [];
}

function fileIdentity(fileName: string): { kind: string; name: string } | undefined {
  const match = /^([^.]+)\.([a-z][a-z0-9-]*)\.json$/.exec(fileName);
  return match === null ? undefined : { name: match[1] ?? '', kind: match[2] ?? '' };
}

/** Packs by layer, then in the order given. */
function orderPacks(sources: readonly SourceFile[], documents: readonly LoadedDocument[], diagnostics: Diagnostic[]): readonly PackLayer[] {
  const packs: PackLayer[] = [];
  for (const name of new Set(sources.map(({ pack }) => pack))) {
    const document = documents.find((candidate) => candidate.kind === 'pack' && candidate.pack === name);
    if (document === undefined) {
      const first = sources.find(({ pack }) => pack === name);
      diagnostics.push({
        code: 'load.pack-missing',
        severity: 'error',
        file: first?.file ?? name,
        line: 1,
        column: 1,
        document: `pack:${name}`,
        pointer: '',
        message: `Pack "${name}" has no pack.json.`,
        mend: 'add pack.json with name, title, version, language and layer.',
      });
      continue;
    }
    const content: JsonObject = document.content;
    packs.push({
      name,
      layer: typeof content.layer === 'number' ? content.layer : 20,
      language: typeof content.language === 'string' ? content.language : 'zh',
      document,
    });
  }
  return packs
    .map((pack, index) => ({ pack, index }))
    .sort((left, right) => left.pack.layer - right.pack.layer || left.index - right.index)
    .map(({ pack }) => pack);
}

/** By code unit, the same on every machine. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
