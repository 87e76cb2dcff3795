import type { FactScope } from '../condition/types.ts';
import type { JsonObject } from '../kernel/json.ts';
import { isObject, pointerToken } from '../kernel/json.ts';
import { suggestion } from '../kernel/suggestion.ts';
import type { AssigneeStrategy, FieldModel, FlowButton, FlowModel, FlowNode, VoteModel } from '../model/index.ts';
import type { CompileContext, Reference } from './kind.ts';
import { defineKind } from './kind.ts';
import { actingFacts } from './parts/acting-facts.ts';
import { describeBySchema } from './parts/describe.ts';
import { flowSchema } from './parts/flow-schema.ts';
import { lintFlow } from './parts/flow-lint.ts';
import { checkProperties, propertyReferences } from './parts/property-schema.ts';
import { combineScopes, fieldScope } from './parts/scope.ts';

export const flow = defineKind({
  kind: 'flow',
  title: { zh: '审批流程', en: 'Flow' },
  purpose: 'A flow is the approval of a record: nodes in reading order, who decides, how many, and which action runs at each outcome.',
  schema: flowSchema,
  example: {
    kind: 'flow',
    name: 'refund-approval',
    title: '退款审批',
    on: 'refund',
    outcomes: { submitted: 'refund-submitted', approved: 'refund-approved', rejected: 'refund-rejected' },
    steps: {
      head: { node: 'approve', title: '店长', assignees: { head: { strategy: 'initiatorHead' } } },
      end: { node: 'end', title: '通过', result: 'approved' },
    },
  },
  check(content, report) {
    const seen = new Map<string, string>();
    walkNodes(content.steps, '/steps', (key, node, pointer) => {
      const before = seen.get(key);
      if (before !== undefined)
        report(pointer, 'lint.node-key-twice', `Two nodes have the key "${key}"; the other is at ${before}.`, 'give one of them another key.');
      seen.set(key, pointer);
      const kind = String(node.node);
      for (const property of Object.keys(node))
        if (!(allowedBy[kind] ?? []).includes(property) && !shared.includes(property))
          report(
            `${pointer}/${property}`,
            'validate.node-property',
            `A node "${kind}" does not take "${property}".`,
            suggestion(property, [...shared, ...(allowedBy[kind] ?? [])]),
          );
      if (kind === 'auto' && node.do === undefined) report(pointer, 'validate.node-needs', 'A node "auto" needs "do".', 'add "do": "<action>".');
      if (isObject(node.input) && isObject(node.input.properties)) checkProperties(node.input.properties, `${pointer}/input/properties`, report);
    });
    lintFlow(content, report);
  },
  references,
  compile: compileFlow,
  describe: describeBySchema(flowSchema),
});

const shared = ['node', 'title', 'description', 'control', 'entered', 'formerly'];
const human = ['assignees', 'empty', 'self', 'form', 'fields', 'input', 'buttons', 'opinionRequired', 'notBy', 'mode'];
const allowedBy: Readonly<Record<string, readonly string[]>> = {
  approve: [...human, 'vote', 'rejectRule', 'early', 'onReject', 'returnTargets'],
  handle: human,
  cc: ['assignees'],
  exclusive: ['branches'],
  auto: ['do'],
  end: ['result'],
};

function references(content: JsonObject): Reference[] {
  const on = String(content.on);
  const found: Reference[] = [{ pointer: '/on', to: `entity:${on}` }];
  for (const [key, name] of Object.entries((content.outcomes as Record<string, string> | undefined) ?? {}))
    found.push({ pointer: `/outcomes/${key}`, to: `action:${name}` });
  listOf(content.keyFacts).forEach((path, index) => found.push({ pointer: `/keyFacts/${index}`, path, entity: on }));
  walkNodes(content.steps, '/steps', (_, node, pointer) => {
    if (typeof node.entered === 'string') found.push({ pointer: `${pointer}/entered`, to: `action:${node.entered}` });
    if (typeof node.do === 'string') found.push({ pointer: `${pointer}/do`, to: `action:${node.do}` });
    if (typeof node.form === 'string') found.push({ pointer: `${pointer}/form`, to: `form:${node.form}` });
    for (const [key, strategy] of entries(node.assignees)) {
      const at = `${pointer}/assignees/${pointerToken(key)}/value`;
      if (strategy.strategy === 'role' && typeof strategy.value === 'string') found.push({ pointer: at, to: `role:${strategy.value}` });
      if (strategy.strategy === 'formUser' && typeof strategy.value === 'string') found.push({ pointer: at, path: strategy.value, entity: on });
    }
    const vote = node.vote as JsonObject | undefined;
    for (const key of ['vetoRole', 'chairRole'] as const)
      if (typeof vote?.[key] === 'string') found.push({ pointer: `${pointer}/vote/${key}`, to: `role:${vote[key]}` });
    listOf(node.notBy).forEach((path, index) => found.push({ pointer: `${pointer}/notBy/${index}`, path, entity: on }));
    const input = (isObject(node.input) && isObject(node.input.properties) ? node.input.properties : {}) as JsonObject;
    found.push(...propertyReferences(input, `${pointer}/input/properties`));
    for (const path of Object.keys((node.fields as object | undefined) ?? {}))
      if (input[path] === undefined) found.push({ pointer: `${pointer}/fields/${pointerToken(path)}`, path, entity: on });
  });
  return found;
}

