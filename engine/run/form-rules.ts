import { compileCondition } from '../condition/compile-condition.ts';
import type { CompiledCondition, Condition, EvaluationContext, FactScope } from '../condition/types.ts';
import type { FieldRules, FormDescriptor } from '../contract/screens.ts';
import { invariant, type RefusalDetail } from '../kernel/refusal.ts';
import type { ActionModel, Call, EntityModel, FieldModel } from '../model/index.ts';
import type { Store, Transaction, Values } from '../store/face.ts';
import { evaluationContext, factsOf } from './record-facts.ts';

export interface FormRulesRequest {
  readonly form: FormDescriptor;
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly scope: FactScope;
  /** Entity whose relations the conditions may follow; null for the input of a free action. */
  readonly entity: EntityModel | null;
  /** What was sent; values of fields that the form does not show are taken out. */
  readonly values: Record<string, unknown>;
  readonly before: Values | null;
  /** Input of an action: facts of the record behind it. */
  readonly record?: Values;
}

/** The form's conditions on the server: an invisible field has no value, a required one must have one, a read-only one keeps
 *  its own. A condition that cannot be answered hides, requires and locks: never the wider answer. */
export async function applyFormRules(store: Store, tx: Transaction, call: Call, request: FormRulesRequest): Promise<readonly RefusalDetail[]> {
  const rules = rulesOf(request.form, request.scope);
  if (rules.byField.size === 0 && rules.sections.length === 0) return [];
  const { fields, values, before, entity } = request;
  const defaults =
    before === null ? Object.fromEntries([...fields.values()].filter((field) => field.default !== undefined).map((field) => [field.key, field.default])) : {};
  const image: Values = { ...request.record, ...defaults, ...before, ...values, input: { ...defaults, ...values } };
  const facts =
    entity === null
      ? image
      : await factsOf(
          store,
          tx,
          call,
          entity,
          image,
          rules.paths.filter((path) => !path.startsWith('input.')),
        );
  const context = evaluationContext(call, before);
  const hidden = new Set<string>(rules.sections.filter((section) => !answer(section.visible, facts, context, false)).flatMap((section) => section.fields));
  const errors: RefusalDetail[] = [];
  for (const [key, rule] of rules.byField) {
    if (rule.visible !== undefined && !answer(rule.visible, facts, context, false)) hidden.add(key);
    if (hidden.has(key)) continue;
    if (rule.required !== undefined && answer(rule.required, facts, context, true) && isEmpty(image[key]))
      errors.push({ pointer: `/${key}`, code: 'value.required' });
    const kept = before === null ? (defaults[key] ?? null) : (before[key] ?? null);
    if (rule.readOnly !== undefined && key in values && (values[key] ?? null) !== kept && answer(rule.readOnly, facts, context, true))
      errors.push({ pointer: `/${key}`, code: 'value.read-only' });
  }
  for (const key of hidden) delete values[key];
  return errors;
}

/** Facts of an input form: the input's own properties first, then the record's. */
export function inputScope(action: ActionModel, entity: EntityModel | null): FactScope {
  const describe = (path: string) => {
    const field = action.input.get(path.startsWith('input.') ? path.slice(6) : path);
    return field === undefined
      ? undefined
      : { type: field.fact, ...(field.choices === undefined ? {} : { values: field.choices.map((choice) => choice.value) }) };
  };
  return { lookup: (path) => describe(path) ?? entity?.scope.lookup(path), paths: [...action.input.keys(), ...(entity?.scope.paths ?? [])] };
}

interface CompiledRules {
  readonly byField: ReadonlyMap<string, { readonly [rule in keyof FieldRules]?: CompiledCondition }>;
  readonly sections: readonly { readonly fields: readonly string[]; readonly visible: CompiledCondition }[];
  readonly paths: readonly string[];
}

const compiled = new WeakMap<FormDescriptor, CompiledRules>();

function rulesOf(form: FormDescriptor, scope: FactScope): CompiledRules {
  const known = compiled.get(form);
  if (known !== undefined) return known;
  const compile = (condition: Condition): CompiledCondition => {
    const faults: string[] = [];
    const made = compileCondition(condition, {
      scope,
      place: `form "${form.name}"`,
      report: (pointer, code, message) => void faults.push(`${code} ${pointer} ${message}`),
    });
    invariant(made !== null, `publishing proved the conditions of form "${form.name}": ${faults.join('; ')}`);
    return made;
  };
  const byField = new Map(
    Object.entries(form.conditions).map(([key, rules]) => [
      key,
      Object.fromEntries(Object.entries(rules).map(([rule, condition]) => [rule, compile(condition as Condition)])),
    ]),
  );
  const sections = form.layout.flatMap((section) =>
    section.visible === undefined ? [] : [{ fields: section.fields.map((field) => field.key), visible: compile(section.visible) }],
  );
  const paths = [...[...byField.values()].flatMap((rules) => Object.values(rules)), ...sections.map((section) => section.visible)].flatMap(
    (condition) => condition.facts,
  );
  const rules: CompiledRules = { byField, sections, paths };
  compiled.set(form, rules);
  return rules;
}

function answer(condition: CompiledCondition, facts: Values, context: EvaluationContext, otherwise: boolean): boolean {
  try {
    return condition.evaluate(facts, context);
  } catch {
    return otherwise;
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
