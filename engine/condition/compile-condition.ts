import { pointerToken, isObject, type Json, type JsonObject } from '../kernel/json.ts';
import { nearestName } from '../kernel/nearest-name.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { Compilation, ConditionOptions } from './compilation.ts';
import { compileLeaf } from './compile-leaf.ts';
import { evaluatorOf } from './evaluate-condition.ts';
import { describe, hasOnly } from './operand.ts';
import { operators } from './operators.ts';
import type { CompiledCondition, Condition, ConditionNode } from './types.ts';

const nestingLimit = 8;
const leafLimit = 200;

/** Checks a condition against the facts of its place and prepares it. Reports every fault and answers null when there is
 *  one: unknown facts and operators, operators and values that do not fit the type, nesting above 8, more than 200 leaves,
 *  cycles of shared conditions, uses that it cannot serve. Source: behaviour spec 2.1 to 2.4. */
export function compileCondition(source: unknown, options: ConditionOptions): CompiledCondition | null {
  const compilation: Compilation = { ...options, facts: new Set(), contexts: new Set(), count: { leaves: 0 }, prefix: '', open: [], compile: compileNode };
  const node = compileNode(source as Json, compilation, '', 1);
  if (compilation.count.leaves > leafLimit) {
    options.report(
      '',
      'condition.too-large',
      `${options.place}: ${compilation.count.leaves} tests, at most ${leafLimit} are possible.`,
      'Split it into shared conditions for different places, or use a decision table.',
    );
    return null;
  }
  if (!node) return null;
  return { source: source as Condition, facts: [...compilation.facts], node, evaluate: evaluatorOf(node, [...compilation.contexts]) };
}

function compileNode(source: Json | undefined, compilation: Compilation, pointer: string, depth: number): ConditionNode | null {
  const fault = (code: string, message: string, mend: string, at = pointer) => {
    compilation.report(at, code, `${compilation.place}: ${message}`, mend);
    return null;
  };
  if (depth > nestingLimit)
    return fault(
      'condition.too-deep',
      `conditions are nested more than ${nestingLimit} deep.`,
      'Name an inner part as a shared condition of its own place, or flatten it.',
    );
  if (!isObject(source))
    return fault(
      'condition.shape',
      `${describe(source)} is no condition.`,
      'Write {"all": […]}, {"any": […]}, {"not": …}, {"condition": "name"} or {"fact", "operator", "value"}.',
    );
  const form = ['all', 'any', 'not', 'condition', 'const', 'fact'].filter((key) => key in source);
  const [kind] = form;
  if (form.length !== 1 || kind === undefined)
    return fault(
      'condition.shape',
      `a condition has exactly one of all, any, not, condition, const or fact, this one has ${form.join(' and ') || 'none'}.`,
      'Put them into one {"all": […]}.',
    );
  if (kind !== 'fact' && !hasOnly(source, [kind])) {
    const extra = Object.keys(source).find((key) => key !== kind) ?? '';
    return fault('condition.shape', `"${extra}" does not belong beside "${kind}".`, `Remove "${extra}".`, `${pointer}/${pointerToken(extra)}`);
  }
  switch (kind) {
    case 'all':
    case 'any':
      return compileGroup(kind, source[kind], compilation, pointer, depth);
    case 'not': {
      const node = compileNode(source['not'], compilation, `${pointer}/not`, depth + 1);
      return node && { kind: 'not', node };
    }
    case 'const':
      if (typeof source['const'] === 'boolean') return { kind: 'const', value: source['const'] };
      return fault('condition.shape', 'const is true or false.', 'Write {"const": true} or {"const": false}.');
    case 'condition':
      return compileShared(source, compilation, pointer, depth);
    default:
      return compileTest(source, compilation, pointer, depth);
  }
}

function compileGroup(kind: 'all' | 'any', list: Json | undefined, compilation: Compilation, pointer: string, depth: number): ConditionNode | null {
  if (!Array.isArray(list)) {
    compilation.report(`${pointer}/${kind}`, 'condition.shape', `${compilation.place}: "${kind}" is a list of conditions.`, `Write {"${kind}": […]}.`);
    return null;
  }
  const nodes = (list as readonly Json[]).map((item, index) => compileNode(item, compilation, `${pointer}/${kind}/${index}`, depth + 1));
  return nodes.includes(null) ? null : { kind, nodes: nodes as ConditionNode[] };
}

function compileShared(source: JsonObject, compilation: Compilation, pointer: string, depth: number): ConditionNode | null {
  const name = String(source['condition']);
  const { shared = new Map<string, Condition>(), open, place } = compilation;
  const condition = shared.get(name);
  const at = `${pointer}/condition`;
  if (!condition) {
    compilation.report(at, 'condition.unknown-shared', `${place}: there is no shared condition "${name}".`, suggestion(name, [...shared.keys()]));
    return null;
  }
  if (open.includes(name)) {
    compilation.report(
      at,
      'condition.cycle',
      `${place}: the shared conditions ${[...open, name].join(' → ')} refer to each other.`,
      'Break the circle: no condition may use itself.',
    );
    return null;
  }
  // Findings inside a shared condition belong to the place that names it: the same condition may fit another place.
  const inner: Compilation = {
    ...compilation,
    open: [...open, name],
    report: (_, code, message, mend) => compilation.report(at, code, `${message} (in shared condition "${name}")`, mend),
  };
  return compileNode(condition as Json, inner, '', depth);
}

function compileTest(source: JsonObject, compilation: Compilation, pointer: string, depth: number): ConditionNode | null {
  compilation.count.leaves++;
  const { fact, operator } = source;
  const { scope, place } = compilation;
  const extra = Object.keys(source).find((key) => !['fact', 'operator', 'value'].includes(key));
  if (extra !== undefined) {
    const mend = extra === 'path' || extra === 'params' ? 'Write the whole path in "fact", e.g. "customer.grade".' : `Remove "${extra}".`;
    compilation.report(`${pointer}/${pointerToken(extra)}`, 'condition.shape', `${place}: a test has fact, operator and value, not "${extra}".`, mend);
    return null;
  }
  const description = typeof fact === 'string' ? scope.lookup(fact) : undefined;
  if (typeof fact !== 'string' || !description) {
    compilation.report(
      `${pointer}/fact`,
      'condition.unknown-fact',
      `${place}: there is no fact ${describe(fact)} here.`,
      suggestion(String(fact), scope.paths),
    );
    return null;
  }
  if (typeof operator !== 'string' || !Object.hasOwn(operators, operator)) {
    const near = nearestName(String(operator), Object.keys(operators));
    compilation.report(
      `${pointer}/operator`,
      'condition.unknown-operator',
      `${place}: there is no operator ${describe(operator)}.`,
      near ? `Did you mean "${near}"?` : 'The operators are listed in docs/implementer/conditions.md.',
    );
    return null;
  }
  return compileLeaf(
    { fact, operator: operator as keyof typeof operators, ...('value' in source ? { value: source['value'] } : {}) },
    description,
    compilation,
    pointer,
    depth,
  );
}