function compileFlow(content: JsonObject, context: CompileContext): FlowModel {
  const on = String(content.on);
  const nodes = new Map<string, FlowNode>();
  const inputs: { prefix: string; scope: FactScope }[] = [];
  const scope = combineScopes([
    { prefix: '', scope: context.scopeOf(on) },
    { prefix: '', scope: actingFacts },
  ]);
  walkNodes(content.steps, '/steps', (key, node, pointer) => {
    const input = inputFields(node, pointer, context);
    if (input.size > 0) inputs.push({ prefix: `nodes.${key}`, scope: fieldScope(input, context) });
  });
  const steps = compileNodes(content.steps, '/steps', { context, on, nodes, scope: combineScopes([{ prefix: '', scope }, ...inputs]) });
  const outcomes = (content.outcomes as Record<string, string> | undefined) ?? {};
  for (const [outcome, name] of Object.entries(outcomes)) {
    const action = context.documents('action').get(name);
    if (action !== undefined && action.content.on !== on)
      context.report(`/outcomes/${outcome}`, 'compile.foreign-action', `Action "${name}" is not on entity "${on}".`, `name an action with "on": "${on}".`);
  }
  return {
    name: context.name,
    title: String(content.title),
    on,
    hash: context.hash,
    steps,
    nodes,
    outcomes,
    withdraw: (content.withdraw as FlowModel['withdraw'] | undefined) ?? 'beforeFirstDecision',
    resubmit: (content.resubmit as FlowModel['resubmit'] | undefined) ?? 'replay',
    dedup: (content.dedup as FlowModel['dedup'] | undefined) ?? 'none',
    keyFacts: listOf(content.keyFacts),
  };
}

interface Nodes {
  readonly context: CompileContext;
  readonly on: string;
  readonly nodes: Map<string, FlowNode>;
  readonly scope: FactScope;
}

function compileNodes(steps: unknown, at: string, world: Nodes): readonly FlowNode[] {
  return entries(steps).map(([key, node]) => {
    const compiled = compileNode(key, node, `${at}/${pointerToken(key)}`, world);
    world.nodes.set(key, compiled);
    return compiled;
  });
}

function compileNode(key: string, node: JsonObject, at: string, world: Nodes): FlowNode {
  const base = { key, title: String(node.title), control: node.control === true, entered: typeof node.entered === 'string' ? node.entered : null };
  switch (node.node) {
    case 'cc':
      return { kind: 'cc', ...base, assignees: strategies(node) };
    case 'exclusive':
      return {
        kind: 'exclusive',
        ...base,
        branches: entries(node.branches).map(([branch, written]) => ({
          key: branch,
          title: String(written.title),
          when: world.context.condition(written.when, `${at}/branches/${branch}/when`, { scope: world.scope, place: `branch "${branch}"`, uses: ['E'] }),
          steps: compileNodes(written.steps, `${at}/branches/${branch}/steps`, world),
        })),
      };
    case 'auto':
      return { kind: 'auto', ...base, do: String(node.do) };
    case 'end':
      return { kind: 'end', ...base, result: node.result === 'rejected' ? 'rejected' : 'approved' };
    case 'handle':
      return { kind: 'handle', ...base, ...humanParts(node, at, world), mode: (node.mode as 'all' | 'any' | 'sequential' | undefined) ?? 'any' };
    default:
      return {
        kind: 'approve',
        ...base,
        ...humanParts(node, at, world),
        mode: (node.mode as 'all' | 'any' | 'sequential' | 'vote' | undefined) ?? 'any',
        vote: node.mode === 'vote' ? voteOf((node.vote as JsonObject | undefined) ?? {}) : null,
        rejectRule: node.rejectRule === 'allMust' ? 'allMust' : 'first',
        early: node.early !== false,
        onReject: rejectOf(node.onReject),
        returnTargets: returnTargetsOf(node.returnTargets),
      };
  }
}

