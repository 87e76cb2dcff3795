import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import { isObject, pointerToken } from '../kernel/json.ts';
import type { Kind } from '../kinds/kind.ts';
import { schemaOf } from '../kinds/parts/schema.ts';
import type { LayeredDocument, LoadedDocument, PackLayer } from './document.ts';
import { finding, identity } from './document.ts';
import type { Move } from './element-order.ts';
import { orderElements } from './element-order.ts';
import { classOf, judge, tightened } from './protection.ts';

interface LayerWorld {
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Lowest first. */
  readonly packs: readonly PackLayer[];
  readonly diagnostics: Diagnostic[];
}

interface Fold extends LayerWorld {
  readonly schema: JsonObject;
  /** What is merged so far, for places. */
  readonly document: LayeredDocument;
  readonly pack: PackLayer | undefined;
  readonly isBase: boolean;
  readonly moves: Map<string, Move[]>;
}

/** Folds the files of one document: objects merge by key, `null` removes, arrays and conditions are replaced whole, `after`
 *  and `first` order the elements of keyed maps. A change that a class forbids is reported and not taken. */
export function layerDocuments(sources: readonly LoadedDocument[], world: LayerWorld): LayeredDocument {
  const [base] = sources as [LoadedDocument, ...LoadedDocument[]];
  const schema = world.kinds.get(base.kind)?.schema ?? {};
  const moves = new Map<string, Move[]>();
  let content: JsonObject = {};
  sources.forEach((source, index) => {
    const document = { kind: base.kind, name: base.name, content, sources: sources.slice(0, index + 1) };
    const fold: Fold = { ...world, schema, document, pack: world.packs.find(({ name }) => name === source.pack), isBase: index === 0, moves };
    content = mergeObject(fold, schema, index === 0 ? {} : content, source.name === base.name ? source.content : { ...source.content, name: base.name }, '');
  });
  const document = { kind: base.kind, name: base.name, content, sources };
  return { ...document, content: orderElements(content, moves, (at) => world.diagnostics.push(finding(document, at))) };
}

function mergeObject(fold: Fold, node: JsonObject | undefined, base: JsonObject, overlay: JsonObject, pointer: string): JsonObject {
  const merged: Record<string, Json> = { ...base };
  const isMap = node?.['x-map'] === true;
  for (const [writtenKey, written] of Object.entries(overlay)) {
    const key = node?.['x-declares'] === true ? presentKey(base, writtenKey) : writtenKey;
    const at = `${pointer}/${pointerToken(key)}`;
    const inner = schemaOf(fold.schema, node, key);
    const value = isMap && isObject(written) ? takeMove(fold, inner, pointer, key, written) : written;
    const old = base[key];
    if (value === null && !isFreeJson(inner) && !isFreeJson(node)) {
      if (removal(fold, { node, inner, old, at, key })) delete merged[key];
      continue;
    }
    if (old === undefined || fold.isBase) {
      if (!fold.isBase && !permitted(fold, { change: 'add', at, inner, isMap, node, old, value })) continue;
      if (!fold.isBase && node?.['x-declares'] === true) warnUnprefixed(fold, at, key);
      merged[key] = isObject(value) && inner?.['x-condition'] !== true ? mergeObject({ ...fold, isBase: true }, inner, {}, value, at) : value;
    } else if (isObject(old) && isObject(value) && inner?.['x-condition'] !== true) {
      merged[key] = mergeObject(fold, inner, old, value, at);
    } else if (JSON.stringify(old) !== JSON.stringify(value)) {
      if (!permitted(fold, { change: 'alter', at, inner, isMap, node, old, value })) continue;
      merged[key] = tightened(inner, classIn(fold, at), old, value);
    }
  }
  return merged;
}

/** An overlay written before a rename follows it: the element whose `formerly` has the key. */
function presentKey(base: JsonObject, key: string): string {
  if (base[key] !== undefined) return key;
  const renamed = Object.entries(base).find(([, element]) => isObject(element) && Array.isArray(element.formerly) && element.formerly.includes(key));
  return renamed?.[0] ?? key;
}

