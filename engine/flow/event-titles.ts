import type { FlowEventRow } from '../store/flow-statements.ts';

/** What an event of the trail is called in the person's language. */
export function eventTitle(event: Pick<FlowEventRow, 'type' | 'cause' | 'detail'>, language: string): string {
  const pair = titles[event.type];
  const title = pair === undefined ? event.type : pair[language.startsWith('en') ? 1 : 0];
  const because = event.cause === null || event.type === 'branch' || event.type === 'auto' ? null : ruleText(event.cause, language);
  const branch = event.type === 'branch' ? (JSON.parse(event.detail) as { readonly title?: string }).title : undefined;
  if (branch !== undefined) return `${title}：${branch}`;
  return because === null || event.type === 'incident' ? title : `${title}（${because}）`;
}

/** The rule behind something that nobody decided. */
export function ruleText(rule: string, language: string): string {
  const pair = rules[rule];
  return pair === undefined ? rule : pair[language.startsWith('en') ? 1 : 0];
}

const titles: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  submitted: ['提交', 'Submitted'],
  resubmitted: ['重新提交', 'Submitted again'],
  entered: ['到达节点', 'Node entered'],
  branch: ['条件分支', 'Branch'],
  auto: ['自动动作', 'Automatic action'],
  copied: ['抄送', 'Copied'],
  approved: ['同意', 'Approved'],
  done: ['办结', 'Done'],
  'rejected-seat': ['不同意', 'Against'],
  rejected: ['审批否决', 'Rejected'],
  abstained: ['弃权', 'Abstained'],
  returned: ['退回', 'Returned'],
  transferred: ['转办', 'Transferred'],
  dispatched: ['派单', 'Dispatched'],
  'auto-approved': ['自动通过', 'Passed by rule'],
  'auto-rejected': ['自动否决', 'Rejected by rule'],
  'seat-void': ['席位失效', 'Seat void'],
  rerouted: ['重新走流程', 'Walked again'],
  'taken-back': ['取回', 'Taken back'],
  withdrawn: ['撤回', 'Withdrawn'],
  cancelled: ['取消', 'Cancelled'],
  terminated: ['终止', 'Terminated'],
  comment: ['评论', 'Comment'],
  urged: ['催办', 'Urged'],
  incident: ['流程异常', 'Incident'],
  retried: ['重试', 'Retried'],
};

const rules: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  initiatorSelf: ['审批人为发起人，按规则换人', 'the approver is the initiator'],
  separationOfDuties: ['不相容岗位回避', 'separation of duties'],
  empty: ['没有审批人', 'nobody to approve'],
  dispatch: ['没有审批人，由流程管理员派单', 'nobody to approve: a flow administrator chooses'],
  autoPass: ['没有审批人，自动通过', 'nobody to approve: passes'],
  autoReject: ['没有审批人，自动否决', 'nobody to approve: is rejected'],
  incident: ['流程异常', 'incident'],
  dedup: ['同一人已审批', 'the same person already approved'],
  inactive: ['人员已离岗', 'the person is no longer active'],
  returned: ['被退回', 'returned'],
  rejected: ['被否决', 'rejected'],
  keyFactChanged: ['关键数据已变更', 'a key fact was changed'],
  otherBranch: ['数据变更后走向不同', 'the way has changed'],
  'taken-back': ['已取回', 'taken back'],
  transfer: ['转办', 'transferred'],
  admin: ['流程管理员改派', 'reassigned by a flow administrator'],
};
