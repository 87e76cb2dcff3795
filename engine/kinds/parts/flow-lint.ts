import type { JsonObject } from '../../kernel/json.ts';
import { isObject, pointerToken } from '../../kernel/json.ts';
import type { Report } from '../kind.ts';

/** The publish linter of approvals: what a flow's shape alone tells. Errors unless marked as warnings.
 *  Source: behaviour spec 1.17a, for the node kinds that the engine runs. */
export function lintFlow(content: JsonObject, report: Report): void {
  const nodes = new Map<string, NodeAt>();
  collect(content.steps, '/steps', [], nodes);
  lintSequence(content.steps, '/steps', report);
  for (const { key, node, pointer, before } of nodes.values()) {
    const isHuman = node.node === 'approve' || node.node === 'handle';
    if ((isHuman || node.node === 'cc') && Object.keys((node.assignees as object | undefined) ?? {}).length === 0)
      report(pointer, 'lint.no-assignee', `Node "${key}" has nobody to act.`, 'add "assignees".');
    lintAssignees(node, pointer, nodes, report);
    if (node.control === true) lintControl(key, node, pointer, report);
    if (node.node === 'exclusive') lintBranches(key, node, pointer, report);
    if (node.mode === 'vote' && node.vote === undefined)
      report(pointer, 'lint.vote-missing', `Node "${key}" decides by vote and has no "vote".`, 'add "vote": {"pass": "2/3"}.');
    if (isObject(node.vote)) lintVote(key, node.vote, `${pointer}/vote`, report);
    for (const [path, right] of Object.entries((node.fields as JsonObject | undefined) ?? {}))
      if (
        right === 'required' &&
        isHuman &&
        node.node === 'approve' &&
        node.buttons !== undefined &&
        Array.isArray(node.buttons) &&
        !node.buttons.includes('approve')
      )
        report(
          `${pointer}/fields/${path}`,
          'lint.required-without-decision',
          `"${path}" is required at node "${key}", where nobody can approve.`,
          'offer the button approve, or make the field readable.',
        );
    const targets: (readonly [target: string, at: string])[] = Array.isArray(node.returnTargets)
      ? node.returnTargets.map((target, index) => [String(target), `${pointer}/returnTargets/${index}`] as const)
      : [];
    const reject = isObject(node.onReject) ? node.onReject : {};
    if (reject.to === 'toNode') targets.push([String(reject.node ?? ''), `${pointer}/onReject${reject.node === undefined ? '' : '/node'}`]);
    for (const [target, at] of targets)
      if (target !== 'start' && !before.includes(target))
        report(
          at,
          'lint.return-target',
          `Node "${key}" returns to "${target}", which does not always come before it.`,
          before.length === 0 ? 'return to the initiator.' : `name one of: ${before.join(', ')}.`,
        );
  }
  if (![...nodes.values()].some(({ node }) => node.node === 'approve' || node.node === 'handle'))
    report('/steps', 'lint.nobody-decides', 'Nobody decides in this flow.', 'add a node "approve".', 'warning');
}

interface NodeAt {
  readonly key: string;
  readonly node: JsonObject;
  readonly pointer: string;
  /** Human nodes that every way to this node passes. */
  readonly before: readonly string[];
}

function collect(steps: unknown, at: string, before: readonly string[], nodes: Map<string, NodeAt>): void {
  let passed = before;
  for (const [key, node] of Object.entries((steps as Record<string, JsonObject> | undefined) ?? {})) {
    const pointer = `${at}/${pointerToken(key)}`;
    nodes.set(key, { key, node, pointer, before: passed });
    for (const [branch, written] of Object.entries((node.branches as Record<string, JsonObject> | undefined) ?? {}))
      collect(written.steps, `${pointer}/branches/${branch}/steps`, passed, nodes);
    if (node.node === 'approve' || node.node === 'handle') passed = [...passed, key];
  }
}

