import { propertiesSchema, requiredSchema } from './property-schema.ts';
import { condition, count, declaring, documentSchema, entry, flag, kebabName, map, named, object, oneOf, text, texts } from './schema.ts';

const nodeMap = declaring(map('节点|node', { $ref: '#/$defs/node' }));

const strategies = ['user', 'role', 'post', 'dept', 'deptHead', 'initiatorHead', 'directManager', 'formUser', 'initiator', 'nodeActor'];

const node = object(
  {
    node: entry(
      '类型|Node',
      'Says what the node does: people approve or handle, cc informs, exclusive chooses, auto acts, end ends.',
      'approve',
      'sealed',
      oneOf('approve', 'handle', 'cc', 'exclusive', 'auto', 'end'),
    ),
    title: entry('标题|Title', 'Names the node for people.', '店长', 'free', text),
    description: entry('说明|Description', 'Tells the person what to look at.', '核对金额', 'free', text),
    control: entry('控制节点|Control', 'Marks a decision that moves money, authority, limits or rights: nobody passes it by himself.', true, 'tighten', {
      ...flag,
      'x-tighten': 'on',
      default: false,
    }),
    entered: entry('进入时|Entered', 'Runs this action when the node is entered.', 'refund-reviewing', 'free', named('action')),
    assignees: entry(
      '办理人|Assignees',
      'Says who decides; several ways add up.',
      { head: { strategy: 'initiatorHead' } },
      'free',
      map(
        '办理人|assignee',
        object(
          {
            strategy: entry('方式|Strategy', 'Says how the people are found.', 'role', 'free', oneOf(...strategies)),
            value: entry('取值|Value', 'Names the role, user, unit, property or node, by strategy.', 'manager', 'free', text),
            within: entry('范围|Within', 'Keeps to the people of the company, or of the initiator’s unit.', 'company', 'free', {
              ...oneOf('company', 'initiatorDept', 'initiatorDeptTree', 'all'),
              default: 'company',
            }),
            level: entry('级数|Level', 'Goes this many units up; 1 is the initiator’s own.', 1, 'free', { ...count, minimum: 1, maximum: 10, default: 1 }),
          },
          ['strategy'],
        ),
      ),
    ),
    mode: entry('多人方式|Mode', 'Says how several people decide: all, any, one after the other, or by vote.', 'any', 'tighten', {
      ...oneOf('all', 'any', 'sequential', 'vote'),
      default: 'any',
    }),
    vote: entry(
      '表决|Vote',
      'Sets the vote.',
      { pass: '2/3' },
      'tighten',
      object(
        {
          pass: entry('通过比例|Pass', 'Passes at this share, as a fraction or per cent.', '2/3', 'tighten', {
            type: 'string',
            pattern: '^([1-9]\\d*/[1-9]\\d*|[1-9]\\d*%)$',
          }),
          strict: entry('须超过|Strict', 'Needs more than the share.', true, 'tighten', { ...flag, 'x-tighten': 'on', default: false }),
          base: entry('基数|Base', 'Counts all seats, or the votes for and against.', 'all', 'sealed', { ...oneOf('all', 'cast'), default: 'all' }),
          quorumPercent: entry('法定人数|Quorum', 'Needs this per cent of seats to vote.', 100, 'tighten', { ...count, 'x-tighten': 'raise', default: 0 }),
          vetoRole: entry('一票否决|Veto', 'Lets holders of this role refuse alone.', 'manager', 'extend', named('role')),
          chairRole: entry('主持|Chair', 'Names the role that breaks a tie.', 'manager', 'extend', named('role')),
          tieBreak: entry('平票|Tie', 'Lets the chair decide a tie; else it does not pass.', 'chair', 'sealed', oneOf('chair')),
          early: entry('提前结束|Early', 'Ends the vote when its result is certain.', true, 'free', { ...flag, default: false }),
        },
        ['pass'],
      ),
    ),
    rejectRule: entry('否决规则|Reject rule', 'Ends an `any` node at the first refusal, or when all refuse.', 'first', 'tighten', {
      ...oneOf('first', 'allMust'),
      default: 'first',
    }),
    early: entry('提前结束|Early', 'Ends an `all` node at the first refusal.', false, 'free', { ...flag, default: true }),
    empty: entry('无人时|Empty', 'Says what happens when nobody is found.', 'dispatch', 'tighten', {
      ...oneOf('dispatch', 'autoPass', 'autoReject', 'incident'),
      default: 'dispatch',
    }),
    self: entry('本人时|Self', 'Says what happens when the initiator would decide.', 'escalate', 'tighten', {
      ...oneOf('escalate', 'skipSeat', 'selfApprove', 'deptHead', 'incident'),
      default: 'escalate',
    }),
    onReject: entry(
      '否决后|On reject',
      'Says where a refusal leads.',
      { to: 'end' },
      'free',
      object(
        {
          to: entry('去向|To', 'Ends the flow, or goes back.', 'toInitiator', 'free', oneOf('end', 'toInitiator', 'toNode', 'toPrevious')),
          node: entry('节点|Node', 'Names the node of toNode.', 'review', 'free', text),
        },
        ['to'],
      ),
    ),
    returnTargets: entry('退回目标|Return targets', 'Says where one may return to: initiator, previous, any, or nodes by key.', 'previous', 'free', {
      anyOf: [oneOf('initiator', 'previous', 'any'), texts],
      default: 'initiator',
    }),
    form: entry('表单|Form', 'Shows this form; else the entity’s form of variant task.', 'refund-task', 'free', named('form')),
    fields: entry('字段权限|Fields', 'Sets rights on fields at this node; unlisted fields are read.', { amount: 'required' }, 'free', {
      type: 'object',
      propertyNames: { pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*$' },
      additionalProperties: oneOf('hidden', 'read', 'write', 'required'),
    }),
    input: entry(
      '节点输入|Input',
      'Asks for facts that are no property of the record.',
      { properties: { score: { type: 'integer', title: '评分' } } },
      'free',
      object(
        {
          properties: entry('字段|Properties', 'Lists the values.', { score: { type: 'integer', title: '评分' } }, 'free', propertiesSchema),
          required: requiredSchema,
        },
        ['properties'],
      ),
    ),
    buttons: entry('按钮|Buttons', 'Lists the buttons of the node.', ['approve', 'reject', 'return'], 'free', {
      type: 'array',
      items: oneOf('approve', 'reject', 'abstain', 'return', 'transfer', 'comment'),
      uniqueItems: true,
    }),
    opinionRequired: entry('意见必填|Opinion required', 'Asks for an opinion with every decision.', true, 'tighten', {
      ...flag,
      'x-tighten': 'on',
      default: false,
    }),
    notBy: entry('不得由|Not by', 'Names properties with a person who may not decide here.', ['createdBy'], 'tighten', { ...texts, 'x-tighten': 'grow' }),
    branches: entry(
      '分支|Branches',
      'Lists the ways; the first whose condition holds is taken, the last stands without one.',
      { small: { title: '小额', when: { fact: 'amount', operator: 'lessThan', value: '100' }, steps: {} } },
      'extend',
      map(
        '分支|branch',
        object(
          {
            title: entry('标题|Title', 'Names the way.', '小额', 'free', text),
            when: entry('条件|When', 'Takes this way if it holds.', { fact: 'amount', operator: 'lessThan', value: '100' }, 'sealed', condition),
            steps: entry('节点|Steps', 'Lists the nodes of this way.', {}, 'extend', nodeMap),
          },
          ['title', 'steps'],
        ),
      ),
    ),
    do: entry('动作|Do', 'Names the action of an auto node.', 'refund-reserve', 'sealed', named('action')),
    result: entry('结果|Result', 'Ends the flow as approved or rejected.', 'approved', 'sealed', oneOf('approved', 'rejected')),
    formerly: entry('曾用名|Former names', 'Lists the keys that the node had before.', ['review1'], 'free', texts),
  },
  ['node', 'title'],
);

export const flowSchema = documentSchema(
  'flow',
  '审批流程|Flow',
  'The approval of a record.',
  {
    on: entry('实体|On', 'Names the entity that is approved.', 'refund', 'sealed', named('entity')),
    outcomes: entry(
      '结果动作|Outcomes',
      'Runs these actions when the approval is submitted, approved, rejected, returned, cancelled or withdrawn (then, without one of its own, the action of returned).',
      { approved: 'refund-approved' },
      'extend',
      object(
        Object.fromEntries(
          (['submitted|提交', 'approved|通过', 'rejected|否决', 'returned|退回', 'cancelled|撤销', 'withdrawn|撤回'] as const).map((pair) => {
            const [key = '', zh = ''] = pair.split('|');
            return [
              key,
              entry(`${zh}|${key.charAt(0).toUpperCase()}${key.slice(1)}`, `Runs when the approval is ${key}.`, `refund-${key}`, 'sealed', kebabName),
            ];
          }),
        ),
      ),
    ),
    withdraw: entry('撤回|Withdraw', 'Says how long the initiator may withdraw.', 'beforeFirstDecision', 'free', {
      ...oneOf('never', 'beforeFirstDecision', 'whileRunning'),
      default: 'beforeFirstDecision',
    }),
    resubmit: entry('重新提交|Resubmit', 'Replays all nodes after a return, or goes straight back.', 'replay', 'free', {
      ...oneOf('replay', 'direct'),
      default: 'replay',
    }),
    dedup: entry('去重|De-duplicate', 'Passes people who decided before.', 'none', 'tighten', { ...oneOf('none', 'consecutive', 'anywhere'), default: 'none' }),
    keyFacts: entry('关键字段|Key facts', 'Replays the approval when one of these changes during it.', ['amount'], 'tighten', {
      ...texts,
      'x-tighten': 'grow',
    }),
    steps: entry(
      '节点|Steps',
      'Lists the nodes in reading order.',
      { head: { node: 'approve', title: '店长', assignees: { head: { strategy: 'initiatorHead' } } } },
      'extend',
      nodeMap,
    ),
  },
  { required: ['on', 'steps'], definitions: { node } },
);
