import type { CompiledCondition } from '../condition/types.ts';
import type { FieldModel } from './field.ts';

/** Execution semantics: `flows.md` 1. A definition is a tree; `steps` are in reading order. */
export type FlowNode = ApproveNode | HandleNode | CcNode | ExclusiveNode | AutoNode | EndNode;

interface NodeBase {
  readonly key: string;
  readonly title: string;
  /** Control node: its decision moves money, authority, limits or rights. */
  readonly control: boolean;
  /** Action run when the node is entered. */
  readonly entered: string | null;
}

export interface AssigneeStrategy {
  readonly strategy: 'user' | 'role' | 'post' | 'dept' | 'deptHead' | 'initiatorHead' | 'directManager' | 'formUser' | 'initiator' | 'nodeActor';
  /** role, user name, unit code, property path or node key, by strategy. */
  readonly value: string | null;
  readonly within: 'company' | 'initiatorDept' | 'initiatorDeptTree' | 'all';
  readonly level: number;
}

export type FlowButton = 'approve' | 'reject' | 'abstain' | 'return' | 'transfer' | 'comment';

interface HumanNode extends NodeBase {
  readonly assignees: readonly AssigneeStrategy[];
  readonly empty: 'dispatch' | 'autoPass' | 'autoReject' | 'incident';
  readonly self: 'escalate' | 'skipSeat' | 'selfApprove' | 'deptHead' | 'incident';
  readonly form: string | null;
  /** Property path → right at this node. Unlisted = read. */
  readonly fields: ReadonlyMap<string, 'hidden' | 'read' | 'write' | 'required'>;
  /** Node facts that are no property (opinion, score). */
  readonly input: ReadonlyMap<string, FieldModel>;
  readonly buttons: ReadonlySet<FlowButton>;
  readonly opinionRequired: boolean;
  /** Facts holding staff ids who may not decide here, besides the initiator rule. */
  readonly notBy: readonly string[];
}

export interface VoteModel {
  /** Threshold as integers, passed iff F·den ≥ num·B. */
  readonly pass: { readonly num: number; readonly den: number };
  readonly strict: boolean;
  readonly base: 'all' | 'cast';
  readonly quorumPercent: number;
  readonly vetoRole: string | null;
  readonly chairRole: string | null;
  readonly tieBreak: 'chair' | null;
  readonly early: boolean;
}

export interface ApproveNode extends HumanNode {
  readonly kind: 'approve';
  readonly mode: 'all' | 'any' | 'sequential' | 'vote';
  readonly vote: VoteModel | null;
  readonly rejectRule: 'first' | 'allMust';
  readonly early: boolean;
  readonly onReject: { readonly to: 'end' | 'toInitiator' | 'toNode' | 'toPrevious'; readonly node: string | null };
  readonly returnTargets: 'initiator' | 'previous' | 'any' | readonly string[];
}

export interface HandleNode extends HumanNode {
  readonly kind: 'handle';
  readonly mode: 'all' | 'any' | 'sequential';
}

export interface CcNode extends NodeBase {
  readonly kind: 'cc';
  readonly assignees: readonly AssigneeStrategy[];
}

export interface ExclusiveNode extends NodeBase {
  readonly kind: 'exclusive';
  /** In order, first true wins; the branch with `when: null` is the default and last. */
  readonly branches: readonly { readonly key: string; readonly title: string; readonly when: CompiledCondition | null; readonly steps: readonly FlowNode[] }[];
}

/** Automatic action inside the command's transaction. */
export interface AutoNode extends NodeBase {
  readonly kind: 'auto';
  readonly do: string;
}

export interface EndNode extends NodeBase {
  readonly kind: 'end';
  readonly result: 'approved' | 'rejected';
}

export interface FlowModel {
  readonly name: string;
  readonly title: string;
  readonly on: string;
  /** Content hash of the effective document: what an instance pins. */
  readonly hash: string;
  readonly steps: readonly FlowNode[];
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** `withdrawn` falls back to `returned`: the record goes back to its initiator. */
  readonly outcomes: { readonly [outcome in 'submitted' | 'approved' | 'rejected' | 'returned' | 'cancelled' | 'withdrawn']?: string };
  readonly withdraw: 'never' | 'beforeFirstDecision' | 'whileRunning';
  readonly resubmit: 'replay' | 'direct';
  readonly dedup: 'none' | 'consecutive' | 'anywhere';
  /** Facts whose change during approval replays from the first affected node. */
  readonly keyFacts: readonly string[];
}
