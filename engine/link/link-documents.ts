import type { Diagnostic } from '../kernel/diagnostic.ts';
import { isObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { Reference } from '../kinds/kind.ts';
import type { DocumentLanguage } from '../kinds/language.ts';
import { builtInTraits } from '../kinds/parts/built-in-traits.ts';
import type { LayeredDocument } from '../load/document.ts';
import { finding, identity } from '../load/document.ts';
import type { ValidatedDocuments } from '../validate/validate-documents.ts';
import type { ScreenNames } from './default-screens.ts';
import { defaultScreens } from './default-screens.ts';
import type { EntityShape } from './shapes.ts';
import { entityShapes, followPath } from './shapes.ts';

export interface LinkedDocuments extends ValidatedDocuments {
  /** List, page and form documents that nobody wrote. */
  readonly generated: readonly LayeredDocument[];
  readonly shapes: ReadonlyMap<string, EntityShape>;
  readonly screens: ReadonlyMap<string, ScreenNames>;
  /** `kind:name` → who names it, in document order. */
  readonly usedBy: ReadonlyMap<string, readonly { readonly document: string; readonly pointer: string }[]>;
}

/** Proves every reference and property path, and makes the documents that are left unwritten. A document that names
 *  something missing, or something broken, is broken itself. */
export function linkDocuments(validated: ValidatedDocuments, language: DocumentLanguage): LinkedDocuments {
  const diagnostics: Diagnostic[] = [...validated.diagnostics];
  const sound = validated.documents.filter((document) => !validated.broken.has(identity(document)));
  const shapes = entityShapes(validated.documents.filter((document) => document.kind !== 'entity' || isObject(document.content.properties)));
  const typeDocuments = new Map(sound.filter(({ kind }) => kind === 'type').map(({ name, content }) => [name, String(content.base)]));
  const baseOf = (type: string) => language.types.get(type)?.base ?? language.types.get(typeDocuments.get(type) ?? '')?.base;
  // Screens of a broken entity are generated too: whoever names them is not wrong.
  const { generated, screens } = defaultScreens(
    validated.documents.filter((document) => sound.includes(document) || (document.kind === 'entity' && isObject(document.content.properties))),
    shapes,
    baseOf,
  );

  const broken = new Set(validated.broken);
  const pools = namePools(validated, generated, language);
  const usedBy = new Map<string, { document: string; pointer: string }[]>();
  const leansOn = new Map<string, Set<string>>();
  for (const document of [...sound, ...generated]) {
    const id = identity(document);
    for (const reference of language.kinds.get(document.kind)?.references(document.content) ?? []) {
      const fault = prove(reference, { document, validated, pools, shapes });
      if (fault !== undefined) {
        diagnostics.push(fault);
        if (fault.severity === 'error') broken.add(id);
      }
      const target = 'to' in reference ? reference.to : `entity:${reference.entity}`;
      if (target === id) continue;
      leansOn.set(id, (leansOn.get(id) ?? new Set()).add(target));
      if ('to' in reference && document.kind !== 'i18n') usedBy.set(target, [...(usedBy.get(target) ?? []), { document: id, pointer: reference.pointer }]);
    }
  }
  for (const document of sound) if (document.kind === 'pack') diagnostics.push(...packVersions(document, validated));
  spread(broken, leansOn);
  return {
    ...validated,
    diagnostics,
    broken,
    generated,
    shapes,
    screens,
    usedBy: new Map([...usedBy].filter(([name]) => pools.documents.has(name)).sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

interface NamePools {
  readonly documents: ReadonlySet<string>;
  readonly former: ReadonlyMap<string, string>;
  names(kind: string): readonly string[];
}

function namePools(validated: ValidatedDocuments, generated: readonly LayeredDocument[], language: DocumentLanguage): NamePools {
  const documents = new Set([...validated.documents, ...generated].map(identity));
  for (const id of validated.unreadable) documents.add(id);
  const former = new Map<string, string>();
  for (const { kind, name, content } of validated.documents)
    if (Array.isArray(content.formerly)) for (const old of content.formerly) former.set(`${kind}:${String(old)}`, name);
  const beside: Readonly<Record<string, readonly string[]>> = {
    type: [...language.types.keys()],
    trait: [...builtInTraits.keys()],
    operation: [...language.operations.keys()],
    'batch-step': [...language.batchSteps.keys()],
    plugin: [...language.plugins],
    kind: [...language.kinds.keys()],
  };
  return {
    documents,
    former,
    names(kind) {
      const prefix = `${kind}:`;
      return [...(beside[kind] ?? []), ...[...documents].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length))];
    },
  };
}

interface Proof {
  readonly document: LayeredDocument;
  readonly validated: ValidatedDocuments;
  readonly pools: NamePools;
  readonly shapes: ReadonlyMap<string, EntityShape>;
}

function prove(reference: Reference, proof: Proof): Diagnostic | undefined {
  const { document, pools } = proof;
  const id = identity(document);
  if ('path' in reference) {
    const answer = followPath(proof.shapes, reference.entity, reference.path);
    if (answer.found) return undefined;
    const title = `${capital(document.kind)} "${document.name}"`;
    if (!answer.isRelation)
      return finding(document, {
        pointer: reference.pointer,
        code: 'link.not-a-relation',
        message: `${title} goes through "${answer.segment}" of entity "${answer.entity}", which is no reference.`,
        mend: `end the path at "${answer.segment}", or name a reference.`,
      });
    return finding(document, {
      pointer: reference.pointer,
      code: 'link.unknown-field',
      message: `${title} names "${answer.segment}", but entity "${answer.entity}" has no such property.`,
      mend: suggestion(answer.segment, answer.known),
    });
  }
  const kind = reference.to.slice(0, reference.to.indexOf(':'));
  const name = reference.to.slice(kind.length + 1);
  if ('text' in reference) return proveText(reference, proof);
  const known = pools.names(kind);
  if (known.includes(name)) return undefined;
  const newName = pools.former.get(reference.to);
  if (newName !== undefined)
    return finding(document, {
      pointer: reference.pointer,
      code: 'link.renamed',
      message: `${id} names ${kind} "${name}", which is now "${newName}".`,
      mend: `write "${newName}".`,
    });
  return finding(document, {
    pointer: reference.pointer,
    code: `link.unknown-${kind}`,
    message: `${id} names ${kind} "${name}", which does not exist.`,
    mend: suggestion(name, known),
  });
}

/** Packs that are there in another version than is asked for. */
function packVersions(document: LayeredDocument, { packs }: ValidatedDocuments): Diagnostic[] {
  return Object.entries((document.content.dependencies as Record<string, string> | undefined) ?? {}).flatMap(([name, range]) => {
    const version = packs.find((pack) => pack.name === name)?.document.content.version;
    if (typeof version !== 'string' || satisfies(version, range)) return [];
    return [
      finding(document, {
        pointer: `/dependencies/${name}`,
        code: 'link.pack-version',
        message: `Pack "${document.name}" needs "${name}" ${range}, and ${version} is here.`,
        mend: 'upgrade the pack, or widen the range when it works with both.',
      }),
    ];
  });
}

/** `*`, `>=a`, `^a` (same first number that is not 0), `~a` (same first two), `=a` or `a`. */
function satisfies(version: string, range: string): boolean {
  if (range === '*') return true;
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [have, want] = [numbers(version), numbers(range)];
  const order = [0, 1, 2].map((index) => (have[index] ?? 0) - (want[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
  const same = (count: number) => want.slice(0, count).every((number, index) => number === have[index]);
  if (range.startsWith('>=')) return order >= 0;
  if (range.startsWith('^')) return order >= 0 && same(want[0] === 0 ? 2 : 1);
  return range.startsWith('~') ? order >= 0 && same(2) : same(want.length);
}

/** A text in another language whose place is gone stays a warning: the text is simply not used. */
function proveText(reference: Extract<Reference, { text: string }>, { document, validated, pools }: Proof): Diagnostic | undefined {
  const target = validated.documents.find((candidate) => identity(candidate) === reference.to);
  if (target === undefined) {
    if (pools.documents.has(reference.to)) return undefined;
    const renamed = pools.former.get(reference.to);
    if (renamed !== undefined) return undefined;
    return finding(document, {
      pointer: reference.pointer,
      on: 'key',
      severity: 'warning',
      code: 'link.text-without-document',
      message: `There is no document ${reference.to} to translate.`,
      mend: suggestion(reference.to, [...pools.documents]),
    });
  }
  let value: unknown = target.content;
  for (const token of reference.text.split('/').slice(1)) value = isObject(value) ? value[token.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  if (typeof value === 'string') return undefined;
  return finding(document, {
    pointer: reference.pointer,
    on: 'key',
    severity: 'warning',
    code: 'link.text-without-place',
    message: `${reference.to} has no text at ${reference.text}.`,
    mend: 'remove the line, or point it at a title, a description or another text.',
  });
}

/** What leans on a broken document cannot be compiled either; nothing is reported twice for it. */
function spread(broken: Set<string>, leansOn: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (let grew = true; grew; ) {
    grew = false;
    for (const [id, targets] of leansOn) {
      if (broken.has(id) || ![...targets].some((target) => broken.has(target))) continue;
      broken.add(id);
      grew = true;
    }
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
