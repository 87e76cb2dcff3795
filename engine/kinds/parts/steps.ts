import type { FactScope } from '../../condition/types.ts';
import type { Json, JsonObject } from '../../kernel/json.ts';
import { isObject, pointerToken } from '../../kernel/json.ts';
import { suggestion } from '../../kernel/suggestion.ts';
import type { Argument, StepModel } from '../../model/index.ts';
import type { CompileContext, Reference } from '../kind.ts';
import { condition, declaring, entry, freeObject, map, named, object, text } from './schema.ts';
import { combineScopes } from './scope.ts';
import { outputScope } from './output-scope.ts';

const stepMap = declaring(map('步骤|step', { $ref: '#/$defs/step' }));

/** `$defs` of kinds with steps. */
export const stepDefinitions: JsonObject = {
  step: object(
    {
      do: entry('做什么|Do', 'Names the step: set, create, update, flow.start, branch, each, emit, or `<plugin>.<operation>`.', 'set', 'sealed', {
        type: 'string',
        pattern: '^(set|create|update|flow\\.start|branch|each|emit|[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*)$',
      }),
      when: entry('条件|When', 'Takes the step only if this holds.', { fact: 'price', operator: 'isNotNull' }, 'tighten', { ...condition, 'x-tighten': 'and' }),
      with: entry(
        '参数|With',
        'Gives the values: `{path}`, `=formula`, text with placeholders, or plain JSON.',
        { state: 'approved', total: '=round(price * 2, 2)' },
        'free',
        freeObject,
      ),
      entity: entry('实体|Entity', 'Names the entity of create and update.', 'invoice', 'sealed', named('entity')),
      record: entry('记录|Record', 'Says which record an update changes.', '{steps.invoice.id}', 'sealed', text),
      flow: entry('流程|Flow', 'Names the flow that flow.start starts.', 'repair-approval', 'sealed', named('flow')),
      of: entry('逐行|Of', 'Names the children property whose rows `each` goes through, as `item`.', 'parts', 'sealed', text),
      topic: entry('主题|Topic', 'Names what emit tells the outside.', 'repair.accepted', 'sealed', text),
      branches: entry(
        '分支|Branches',
        'Lists the ways of a branch; the first whose condition holds is taken, one without a condition is the last.',
        { cheap: { when: { fact: 'price', operator: 'lessThan', value: '100' }, steps: {} } },
        'extend',
        map(
          '分支|branch',
          object(
            {
              title: entry('标题|Title', 'Names the way.', '小额', 'free', text),
              when: entry('条件|When', 'Takes this way if it holds.', { fact: 'price', operator: 'lessThan', value: '100' }, 'sealed', condition),
              steps: entry('步骤|Steps', 'Lists the steps of this way.', { done: { do: 'set', with: { state: 'done' } } }, 'extend', stepMap),
            },
            ['steps'],
          ),
        ),
      ),
      steps: entry(
        '步骤|Steps',
        'Lists the steps that each takes for a row.',
        { part: { do: 'create', entity: 'stock-move', with: { part: '{item.part}' } } },
        'extend',
        stepMap,
      ),
    },
    ['do'],
  ),
};

export const stepsSchema = entry(
  '步骤|Steps',
  'Lists what the action does, in order; all of it or none.',
  { done: { do: 'set', with: { state: 'done' } } },
  'extend',
  stepMap,
);

const needs: Readonly<Record<string, string>> = {
  create: 'entity',
  update: 'entity',
  'flow.start': 'flow',
  each: 'of',
  emit: 'topic',
  branch: 'branches',
  set: 'with',
};
const takes: Readonly<Record<string, readonly string[]>> = {
  entity: ['create', 'update'],
  record: ['update'],
  flow: ['flow.start'],
  of: ['each'],
  topic: ['emit'],
  branches: ['branch'],
  steps: ['each'],
};

