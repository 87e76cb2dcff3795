import { isObject, pointerToken } from '../kernel/json.ts';
import type { RefusalDetail } from '../kernel/refusal.ts';
import type { EntityModel, FieldModel, Release } from '../model/index.ts';
import type { FieldTypeDefinition } from '../plugin-api/plugin.ts';
import type { Values } from '../store/face.ts';
import { valueCheckOf } from './value-schema.ts';

/** What a body becomes: values in the store's shape, and everything that is wrong with it at once. */
export interface ReadInput {
  readonly values: Record<string, unknown>;
  readonly errors: RefusalDetail[];
  /** References to be proved visible, by target entity. */
  readonly references: { readonly entity: string; readonly id: string; readonly pointer: string }[];
  /** Masked values as they were sent, by property: unchanged ones are dropped, others refused, by whoever knows the record. */
  readonly masked: Map<string, string>;
}

export interface InputRules {
  readonly release: Release;
  readonly types: ReadonlyMap<string, FieldTypeDefinition>;
  /** `wire` refuses what the system maintains; `business` (steps and operations) may write it. */
  readonly source: 'wire' | 'business';
  /** The record before the change: existing child rows, retired choices that may stay. */
  readonly before?: Values;
  /** Absent for the input of an action, which has no system properties. */
  readonly entity?: EntityModel;
  /** Read-only properties that this door opens: a flow node's own rights name them. */
  readonly opened?: ReadonlySet<string>;
}

const systemProperties = new Set(['id', 'state', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'ownerUser', 'ownerUnit', 'ownerPath']);

/** Reads an object of properties: brings values into the store's shape, then checks each against its field.
 *  Accepts what the server itself sends: a reference as `{id,label}`, a file as `{id,name,…}`, a document as `{name,hash}`.
 *  Empty texts are null; texts are trimmed and NFC. */
export function readInput(fields: ReadonlyMap<string, FieldModel>, body: unknown, rules: InputRules, at = ''): ReadInput {
  const result: ReadInput = { values: {}, errors: [], references: [], masked: new Map() };
  if (!isObject(body)) {
    result.errors.push({ pointer: at, code: 'value.type', params: { expected: 'object' } });
    return result;
  }
  for (const [key, raw] of Object.entries(body)) {
    const pointer = `${at}/${pointerToken(key)}`;
    const field = fields.get(key);
    if (field === undefined) {
      const known = rules.entity !== undefined && systemProperties.has(key);
      if (!known) result.errors.push({ pointer, code: 'value.unknown-property' });
      else if (idOf(raw) !== rules.before?.[key] && raw !== rules.before?.[key]) result.errors.push({ pointer, code: 'value.read-only' });
      continue;
    }
    readField(field, raw, pointer, rules, result);
  }
  return result;
}

function readField(field: FieldModel, raw: unknown, pointer: string, rules: InputRules, result: ReadInput): void {
  if (rules.source === 'wire' && isMaintained(field) && !(rules.opened?.has(field.key) === true && field.formula === undefined && field.serial === undefined)) {
    if (!isSame(field, raw, rules.before?.[field.key])) result.errors.push({ pointer, code: 'value.read-only' });
    return;
  }
  if (field.sensitive !== undefined && isObject(raw) && typeof raw['masked'] === 'string') {
    result.masked.set(field.key, raw['masked']);
    return;
  }
  const value = normalise(field, raw, rules);
  if (value === undefined) return;
  if (value === null) {
    result.values[field.key] = null;
    return;
  }
  const errors = valueCheckOf(field)(value, pointer);
  result.errors.push(...errors);
  if (errors.length > 0) return;
  result.values[field.key] = field.base === 'children' ? readChildren(field, value as readonly unknown[], pointer, rules, result) : value;
  const finding = furtherFinding(field, value, rules);
  if (finding !== undefined) result.errors.push({ pointer, ...finding });
  if (field.to !== undefined) {
    for (const [index, id] of (Array.isArray(value) ? value : [value]).entries()) {
      result.references.push({ entity: field.to, id: String(id), pointer: Array.isArray(value) ? `${pointer}/${index}` : pointer });
    }
  }
}

/** Written by the system only: read-only, formulas, numbers. */
export function isMaintained(field: FieldModel): boolean {
  return field.readOnly || field.formula !== undefined || field.serial !== undefined;
}

