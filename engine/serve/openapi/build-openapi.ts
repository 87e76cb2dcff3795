import type { Json, JsonObject } from '../../kernel/json.ts';
import type { Call } from '../../model/call.ts';
import type { EntityModel } from '../../model/entity.ts';
import type { FieldModel } from '../../model/field.ts';
import type { ProblemCatalogue } from '../http/problem.ts';
import { fieldRight, mayDo } from '../screens/rights.ts';
import { translator } from '../screens/translator.ts';
import { platformPaths } from './platform-paths.ts';

/** OpenAPI 3.1 of a release as one person may use it: her entities, actions and lists, and every problem. */
export function buildOpenapi(call: Call, catalogue: ProblemCatalogue): JsonObject {
  const { release, actor } = call;
  const text = translator(release, actor.language);
  const paths: Record<string, JsonObject> = { ...platformPaths };
  const schemas: Record<string, JsonObject> = { ...sharedSchemas(catalogue) };
  const tags: JsonObject[] = [];
  for (const entity of release.entities.values()) {
    if (entity.childOf || !mayDo(call, entity.name, 'read')) continue;
    const title = text(`entity:${entity.name}`, '/title') ?? entity.title;
    tags.push({ name: entity.name, description: title });
    const schema = schemaName(entity.name);
    schemas[schema] = readSchema(call, entity, title);
    schemas[`${schema}Input`] = inputSchema(call, entity, title);
    Object.assign(paths, recordPaths(call, entity, schema, title));
  }
  for (const action of release.actions.values()) {
    if (action.internal) continue;
    const may = action.on === null ? true : mayDo(call, action.on, `action:${action.name}`);
    if (!may) continue;
    const free = action.on === null || action.creates;
    const path = free ? `/api/actions/${action.name}` : `/api/records/${action.on}/{id}/actions/${action.name}`;
    const schema = `${schemaName(action.name)}Action`;
    const { $schema: _schema, $id: _id, ...input } = (action.inputSchema as JsonObject | null) ?? { type: 'object', additionalProperties: false };
    schemas[schema] = input;
    paths[path] = {
      post: operation({
        id: `act-${action.name}`,
        tag: action.on ?? 'actions',
        summary: text(`action:${action.name}`, '/title') ?? action.title,
        parameters: [...(free ? [] : [idParameter]), idempotencyParameter],
        body: reference(schema),
        answers: { 200: { type: 'object', properties: { record: {}, result: {} } } },
      }),
    };
  }
  for (const list of release.lists.values()) {
    if (!mayDo(call, list.entity, 'read')) continue;
    paths[`/api/lists/${list.name}/rows`] = {
      get: operation({
        id: `list-${list.name}`,
        tag: list.entity,
        summary: text(`list:${list.name}`, '/title') ?? list.descriptor.title,
        parameters: pageParameters,
        answers: { 200: reference('Rows') },
      }),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Loanloom', version: release.hash, description: 'Every entity, action and list of the running release, as far as your rights reach.' },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { cookie: [] }],
    tags,
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Token of a person, made with `loom user token` or on the profile page.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'loom_session', description: 'Writes with the cookie also need X-CSRF-Token.' },
      },
    },
  };
}