interface Change {
  readonly change: 'add' | 'alter' | 'remove';
  readonly at: string;
  readonly node: JsonObject | undefined;
  readonly inner: JsonObject | undefined;
  readonly isMap: boolean;
  readonly old: Json | undefined;
  readonly value: Json;
}

function permitted(fold: Fold, change: Change): boolean {
  const path = change.change === 'add' && change.isMap ? change.at.slice(0, change.at.lastIndexOf('/')) : change.at;
  const klass = classIn(fold, path);
  const refusal = judge(klass, change);
  if (refusal === undefined) return true;
  const by = fold.document.sources[0]?.pack ?? '';
  fold.diagnostics.push(
    finding(fold.document, {
      pointer: change.at,
      code: `layer.${klass}`,
      message: `Pack "${fold.pack?.name ?? ''}" ${refusal} in ${identity(fold.document)}, which pack "${by}" keeps ${klass}.`,
      mend: mends[klass] ?? '',
    }),
  );
  return false;
}

const mends: Readonly<Record<string, string>> = {
  sealed: 'remove it from the overlay; this may only be changed where it is declared.',
  tighten: 'only a stricter value is possible here: a narrower bound, required, one more condition.',
  extend: 'add an element of your own instead of changing this one.',
};

function removal(
  fold: Fold,
  change: {
    readonly node: JsonObject | undefined;
    readonly inner: JsonObject | undefined;
    readonly old: Json | undefined;
    readonly at: string;
    readonly key: string;
  },
): boolean {
  if (fold.isBase) {
    fold.diagnostics.push(
      finding(fold.document, {
        pointer: change.at,
        code: 'layer.null-value',
        message: `"${change.key}" is null; null is never a value in a document.`,
        mend: 'remove the property.',
      }),
    );
    return true;
  }
  if (change.old === undefined) {
    fold.diagnostics.push(
      finding(fold.document, {
        pointer: change.at,
        code: 'layer.nothing-to-remove',
        severity: 'warning',
        message: `The overlay removes "${change.key}", which is not there.`,
        mend: 'remove the line; the base has changed.',
      }),
    );
    return true;
  }
  return permitted(fold, {
    change: 'remove',
    at: change.at,
    inner: change.inner,
    isMap: change.node?.['x-map'] === true,
    node: change.node,
    old: change.old,
    value: null,
  });
}

function classIn(fold: Fold, pointer: string): ReturnType<typeof classOf> {
  return classOf({ schema: fold.schema, pointer, document: identity(fold.document), packs: fold.packs, below: fold.pack });
}

/** Takes `after` and `first` off an element, unless the element's own schema declares them. */
function takeMove(fold: Fold, element: JsonObject | undefined, mapPointer: string, key: string, value: JsonObject): JsonObject {
  const own = (element?.properties ?? {}) as JsonObject;
  const { after, first, ...rest } = value;
  if (own.after !== undefined || own.first !== undefined) return value;
  const move: Move | undefined = typeof after === 'string' ? { key, after } : first === true ? { key, after: null } : undefined;
  if (move === undefined) return value;
  fold.moves.set(mapPointer, [...(fold.moves.get(mapPointer) ?? []).filter((other) => other.key !== key), move]);
  return rest;
}

/** `with` and other free JSON keeps null as a value. */
function isFreeJson(inner: JsonObject | undefined): boolean {
  return inner?.['x-null'] === true;
}

function warnUnprefixed(fold: Fold, at: string, key: string): void {
  const introduced = fold.document.sources[0]?.pack;
  if (fold.pack === undefined || fold.pack.layer < 30 || introduced === fold.pack.name) return;
  const prefix = fold.pack.name.replace(/-[a-z]/g, (part) => part.slice(1).toUpperCase());
  if (key.startsWith(prefix)) return;
  fold.diagnostics.push(
    finding(fold.document, {
      pointer: at,
      on: 'key',
      code: 'layer.unprefixed',
      severity: 'warning',
      message: `Pack "${fold.pack.name}" adds "${key}" to a document of pack "${introduced}".`,
      mend: `name it ${prefix}${key.charAt(0).toUpperCase()}${key.slice(1)}, so that an upgrade never collides.`,
    }),
  );
}
