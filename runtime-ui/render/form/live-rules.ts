import { compileCondition } from '../../../engine/condition/compile-condition.ts';
import { compileFormula } from '../../../engine/condition/compile-formula.ts';
import type { CompiledFormula } from '../../../engine/condition/formula-types.ts';
import type { CompiledCondition, Condition, EvaluationContext, FactScope } from '../../../engine/condition/types.ts';
import type { FieldDescriptor, FormDescriptor } from '../../../engine/contract/screens.ts';
import type { SessionBody } from '../../../engine/contract/wire.ts';
import { factRow, formScope } from './form-scope.ts';

type Values = Readonly<Record<string, unknown>>;

/** What the rules of a form say about the values as they are now. */
export interface LiveState {
  /** Values with every formula worked out. */
  readonly values: Values;
  isVisible(key: string): boolean;
  isRequired(key: string): boolean;
  isReadOnly(key: string): boolean;
  isSectionVisible(key: string): boolean;
}

interface Rules {
  readonly visible: CompiledCondition | null;
  readonly required: CompiledCondition | null;
  readonly readOnly: CompiledCondition | null;
}

/** Prepares a form's conditions and formulas once; the answer works them out for given values, with the same code as the
 *  server. A rule that reads what the browser has not got is left to the server: the field stays visible and optional. */
export function prepareRules(form: FormDescriptor, session: SessionBody | null): (values: Values) => LiveState {
  const scope = formScope(form.fields);
  const rules = new Map<string, Rules>();
  for (const [key, rule] of Object.entries(form.conditions)) {
    rules.set(key, { visible: compile(rule.visible, scope), required: compile(rule.required, scope), readOnly: compile(rule.readOnly, scope) });
  }
  const sections = new Map(form.layout.map((section) => [section.key, compile(section.visible, scope)]));
  const formulas = prepareFormulas(Object.values(form.fields), scope);
  const context = contextOf(session);
  return (given) => {
    const values = formulas(given, context);
    const row = factRow(values);
    const sectionOf = new Map(form.layout.flatMap((section) => section.fields.map((place) => [place.key, section.key] as const)));
    const isSectionVisible = (key: string) => holds(sections.get(key) ?? null, row, context, true);
    return {
      values,
      isSectionVisible,
      isVisible: (key) => isSectionVisible(sectionOf.get(key) ?? '') && holds(rules.get(key)?.visible ?? null, row, context, true),
      isRequired: (key) => form.fields[key]?.required === true || holds(rules.get(key)?.required ?? null, row, context, false),
      isReadOnly: (key) => holds(rules.get(key)?.readOnly ?? null, row, context, false),
    };
  };
}

function contextOf(session: SessionBody | null): EvaluationContext {
  return {
    today: session?.businessDate ?? new Date().toISOString().slice(0, 10),
    now: new Date().toISOString(),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(session === null
      ? {}
      : { user: { id: session.person.id, unitId: session.unit?.id ?? null, unitPath: null, roles: session.roles.map((role) => role.name) } }),
  };
}

function compile(condition: Condition | undefined, scope: FactScope): CompiledCondition | null {
  return condition === undefined ? null : compileCondition(condition, { scope, place: 'form', uses: ['V'], report: ignore });
}

function holds(condition: CompiledCondition | null, row: Values, context: EvaluationContext, otherwise: boolean): boolean {
  if (condition === null) return otherwise;
  try {
    return condition.evaluate(row, context);
  } catch {
    // A half-typed value has the wrong type for the moment; the server decides in the end.
    return otherwise;
  }
}

type FormulaPass = (values: Values, context: EvaluationContext) => Values;

/** Formulas may feed each other: passes repeat until nothing changes, at most once per formula. */
function prepareFormulas(fields: readonly FieldDescriptor[], scope: FactScope): FormulaPass {
  const own = fields.flatMap((field) => (field.formula === undefined ? [] : compileOne(field.key, field.formula, scope)));
  const inRows = fields.flatMap((field) => {
    if (field.type !== 'children' || field.children === undefined) return [];
    const rowScope = formScope(Object.fromEntries(field.children.map((child) => [child.key, child])));
    return [{ key: field.key, pass: prepareFormulas(field.children, rowScope) }];
  });
  return (given, context) => {
    let values = given;
    for (const { key, pass } of inRows) {
      const rows = values[key];
      if (!Array.isArray(rows)) continue;
      const next = rows.map((row: Values) => pass(row, context));
      if (next.some((row, index) => row !== rows[index])) values = { ...values, [key]: next };
    }
    for (let round = 0; round < own.length; round++) {
      const row = factRow(values);
      const changes: Record<string, unknown> = {};
      for (const { key, formula } of own) {
        const value = evaluate(formula, row, context);
        if ((values[key] ?? null) !== value) changes[key] = value;
      }
      if (Object.keys(changes).length === 0) break;
      values = { ...values, ...changes };
    }
    return values;
  };
}

function compileOne(key: string, source: string, scope: FactScope): { readonly key: string; readonly formula: CompiledFormula }[] {
  const formula = compileFormula(source, { scope, place: 'form', report: ignore });
  return formula === null ? [] : [{ key, formula }];
}

function evaluate(formula: CompiledFormula, row: Values, context: EvaluationContext): unknown {
  try {
    return formula.evaluate(row, context) ?? null;
  } catch {
    return null;
  }
}

function ignore(): void {
  // Findings belong to the author and were reported when the release was compiled.
}