function humanParts(node: JsonObject, at: string, { context, on }: Nodes) {
  const buttons = node.buttons === undefined ? defaultButtons[node.node === 'handle' ? 'handle' : 'approve'] : (node.buttons as FlowButton[]);
  const defaultForm = context.screensOf(on)?.forms.get('task') ?? context.screensOf(on)?.forms.get('view') ?? null;
  return {
    assignees: strategies(node),
    empty: (node.empty as 'dispatch' | undefined) ?? 'dispatch',
    self: (node.self as 'escalate' | undefined) ?? 'escalate',
    form: typeof node.form === 'string' ? node.form : defaultForm,
    fields: new Map(Object.entries((node.fields as Record<string, 'hidden' | 'read' | 'write' | 'required'> | undefined) ?? {})),
    input: inputFields(node, at, context),
    buttons: new Set<FlowButton>(buttons),
    opinionRequired: node.opinionRequired === true,
    notBy: listOf(node.notBy),
  };
}

const defaultButtons: Readonly<Record<'approve' | 'handle', readonly FlowButton[]>> = {
  approve: ['approve', 'reject', 'return', 'transfer', 'comment'],
  handle: ['approve', 'return', 'transfer', 'comment'],
};

function inputFields(node: JsonObject, at: string, context: CompileContext): ReadonlyMap<string, FieldModel> {
  if (!isObject(node.input) || !isObject(node.input.properties)) return new Map();
  return context.fields(node.input.properties, listOf(node.input.required), `${at}/input/properties`);
}

function strategies(node: JsonObject): readonly AssigneeStrategy[] {
  return entries(node.assignees).map(([, strategy]) => ({
    strategy: strategy.strategy as AssigneeStrategy['strategy'],
    value: typeof strategy.value === 'string' ? strategy.value : null,
    within: (strategy.within as AssigneeStrategy['within'] | undefined) ?? 'company',
    level: typeof strategy.level === 'number' ? strategy.level : 1,
  }));
}

function voteOf(vote: JsonObject): VoteModel {
  const pass = String(vote.pass ?? '1/2');
  const [num = 1, den = 2] = pass.endsWith('%') ? [Number.parseInt(pass, 10), 100] : pass.split('/').map(Number);
  return {
    pass: { num, den },
    strict: vote.strict === true,
    base: vote.base === 'cast' ? 'cast' : 'all',
    quorumPercent: typeof vote.quorumPercent === 'number' ? vote.quorumPercent : 0,
    vetoRole: typeof vote.vetoRole === 'string' ? vote.vetoRole : null,
    chairRole: typeof vote.chairRole === 'string' ? vote.chairRole : null,
    tieBreak: vote.tieBreak === 'chair' ? 'chair' : null,
    early: vote.early === true,
  };
}

function rejectOf(value: unknown): { to: 'end' | 'toInitiator' | 'toNode' | 'toPrevious'; node: string | null } {
  const written = isObject(value) ? value : {};
  return { to: (written.to as 'end' | undefined) ?? 'end', node: typeof written.node === 'string' ? written.node : null };
}

function returnTargetsOf(value: unknown): 'initiator' | 'previous' | 'any' | readonly string[] {
  if (Array.isArray(value)) return value as string[];
  return value === 'previous' || value === 'any' ? value : 'initiator';
}

/** Every node of a flow, blocks inside out of reading order included. */
function walkNodes(steps: unknown, at: string, visit: (key: string, node: JsonObject, pointer: string) => void): void {
  for (const [key, node] of entries(steps)) {
    const pointer = `${at}/${pointerToken(key)}`;
    visit(key, node, pointer);
    for (const [branch, written] of entries(node.branches)) walkNodes(written.steps, `${pointer}/branches/${pointerToken(branch)}/steps`, visit);
  }
}

function entries(value: unknown): [string, JsonObject][] {
  return Object.entries((value as Record<string, JsonObject> | undefined) ?? {});
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
