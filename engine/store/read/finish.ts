import { isObject } from '../../kernel/json.ts';
import type { Call } from '../../model/index.ts';
import type { Vault } from '../vault.ts';
import { evaluationContext } from './parameters.ts';
import { type Finish, factsKey } from './wire.ts';

type WireObject = Record<string, unknown>;

/** Opens sealed values and computes virtual formulas in the objects of an answer; text without either passes untouched. */
export function finishJson(json: string, finishes: readonly Finish[], tools: { readonly vault: Vault; readonly call: Call }): string {
  if (finishes.length === 0) return json;
  const parsed = JSON.parse(json) as WireObject | WireObject[];
  for (const object of Array.isArray(parsed) ? parsed : [parsed]) finishObject(object, finishes, tools);
  return JSON.stringify(parsed);
}

export function finishObject(object: WireObject, finishes: readonly Finish[], tools: { readonly vault: Vault; readonly call: Call }): void {
  const facts = (object[factsKey] ?? {}) as WireObject;
  for (const finish of finishes) {
    if (finish.kind === 'unseal') unsealAt(object, finish.path, finish, tools.vault);
    else object[finish.key] = wireValue(finish.formula.evaluate(facts, evaluationContext(tools.call)));
  }
  delete object[factsKey];
}

function unsealAt(holder: WireObject, path: readonly string[], finish: Finish & { kind: 'unseal' }, vault: Vault): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest[0] === '*') {
    const rows = holder[key];
    if (Array.isArray(rows)) for (const row of rows) unsealAt(row as WireObject, rest.slice(1), finish, vault);
    return;
  }
  holder[key] = unsealed(holder[key], finish, vault);
}

/** `{sealed, of}` as PostgreSQL built it → the clear value; anything else stays. */
export function unsealed(value: unknown, place: Pick<Finish & { kind: 'unseal' }, 'entity' | 'field'>, vault: Vault): unknown {
  if (!isObject(value) || typeof value.sealed !== 'string' || typeof value.of !== 'string') return value;
  return vault.open(Buffer.from(value.sealed, 'base64'), { entity: place.entity, field: place.field, id: value.of });
}

/** Exact decimals leave as text. */
function wireValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'toFixed' in value ? (value as { toFixed(): string }).toFixed() : (value ?? null);
}