/** Nothing comes after an end in the same sequence. */
function lintSequence(steps: unknown, at: string, report: Report): void {
  let ended: string | undefined;
  for (const [key, node] of Object.entries((steps as Record<string, JsonObject> | undefined) ?? {})) {
    const pointer = `${at}/${pointerToken(key)}`;
    if (ended !== undefined)
      report(pointer, 'lint.unreachable', `Node "${key}" stands after the end "${ended}" and is never reached.`, 'move it before the end, or remove it.');
    if (node.node === 'end') ended = key;
    const branches = Object.entries((node.branches as Record<string, JsonObject> | undefined) ?? {});
    for (const [branch, written] of branches) lintSequence(written.steps, `${pointer}/branches/${branch}/steps`, report);
    if (
      branches.length > 0 &&
      branches.every(([, written]) => Object.values((written.steps as Record<string, JsonObject> | undefined) ?? {}).at(-1)?.node === 'end')
    )
      ended = key;
  }
}

function lintBranches(key: string, node: JsonObject, pointer: string, report: Report): void {
  const branches = Object.entries((node.branches as Record<string, JsonObject> | undefined) ?? {});
  const open = branches.filter(([, branch]) => branch.when === undefined);
  if (open.length === 0)
    report(
      branches.length === 0 ? pointer : `${pointer}/branches`,
      'lint.no-default-branch',
      `Node "${key}" has no branch for the rest.`,
      'add a last branch without "when".',
    );
  else if (open.length > 1 || open[0]?.[0] !== branches.at(-1)?.[0])
    report(
      `${pointer}/branches/${open[0]?.[0]}`,
      'lint.default-branch-last',
      `Node "${key}" has a branch without condition that is not the last; those after it are never taken.`,
      'move it to the end, or give it a "when".',
    );
}

/** On a control node nobody decides alone over his own matter and nothing passes by itself. */
function lintControl(key: string, node: JsonObject, pointer: string, report: Report): void {
  if (node.empty === 'autoPass')
    report(`${pointer}/empty`, 'lint.control-passes', `Control node "${key}" would pass by itself when nobody is found.`, 'use dispatch or incident.');
  if (node.self === 'selfApprove' || node.self === 'skipSeat')
    report(`${pointer}/self`, 'lint.control-self', `Control node "${key}" would let the initiator pass his own matter.`, 'use escalate or deptHead.');
  for (const [name, strategy] of Object.entries((node.assignees as Record<string, JsonObject> | undefined) ?? {}))
    if (strategy.strategy === 'initiator')
      report(`${pointer}/assignees/${name}/strategy`, 'lint.control-self', `Control node "${key}" is assigned to the initiator.`, 'name somebody else.');
}

function lintVote(key: string, vote: JsonObject, pointer: string, report: Report): void {
  const pass = String(vote.pass ?? '');
  const [num = 1, den = 2] = pass.endsWith('%') ? [Number.parseInt(pass, 10), 100] : pass.split('/').map(Number);
  if (num > den)
    report(`${pointer}/pass`, 'lint.vote-threshold', `The threshold ${pass} of node "${key}" can never be reached.`, 'write a share above 0 and at most 1.');
  if (vote.strict === true && num === den)
    report(`${pointer}/strict`, 'lint.vote-threshold', `More than all cannot agree at node "${key}".`, 'remove "strict".');
  if (typeof vote.quorumPercent === 'number' && vote.quorumPercent > 100)
    report(`${pointer}/quorumPercent`, 'lint.vote-quorum', `A quorum of ${vote.quorumPercent} per cent cannot be met.`, 'write at most 100.');
  if (vote.tieBreak === 'chair' && vote.chairRole === undefined)
    report(`${pointer}/tieBreak`, 'lint.vote-chair', `Node "${key}" lets a chair break a tie and names none.`, 'add "chairRole".');
}

const needsValue = new Set(['user', 'role', 'post', 'dept', 'deptHead', 'formUser', 'nodeActor']);

function lintAssignees(node: JsonObject, pointer: string, nodes: ReadonlyMap<string, NodeAt>, report: Report): void {
  for (const [name, strategy] of Object.entries((node.assignees as Record<string, JsonObject> | undefined) ?? {})) {
    const at = `${pointer}/assignees/${pointerToken(name)}`;
    const kind = String(strategy.strategy);
    if (needsValue.has(kind) && typeof strategy.value !== 'string') report(at, 'lint.assignee-value', `Strategy "${kind}" needs "value".`, 'add "value".');
    if (kind === 'nodeActor' && typeof strategy.value === 'string' && !nodes.has(strategy.value))
      report(`${at}/value`, 'lint.unknown-node', `There is no node "${strategy.value}" in this flow.`, `it has: ${[...nodes.keys()].join(', ')}.`);
  }
}