export function checkSteps(steps: unknown, at: string, report: CompileContext['report']): void {
  walkSteps(steps, at, (step, pointer) => {
    const what = String(step.do);
    const needed = needs[what];
    if (needed !== undefined && step[needed] === undefined) report(pointer, 'validate.step-needs', `A step "${what}" needs "${needed}".`, `add "${needed}".`);
    for (const [key, steppers] of Object.entries(takes))
      if (step[key] !== undefined && !steppers.includes(what))
        report(
          `${pointer}/${key}`,
          'validate.step-property',
          `A step "${what}" does not take "${key}".`,
          `remove it; "${key}" belongs to ${steppers.join(' and ')}.`,
        );
    if (what === 'branch') {
      const open = Object.entries((step.branches as Record<string, JsonObject> | undefined) ?? {}).filter(([, branch]) => branch.when === undefined);
      const last = Object.keys((step.branches as object | undefined) ?? {}).at(-1);
      if (open.length > 1 || (open.length === 1 && open[0]?.[0] !== last))
        report(
          `${pointer}/branches`,
          'validate.branch-default',
          'Only the last branch may stand without a condition.',
          'give the others a "when", or move the default to the end.',
        );
    }
  });
}

export function stepReferences(steps: unknown, at: string, on: string | undefined): Reference[] {
  const references: Reference[] = [];
  walkSteps(steps, at, (step, pointer, row) => {
    if (typeof step.entity === 'string') references.push({ pointer: `${pointer}/entity`, to: `entity:${step.entity}` });
    if (typeof step.flow === 'string') references.push({ pointer: `${pointer}/flow`, to: `flow:${step.flow}` });
    if (typeof step.of === 'string' && on !== undefined && !row) references.push({ pointer: `${pointer}/of`, path: step.of, entity: on });
    const what = String(step.do);
    if (what.includes('.') && what !== 'flow.start') references.push({ pointer: `${pointer}/do`, to: `operation:${what}` });
    const target = what === 'set' ? on : typeof step.entity === 'string' ? step.entity : undefined;
    if (target === undefined || !isObject(step.with)) return;
    for (const key of Object.keys(step.with)) references.push({ pointer: `${pointer}/with/${pointerToken(key)}`, path: key, entity: target });
  });
  return references;
}

function walkSteps(steps: unknown, at: string, visit: (step: JsonObject, pointer: string, row: boolean) => void, row = false): void {
  for (const [key, step] of Object.entries((steps as Record<string, JsonObject> | undefined) ?? {})) {
    const pointer = `${at}/${pointerToken(key)}`;
    visit(step, pointer, row);
    walkSteps(step.steps, `${pointer}/steps`, visit, true);
    for (const [name, branch] of Object.entries((step.branches as Record<string, JsonObject> | undefined) ?? {}))
      walkSteps(branch.steps, `${pointer}/branches/${pointerToken(name)}/steps`, visit, row);
  }
}

interface Stepping {
  readonly context: CompileContext;
  readonly on: string | null;
  /** Facts before the first step. */
  readonly scope: FactScope;
  /** Results by step key, growing: a step sees those before it. */
  readonly results: Map<string, FactScope>;
}

/** Steps in order; each sees the facts of the place and the results of the steps before it. */
export function compileSteps(steps: unknown, at: string, stepping: Stepping): readonly StepModel[] {
  return Object.entries((steps as Record<string, JsonObject> | undefined) ?? {}).map(([key, step]) =>
    compileStep(key, step, `${at}/${pointerToken(key)}`, stepping),
  );
}

function compileStep(key: string, step: JsonObject, at: string, stepping: Stepping): StepModel {
  const { context } = stepping;
  const what = String(step.do);
  const scope = scopeNow(stepping);
  const argumentsOf = compileArguments(step.with, `${at}/with`, scope, context);
  const when = context.condition(step.when, `${at}/when`, { scope, place: `step "${key}"`, uses: ['E'] });
  const rows = what === 'each' ? scope.lookup(String(step.of)) : undefined;
  if (what === 'each' && rows?.rows === undefined)
    context.report(`${at}/of`, 'compile.each-of', `"${String(step.of)}" has no rows to go through.`, 'name a children property.');
  checkState(what, step, at, stepping);
  const operation = context.operation(what);
  if (operation !== undefined) checkOperationInput(operation.input, step.with, `${at}/with`, what, context);
  const inner: Stepping =
    rows?.rows === undefined
      ? stepping
      : {
          ...stepping,
          scope: combineScopes([
            { prefix: 'item', scope: rows.rows },
            { prefix: '', scope: stepping.scope },
          ]),
          results: new Map(stepping.results),
        };
  const branches =
    what === 'branch'
      ? Object.entries((step.branches as Record<string, JsonObject> | undefined) ?? {}).map(([name, branch]) => ({
          key: name,
          when: context.condition(branch.when, `${at}/branches/${name}/when`, { scope, place: `branch "${name}"`, uses: ['E'] }),
          steps: compileSteps(branch.steps, `${at}/branches/${name}/steps`, stepping),
        }))
      : what === 'each'
        ? [{ key: 'each', when: null, steps: compileSteps(step.steps, `${at}/steps`, inner) }]
        : [];
  const result = resultScope(what, step, stepping);
  if (result !== undefined) stepping.results.set(key, result);
  return {
    key,
    do: what,
    when,
    with: argumentsOf,
    target:
      typeof step.entity === 'string'
        ? step.entity
        : typeof step.flow === 'string'
          ? step.flow
          : typeof step.of === 'string'
            ? step.of
            : typeof step.topic === 'string'
              ? step.topic
              : null,
    record: step.record === undefined ? null : compileArgument(step.record, `${at}/record`, scope, context),
    branches,
  };
}