/** What a document, a step or a client sent, in the store's shape. */
function normalise(field: FieldModel, raw: unknown, rules: InputRules): unknown {
  if (raw === null || raw === undefined) return raw;
  switch (field.base) {
    case 'text':
    case 'longText': {
      if (typeof raw !== 'string') return raw;
      const text = raw.normalize('NFC').trim();
      if (text === '') return null;
      return rules.types.get(field.type)?.normalise?.(text) ?? text;
    }
    case 'date':
    case 'dateTime':
    case 'choice':
      return raw === '' ? null : raw;
    case 'decimal':
    case 'money':
    case 'rate': {
      if (raw === '') return null;
      // A formula's decimal comes with its own class; a JSON number is refused as a type.
      return typeof raw === 'object' && 'toFixed' in raw && typeof raw.toFixed === 'function'
        ? String(raw.toFixed())
        : typeof raw === 'string'
          ? raw.trim()
          : raw;
    }
    case 'integer':
      return typeof raw === 'object' && 'toNumber' in raw && typeof raw.toNumber === 'function'
        ? Number(raw.toNumber())
        : rules.source === 'business' && typeof raw === 'string' && /^-?\d{1,15}$/.test(raw)
          ? Number(raw)
          : raw;
    case 'reference':
    case 'attachment':
      return raw === '' ? null : idOf(raw);
    case 'references':
    case 'attachments':
      return Array.isArray(raw) ? [...new Set(raw.map(idOf))] : raw;
    case 'choices':
      return Array.isArray(raw) ? [...new Set(raw)] : raw;
    case 'document':
      return documentText(field, raw, rules);
    default:
      return raw;
  }
}

function idOf(raw: unknown): unknown {
  const id = isObject(raw) && typeof raw['id'] === 'string' ? raw['id'] : raw;
  return typeof id === 'string' ? id.toLowerCase() : id;
}

/** `name@hash`; a pinned property without a hash pins what the release holds now, an unpinned one keeps the plain name. */
function documentText(field: FieldModel, raw: unknown, rules: InputRules): unknown {
  const text =
    isObject(raw) && typeof raw['name'] === 'string'
      ? typeof raw['hash'] === 'string' && raw['hash'] !== ''
        ? `${raw['name']}@${raw['hash']}`
        : raw['name']
      : raw;
  if (typeof text !== 'string' || text === '') return text === '' ? null : text;
  const name = text.split('@')[0] ?? '';
  if (field.pinned !== true) return name;
  if (text.includes('@')) return text;
  const current = rules.release.documents.get(`${field.of}:${name}`);
  return current === undefined ? text : `${name}@${current.hash}`;
}

/** Checks that no schema can say: plugin types, retired choices, documents that exist, stars in a sensitive text. */
function furtherFinding(
  field: FieldModel,
  value: unknown,
  rules: InputRules,
): { readonly code: string; readonly params?: Record<string, unknown> } | undefined {
  const before = rules.before?.[field.key];
  if (field.sensitive !== undefined && rules.source === 'wire' && typeof value === 'string' && value.includes('*')) return { code: 'value.masked' };
  if (field.base === 'choice' || field.base === 'choices') {
    const kept = Array.isArray(before) ? before : [before];
    const chosen = Array.isArray(value) ? value : [value];
    const retired = chosen.find((item) => !kept.includes(item) && field.choices?.some((choice) => choice.value === item && choice.retired === true));
    if (retired !== undefined && rules.source === 'wire') return { code: 'value.retired-choice', params: { value: retired } };
  }
  if (field.base === 'document' && value !== before) {
    const [name, hash] = String(value).split('@');
    const document = rules.release.documents.get(`${field.of}:${name}`);
    if (document === undefined || (rules.source === 'wire' && hash !== undefined && hash !== document.hash)) return { code: 'value.reference-missing' };
  }
  if (typeof value === 'string') {
    const code = rules.types.get(field.type)?.check?.(value);
    if (code !== undefined) return { code };
  }
  return undefined;
}

/** Rows of a child: an existing row comes with its id and keeps what is not sent; a row without id is new. */
function readChildren(field: FieldModel, rows: readonly unknown[], pointer: string, rules: InputRules, result: ReadInput): readonly Values[] {
  const child = field.of === undefined ? undefined : rules.release.entities.get(field.of);
  if (child === undefined) return [];
  const existing = new Map(((rules.before?.[field.key] as readonly Values[] | undefined) ?? []).map((row) => [String(row['id']), row]));
  const seen = new Set<string>();
  return rows.map((row, index) => {
    const at = `${pointer}/${index}`;
    const { id, ...rest } = isObject(row) ? row : { id: undefined };
    const before = typeof id === 'string' ? existing.get(id) : undefined;
    if (id !== undefined && id !== null && (before === undefined || seen.has(String(id)))) {
      result.errors.push({ pointer: `${at}/id`, code: 'value.reference-missing' });
    }
    if (typeof id === 'string') seen.add(id);
    const read = readInput(child.fields, isObject(row) ? rest : row, { ...rules, entity: child, ...(before === undefined ? { before: {} } : { before }) }, at);
    result.errors.push(...read.errors);
    result.references.push(...read.references);
    for (const key of read.masked.keys()) result.errors.push({ pointer: `${at}/${pointerToken(key)}`, code: 'value.masked' });
    return before === undefined ? read.values : { ...before, ...read.values };
  });
}

/** What the server itself sent for a maintained property may come back; anything else is an attempt to write it. */
function isSame(field: FieldModel, raw: unknown, before: unknown): boolean {
  if (raw === null || raw === undefined) return before === null || before === undefined;
  if (isObject(raw) && 'masked' in raw) return true;
  if (field.base === 'reference' || field.base === 'attachment') return idOf(raw) === before;
  if (field.base === 'children') return false;
  return JSON.stringify(raw) === JSON.stringify(before ?? null) || field.virtual === true;
}