function schemaName(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

function recordPaths(call: Call, entity: EntityModel, schema: string, title: string): Record<string, JsonObject> {
  const base = `/api/records/${entity.name}`;
  const make = (id: string, summary: string, rest: Omit<Operation, 'id' | 'tag' | 'summary'>) =>
    operation({ id: `${id}-${entity.name}`, tag: entity.name, summary: `${title}: ${summary}`, ...rest });
  const writes = entity.managedBy === null;
  return {
    [base]: {
      get: make('find', 'rows', {
        parameters: pageParameters,
        answers: {
          200: {
            type: 'object',
            required: ['rows', 'next'],
            properties: { rows: { type: 'array', items: reference(schema) }, next: { type: ['string', 'null'] } },
          },
        },
      }),
      ...(writes && mayDo(call, entity.name, 'create')
        ? { post: make('create', 'create', { body: reference(`${schema}Input`), answers: { 201: reference(schema) } }) }
        : {}),
    },
    [`${base}/count`]: { get: make('count', 'count', { parameters: pageParameters.slice(0, 1), answers: { 200: reference('Count') } }) },
    [`${base}/{id}`]: {
      get: make('get', 'one record', { parameters: [idParameter], answers: { 200: reference(schema), 304: null } }),
      ...(writes && mayDo(call, entity.name, 'update')
        ? {
            patch: make('update', 'change (merge patch)', {
              parameters: [idParameter, versionParameter],
              body: { type: 'object' },
              answers: { 200: reference(schema) },
            }),
          }
        : {}),
      ...(writes && mayDo(call, entity.name, 'retire')
        ? { delete: make('retire', 'retire', { parameters: [idParameter, versionParameter], answers: { 204: null } }) }
        : {}),
    },
    [`${base}/{id}/allowed`]: { get: make('allowed', 'what one may do now', { parameters: [idParameter], answers: { 200: { type: 'object' } } }) },
    [`${base}/{id}/history`]: { get: make('history', 'history', { parameters: [idParameter], answers: { 200: { type: 'object' } } }) },
  };
}

/** The record as it is read; a hidden property is not in it. */
function readSchema(call: Call, entity: EntityModel, title: string): JsonObject {
  const text = translator(call.release, call.actor.language);
  const properties: Record<string, Json> = {
    id: { type: 'string', format: 'uuid' },
    version: { type: 'integer' },
    state: entity.states.size > 0 ? { type: ['string', 'null'], enum: [...entity.states.keys(), null] } : { type: ['string', 'null'] },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  };
  for (const field of entity.fields.values()) {
    const right = fieldRight(call, entity.name, field.key);
    if (right === 'hidden') continue;
    const schema = readFieldSchema(field);
    const fieldTitle = text(`entity:${entity.name}`, `/properties/${field.key}/title`) ?? field.title;
    properties[field.key] =
      right === 'mask' || field.sensitive
        ? { title: fieldTitle, anyOf: [schema, reference('Masked'), { type: 'null' }] }
        : { title: fieldTitle, ...(field.required ? schema : { anyOf: [schema, { type: 'null' }] }) };
  }
  return { title, type: 'object', required: ['id', 'version'], properties };
}

/** The record as it is written: only what the person may write. */
function inputSchema(call: Call, entity: EntityModel, title: string): JsonObject {
  const { $schema: _schema, $id: _id, properties, required, ...rest } = entity.schema as JsonObject;
  const mayWrite = (key: string) => fieldRight(call, entity.name, key) === 'write';
  return {
    ...rest,
    title,
    properties: Object.fromEntries(Object.entries((properties ?? {}) as JsonObject).filter(([key]) => mayWrite(key))),
    required: ((required ?? []) as readonly string[]).filter(mayWrite),
  };
}

function readFieldSchema(field: FieldModel): JsonObject {
  const described = field.description === undefined ? {} : { description: field.description };
  switch (field.base) {
    case 'integer':
      return { type: 'integer', ...described };
    case 'boolean':
      return { type: 'boolean', ...described };
    case 'decimal':
    case 'money':
    case 'rate':
      return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$', ...described };
    case 'date':
      return { type: 'string', format: 'date', ...described };
    case 'dateTime':
      return { type: 'string', format: 'date-time', ...described };
    case 'choice':
      return { type: 'string', ...(field.choices ? { enum: field.choices.map((choice) => choice.value) } : {}), ...described };
    case 'choices':
      return { type: 'array', items: { type: 'string' }, ...described };
    case 'reference':
      return reference('Reference');
    case 'references':
      return { type: 'array', items: reference('Reference') };
    case 'children':
      return { type: 'array', items: { type: 'object' }, ...described };
    case 'document':
      return reference('DocumentReference');
    case 'attachment':
      return reference('File');
    case 'attachments':
      return { type: 'array', items: reference('File') };
    case 'json':
      return { ...described };
    default:
      return { type: 'string', ...described };
  }
}

interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly parameters?: readonly JsonObject[];
  readonly body?: JsonObject;
  readonly answers: Readonly<Record<number, JsonObject | null>>;
}