function scopeNow({ scope, results }: Stepping): FactScope {
  return combineScopes([{ prefix: '', scope }, ...[...results].map(([key, result]) => ({ prefix: `steps.${key}`, scope: result }))]);
}

function resultScope(what: string, step: JsonObject, { context }: Stepping): FactScope | undefined {
  if ((what === 'create' || what === 'update') && typeof step.entity === 'string') return context.scopeOf(step.entity);
  if (what === 'flow.start') return outputScope({ type: 'object', properties: { instanceId: { type: 'string', format: 'uuid' } } });
  const operation = context.operation(what);
  return operation === undefined ? undefined : outputScope(operation.output);
}

/** A state that is set must exist. */
function checkState(what: string, step: JsonObject, at: string, { context, on }: Stepping): void {
  const entity = what === 'set' ? on : typeof step.entity === 'string' ? step.entity : null;
  const state = isObject(step.with) ? step.with.state : undefined;
  if (entity === null || typeof state !== 'string' || state.includes('{') || state.startsWith('=')) return;
  const states = [...context.statesOf(entity).keys()];
  if (!states.includes(state))
    context.report(`${at}/with/state`, 'compile.unknown-state', `Entity "${entity}" has no state "${state}".`, suggestion(state, states));
}

function checkOperationInput(schema: JsonObject, written: Json | undefined, at: string, name: string, context: CompileContext): void {
  const properties = isObject(schema.properties) ? schema.properties : undefined;
  if (properties === undefined) return;
  const given = isObject(written) ? written : {};
  if (schema.additionalProperties !== true)
    for (const key of Object.keys(given))
      if (properties[key] === undefined)
        context.report(
          `${at}/${pointerToken(key)}`,
          'compile.operation-input',
          `Operation "${name}" takes no "${key}".`,
          suggestion(key, Object.keys(properties)),
        );
  for (const key of Array.isArray(schema.required) ? schema.required.map(String) : [])
    if (given[key] === undefined) context.report(at, 'compile.operation-input', `Operation "${name}" needs "${key}".`, `add "${key}" to "with".`);
}

function compileArguments(value: Json | undefined, at: string, scope: FactScope, context: CompileContext): ReadonlyMap<string, Argument> {
  return new Map(
    Object.entries(isObject(value) ? value : {}).map(([key, inner]) => [key, compileArgument(inner, `${at}/${pointerToken(key)}`, scope, context)]),
  );
}

function compileArgument(value: Json, at: string, scope: FactScope, context: CompileContext): Argument {
  if (typeof value === 'string' && value.startsWith('=')) {
    const formula = context.formula(value.slice(1), at, scope);
    return formula === null ? { kind: 'literal', value: null } : { kind: 'formula', formula };
  }
  if (typeof value === 'string' && /[{}]/.test(value)) {
    const template = context.template(value, at, scope);
    return template === null ? { kind: 'literal', value: null } : { kind: 'template', template };
  }
  if (Array.isArray(value))
    return { kind: 'list', items: (value as readonly Json[]).map((item, index) => compileArgument(item, `${at}/${index}`, scope, context)) };
  if (isObject(value)) return { kind: 'object', entries: compileArguments(value, at, scope, context) };
  return { kind: 'literal', value };
}
