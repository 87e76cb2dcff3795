import type { FactScope } from '../condition/types.ts';
import type { JsonObject } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { FieldRight, GrantModel, PolicyModel, RestrictionModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { actingFacts } from './parts/acting-facts.ts';
import { describeBySchema } from './parts/describe.ts';
import { combineScopes } from './parts/scope.ts';
import { condition, documentSchema, entry, map, named, object, oneOf } from './parts/schema.ts';

const operations = entry(
  '操作|Operations',
  'Lists what is meant: read, create, update, retire, export, `action:<name>`, `action:*`.',
  ['read', 'action:*'],
  'free',
  { type: 'array', items: { type: 'string', pattern: '^(read|create|update|retire|export|action:(\\*|[a-z][a-z0-9-]*))$' }, minItems: 1, uniqueItems: true },
);
const rowsWords = { fact: 'ownerUser', operator: 'isSelf' };
const fieldRights = (klass: 'free' | 'tighten') =>
  entry('字段|Fields', 'Sets rights on fields; `*` stands for all others.', { idNo: 'mask', '*': 'write' }, klass, {
    type: 'object',
    propertyNames: { pattern: '^(\\*|[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*)$' },
    additionalProperties: oneOf('hidden', 'mask', 'read', 'write'),
  });

const schema = documentSchema(
  'policy',
  '权限|Policy',
  'Who may do what with the records of one entity.',
  {
    entity: entry('实体|Entity', 'Names the entity that it protects.', 'repair-order', 'sealed', named('entity')),
    grants: entry(
      '授权|Grants',
      'Lists who may do what; several grants add up.',
      { mechanic: { role: 'mechanic', operations: ['read'] } },
      'free',
      map(
        '授权|grant',
        object(
          {
            role: entry('角色|Role', 'Names the role.', 'mechanic', 'sealed', named('role')),
            operations,
            rows: entry('行条件|Rows', 'Narrows the grant to these records.', rowsWords, 'tighten', { ...condition, 'x-tighten': 'and' }),
            fields: fieldRights('free'),
          },
          ['role', 'operations'],
        ),
      ),
    ),
    restrict: entry(
      '限制|Restrict',
      'Lists what binds everybody, whatever they are granted.',
      { closed: { operations: ['update'], rows: { fact: 'state', operator: 'notEqual', value: 'closed' } } },
      'extend',
      map(
        '限制|restriction',
        object(
          {
            operations: { ...operations, 'x-class': 'tighten', 'x-tighten': 'grow' },
            rows: entry('行条件|Rows', 'Leaves only these records.', rowsWords, 'tighten', { ...condition, 'x-tighten': 'and' }),
            fields: fieldRights('tighten'),
          },
          ['operations'],
        ),
      ),
    ),
  },
  { required: ['entity', 'grants'] },
);

export const policy = defineKind({
  kind: 'policy',
  title: { zh: '权限', en: 'Policy' },
  purpose:
    'A policy says who may do what with the records of one entity: grants by role add up, restrictions bind everybody. An entity without a policy is closed.',
  schema,
  example: {
    kind: 'policy',
    name: 'customer',
    title: '客户权限',
    entity: 'customer',
    grants: { mechanic: { role: 'mechanic', operations: ['read', 'create', 'update'], fields: { '*': 'write' } } },
  },
  references(content) {
    const entity = String(content.entity);
    const references: Reference[] = [{ pointer: '/entity', to: `entity:${entity}` }];
    for (const place of ['grants', 'restrict']) {
      for (const [key, grant] of entries(content[place])) {
        const at = `/${place}/${key}`;
        if (typeof grant.role === 'string') references.push({ pointer: `${at}/role`, to: `role:${grant.role}` });
        (grant.operations as readonly string[]).forEach((operation, index) => {
          if (operation.startsWith('action:') && operation !== 'action:*') references.push({ pointer: `${at}/operations/${index}`, to: operation });
        });
        for (const path of Object.keys((grant.fields as object | undefined) ?? {})) references.push({ pointer: `${at}/fields/${path}`, path, entity });
      }
    }
    return references;
  },
  compile: compilePolicy,
  describe: describeBySchema(schema),
});

function compilePolicy(content: JsonObject, context: CompileContext): PolicyModel {
  const entity = String(content.entity);
  const scope = combineScopes([
    { prefix: '', scope: context.scopeOf(entity) },
    { prefix: '', scope: actingFacts },
  ]);
  for (const place of ['grants', 'restrict']) for (const [key, grant] of entries(content[place])) checkActions(grant, `/${place}/${key}`, entity, context);
  const twin = [...context.documents('policy').values()].find((other) => other.name < context.name && other.content.entity === entity);
  if (twin !== undefined)
    context.report('/entity', 'compile.second-policy', `Entity "${entity}" has a policy already: "${twin.name}".`, 'put the grants into one document.');
  return {
    name: context.name,
    entity,
    grants: entries(content.grants).map(
      ([key, grant]): GrantModel => ({ role: String(grant.role), ...shared(grant, `/grants/${key}`, scope, context), fields: grantFields(grant) }),
    ),
    restrictions: entries(content.restrict).map(
      ([key, restriction]): RestrictionModel => ({
        key,
        ...shared(restriction, `/restrict/${key}`, scope, context),
        fields: new Map(Object.entries((restriction.fields as Record<string, FieldRight> | undefined) ?? {})),
      }),
    ),
  };
}

function shared(grant: JsonObject, at: string, scope: FactScope, context: CompileContext): Pick<GrantModel, 'operations' | 'rows'> {
  return {
    operations: grant.operations as readonly string[],
    rows: context.condition(grant.rows, `${at}/rows`, { scope, place: `policy "${context.name}"`, uses: ['Q'] }),
  };
}

/** A grant that writes lets all fields be written, any other lets them be read, unless it says something else. */
function grantFields(grant: JsonObject): ReadonlyMap<string, FieldRight> {
  const written = (grant.fields as Record<string, FieldRight> | undefined) ?? {};
  const operations = grant.operations as readonly string[];
  const rest: FieldRight = operations.includes('create') || operations.includes('update') ? 'write' : 'read';
  return new Map(Object.entries(written['*'] === undefined ? { ...written, '*': rest } : written));
}

function checkActions(grant: JsonObject, at: string, entity: string, context: CompileContext): void {
  (grant.operations as readonly string[]).forEach((operation, index) => {
    const name = operation.startsWith('action:') ? operation.slice('action:'.length) : '*';
    const action = name === '*' ? undefined : context.documents('action').get(name);
    if (action === undefined || action.content.on === entity) return;
    const own = [...context.documents('action').values()].filter(({ content }) => content.on === entity).map(({ name: own }) => own);
    context.report(`${at}/operations/${index}`, 'compile.foreign-action', `Action "${name}" is not on entity "${entity}".`, suggestion(name, own));
  });
}

function entries(value: unknown): [string, JsonObject][] {
  return Object.entries((value as Record<string, JsonObject> | undefined) ?? {});
}