function operation(parts: Operation): JsonObject {
  const responses: Record<string, JsonObject> = {};
  for (const [status, schema] of Object.entries(parts.answers)) {
    responses[status] = { description: descriptions[status] ?? 'Done', ...(schema === null ? {} : { content: { 'application/json': { schema } } }) };
  }
  responses['default'] = { description: 'Refused', content: { 'application/problem+json': { schema: reference('Problem') } } };
  return {
    operationId: parts.id,
    tags: [parts.tag],
    summary: parts.summary,
    ...(parts.parameters ? { parameters: parts.parameters } : {}),
    ...(parts.body ? { requestBody: { required: true, content: { 'application/json': { schema: parts.body } } } } : {}),
    responses,
  };
}

const descriptions: Readonly<Record<string, string>> = { 200: 'Answered', 201: 'Created', 202: 'Accepted as a job', 204: 'Done', 304: 'Unchanged' };

function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

const text = { type: 'string' } as const;
const idParameter: JsonObject = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const versionParameter: JsonObject = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'Version of the record as in its ETag, e.g. "3".',
  schema: text,
};
const idempotencyParameter: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same content gives the first answer again.',
  schema: text,
};
const pageParameters: readonly JsonObject[] = [
  { name: 'filter', in: 'query', description: 'A condition as JSON.', schema: text },
  { name: 'sort', in: 'query', description: 'Property paths, `-` first for descending.', schema: text },
  { name: 'after', in: 'query', description: 'Cursor of the page before.', schema: text },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
  { name: 'search', in: 'query', schema: text },
];

function sharedSchemas(catalogue: ProblemCatalogue): Record<string, JsonObject> {
  return {
    Problem: {
      type: 'object',
      required: ['type', 'title', 'status', 'code', 'detail'],
      properties: {
        type: text,
        title: text,
        status: { type: 'integer' },
        detail: text,
        instance: text,
        code: { type: 'string', enum: Object.keys(catalogue).sort() },
        errors: { type: 'array', items: { type: 'object', required: ['pointer', 'code', 'detail'], properties: { pointer: text, code: text, detail: text } } },
      },
      'x-problems': Object.entries(catalogue)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([code, { status, zh, en }]) => ({ code, status, zh, en })),
    },
    Reference: { type: 'object', required: ['id', 'label'], properties: { id: { type: 'string', format: 'uuid' }, label: text } },
    DocumentReference: { type: 'object', required: ['name'], properties: { name: text, hash: { type: ['string', 'null'] }, label: text } },
    Masked: { type: 'object', required: ['masked'], properties: { masked: text } },
    File: {
      type: 'object',
      required: ['id', 'name', 'size', 'type'],
      properties: { id: text, name: text, size: { type: 'integer' }, type: text, sha256: text },
    },
    Rows: {
      type: 'object',
      required: ['rows', 'next'],
      properties: { rows: { type: 'array', items: { type: 'object' } }, next: { type: ['string', 'null'] } },
    },
    Count: { type: 'object', required: ['count', 'capped'], properties: { count: { type: 'integer' }, capped: { type: 'boolean' } } },
    Job: {
      type: 'object',
      required: ['id', 'state'],
      properties: { id: text, state: { enum: ['queued', 'running', 'done', 'failed'] }, done: { type: 'integer' }, total: { type: ['integer', 'null'] } },
    },
  };
}
