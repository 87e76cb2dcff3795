import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { JsonObject } from '../kernel/json.ts';
import { pointerToken } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { Kind } from '../kinds/kind.ts';
import type { LayeredDocument, LoadedDocuments } from '../load/document.ts';
import { finding, identity } from '../load/document.ts';

export interface ValidatedDocuments extends LoadedDocuments {
  /** `kind:name` of documents that have an error; the stages after this one leave them and what leans on them alone. */
  readonly broken: ReadonlySet<string>;
}

/** Checks every effective document against its kind's metaschema, then by the kind's own check. */
export function validateDocuments(loaded: LoadedDocuments, kinds: ReadonlyMap<string, Kind>): ValidatedDocuments {
  const diagnostics: Diagnostic[] = [...loaded.diagnostics];
  const validators = new Map<string, ValidateFunction>();
  for (const document of loaded.documents) {
    const kind = kinds.get(document.kind);
    if (kind === undefined) continue;
    const validate = validators.get(kind.kind) ?? compileSchema(kind.schema);
    validators.set(kind.kind, validate);
    if (validate(document.content)) {
      kind.check(document.content, (pointer, code, message, mend, severity = 'error') =>
        diagnostics.push(finding(document, { pointer, code, message, mend, severity })),
      );
    } else {
      diagnostics.push(...sortOut(validate.errors ?? []).map((error) => explain(error, document)));
    }
  }
  const broken = new Set([...loaded.unreadable, ...diagnostics.filter(({ severity }) => severity === 'error').map(({ document }) => document)]);
  return { ...loaded, diagnostics, broken };
}

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true, allowUnionTypes: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
const compiled = new WeakMap<JsonObject, ValidateFunction>();

/** One compile per metaschema and process: plugin kinds too. */
function compileSchema(schema: JsonObject): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const { $schema: _, $id: _id, ...rest } = schema;
  const validate = ajv.compile(rest);
  compiled.set(schema, validate);
  return validate;
}

/** A choice of shapes gives one finding, not one a branch; a key's pattern is told once. */
function sortOut(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  return errors.filter((error) => {
    // The loader has told of whole numbers as keys.
    if (error.keyword === 'propertyNames' && /^\d+$/.test(String((error.params as { propertyName?: unknown }).propertyName))) return false;
    if (error.keyword === 'if' || (error.propertyName !== undefined && error.keyword !== 'propertyNames')) return false;
    return !choices.some(
      (choice) => choice !== error && error.instancePath.startsWith(choice.instancePath) && error.schemaPath.startsWith(`${choice.schemaPath}/`),
    );
  });
}

function explain(error: ErrorObject, document: LayeredDocument): Diagnostic {
  const { keyword, instancePath } = error;
  const params = error.params as Record<string, unknown>;
  const id = identity(document);
  const name = instancePath.split('/').at(-1) ?? '';
  const here = instancePath === '' ? id : `"${name}"`;
  const parent = (error.parentSchema ?? {}) as JsonObject;
  const example = (parent.examples as readonly unknown[] | undefined)?.[0];
  const like = example === undefined ? '' : `, e.g. ${JSON.stringify(example)}`;
  const at = (parts: { pointer?: string; code: string; message: string; mend: string; on?: 'key' }) => finding(document, { pointer: instancePath, ...parts });
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const known = Object.keys((parent.properties as JsonObject | undefined) ?? {});
      return at({
        pointer: `${instancePath}/${pointerToken(key)}`,
        on: 'key',
        code: 'validate.unknown-property',
        message: `${here} has no property "${key}".`,
        mend: suggestion(key, known),
      });
    }
    case 'required': {
      const key = String(params.missingProperty);
      return at({ code: 'validate.missing-property', message: `${here} lacks "${key}".`, mend: `add "${key}"${likeOf(parent, key)}.` });
    }
    case 'propertyNames': {
      const key = String(params.propertyName);
      return at({
        pointer: `${instancePath}/${pointerToken(key)}`,
        on: 'key',
        code: 'validate.key',
        message: `"${key}" is not a possible key here.`,
        mend: `keys match ${String((parent.propertyNames as JsonObject | undefined)?.pattern ?? 'another pattern')}.`,
      });
    }
    case 'type':
      return at({ code: 'validate.type', message: `${here} must be ${article(params.type)}.`, mend: `write ${article(params.type)}${like}.` });
    case 'enum':
      return at({
        code: 'validate.not-allowed',
        message: `${JSON.stringify(error.data)} is not a possible value of ${here}.`,
        mend: suggestion(String(error.data), (params.allowedValues as unknown[]).map(String)),
      });
    case 'const':
      return at({
        code: 'validate.not-allowed',
        message: `${here} must be ${JSON.stringify(params.allowedValue)}.`,
        mend: `write ${JSON.stringify(params.allowedValue)}.`,
      });
    case 'pattern':
      return at({
        code: 'validate.pattern',
        message: `${JSON.stringify(error.data)} is not a possible value of ${here}.`,
        mend: `write a value that matches ${String(params.pattern)}${like}.`,
      });
    case 'anyOf':
    case 'oneOf':
      return at({ code: 'validate.shape', message: `${here} has none of the possible shapes.`, mend: `write it as documented${like}.` });
    default:
      return at({ code: 'validate.range', message: `${here} ${error.message ?? 'is out of range'}.`, mend: `write a value within the bounds${like}.` });
  }
}

function likeOf(parent: JsonObject, key: string): string {
  const inner = (parent.properties as Record<string, JsonObject> | undefined)?.[key];
  const example = (inner?.examples as readonly unknown[] | undefined)?.[0];
  const text = JSON.stringify(example);
  return text === undefined || text.length > 60 ? '' : `, e.g. "${key}": ${text}`;
}

function article(type: unknown): string {
  if (type === 'string') return 'a text';
  if (type === 'boolean') return 'true or false';
  if (type === 'array') return 'a list';
  if (type === 'integer') return 'a whole number';
  return type === 'object' ? 'an object' : `a ${String(type)}`;
}
