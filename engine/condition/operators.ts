import type { FactType } from './types.ts';

/** One operator as documents know it. Meaning, nulls and targets: `docs/implementer/conditions.md`. */
export interface OperatorDefinition {
  readonly types: readonly FactType[];
  /** What its value looks like, see `operand.ts`. */
  readonly value:
    | 'none'
    | 'scalar'
    | 'pair'
    | 'list'
    | 'set'
    | 'text'
    | 'pattern'
    | 'length'
    | 'divisor'
    | 'period'
    | 'day'
    | 'month'
    | 'rows'
    | 'aggregate'
    | 'unit'
    | 'role'
    | 'grade'
    | 'any';
  /** Needs the record before the change, so it has no SQL. */
  readonly writesOnly?: true;
  readonly zh: string;
  readonly en: string;
}

const numbers = ['int', 'decimal', 'money'] as const;
const times = ['date', 'datetime'] as const;
const ids = ['ref', 'user', 'dept'] as const;
const scalars = ['text', ...numbers, 'bool', ...times, 'enum', ...ids] as const;
const sets = ['enumSet', 'refSet'] as const;
const all = [...scalars, ...sets, 'rows'] as const;

export const operators = {
  equal: { types: scalars, value: 'scalar', zh: '等于', en: 'is' },
  notEqual: { types: scalars, value: 'scalar', zh: '不等于', en: 'is not' },
  lessThan: { types: numbers, value: 'scalar', zh: '小于', en: 'is less than' },
  lessThanInclusive: { types: numbers, value: 'scalar', zh: '不大于', en: 'is at most' },
  greaterThan: { types: numbers, value: 'scalar', zh: '大于', en: 'is greater than' },
  greaterThanInclusive: { types: numbers, value: 'scalar', zh: '不小于', en: 'is at least' },
  between: { types: [...numbers, 'date'], value: 'pair', zh: '介于', en: 'is between' },
  notBetween: { types: [...numbers, 'date'], value: 'pair', zh: '不介于', en: 'is not between' },
  multipleOf: { types: ['int', 'decimal'], value: 'divisor', zh: '是其整数倍：', en: 'is a multiple of' },
  in: { types: scalars, value: 'list', zh: '属于', en: 'is one of' },
  notIn: { types: scalars, value: 'list', zh: '不属于', en: 'is none of' },
  isNull: { types: [...scalars, ...sets], value: 'none', zh: '没有值', en: 'has no value' },
  isNotNull: { types: [...scalars, ...sets], value: 'none', zh: '有值', en: 'has a value' },
  isEmpty: { types: all, value: 'none', zh: '为空', en: 'is empty' },
  isNotEmpty: { types: all, value: 'none', zh: '不为空', en: 'is not empty' },
  isTrue: { types: ['bool'], value: 'none', zh: '为是', en: 'is yes' },
  isFalse: { types: ['bool'], value: 'none', zh: '为否', en: 'is no' },
  startsWith: { types: ['text'], value: 'text', zh: '开头是', en: 'starts with' },
  endsWith: { types: ['text'], value: 'text', zh: '结尾是', en: 'ends with' },
  containsText: { types: ['text'], value: 'text', zh: '含有文字', en: 'contains' },
  notContainsText: { types: ['text'], value: 'text', zh: '不含文字', en: 'does not contain' },
  equalFold: { types: ['text'], value: 'text', zh: '等于（不分大小写全半角）', en: 'is (ignoring case and width)' },
  containsFold: { types: ['text'], value: 'text', zh: '含有（不分大小写全半角）', en: 'contains (ignoring case and width)' },
  matches: { types: ['text'], value: 'pattern', zh: '符合格式', en: 'matches' },
  lengthLt: { types: ['text', ...sets], value: 'length', zh: '长度小于', en: 'is shorter than' },
  lengthGt: { types: ['text', ...sets], value: 'length', zh: '长度大于', en: 'is longer than' },
  before: { types: times, value: 'scalar', zh: '早于', en: 'is before' },
  after: { types: times, value: 'scalar', zh: '晚于', en: 'is after' },
  onOrBefore: { types: times, value: 'scalar', zh: '不晚于', en: 'is on or before' },
  onOrAfter: { types: times, value: 'scalar', zh: '不早于', en: 'is on or after' },
  onDate: { types: times, value: 'day', zh: '在当天：', en: 'is on' },
  withinLast: { types: times, value: 'period', zh: '在过去', en: 'is within the last' },
  withinNext: { types: times, value: 'period', zh: '在今后', en: 'is within the next' },
  olderThan: { types: times, value: 'period', zh: '早于此前', en: 'is longer ago than' },
  monthEquals: { types: ['date'], value: 'month', zh: '在当月：', en: 'is in the month' },
  isMonthEnd: { types: ['date'], value: 'none', zh: '是月末', en: 'is the end of a month' },
  containsAny: { types: sets, value: 'set', zh: '含有任一', en: 'has any of' },
  containsAll: { types: sets, value: 'set', zh: '含有全部', en: 'has all of' },
  containsNone: { types: sets, value: 'set', zh: '不含任何', en: 'has none of' },
  setEquals: { types: sets, value: 'set', zh: '恰为', en: 'is exactly' },
  some: { types: ['rows'], value: 'rows', zh: '至少一行满足', en: 'has a row where' },
  every: { types: ['rows'], value: 'rows', zh: '每行都满足', en: 'has only rows where' },
  none: { types: ['rows'], value: 'rows', zh: '没有一行满足', en: 'has no row where' },
  countCmp: { types: ['rows'], value: 'aggregate', zh: '行数', en: 'number of rows' },
  sumCmp: { types: ['rows'], value: 'aggregate', zh: '合计', en: 'sum of' },
  minCmp: { types: ['rows'], value: 'aggregate', zh: '最小值', en: 'least' },
  maxCmp: { types: ['rows'], value: 'aggregate', zh: '最大值', en: 'greatest' },
  inDept: { types: ['dept', 'user'], value: 'unit', zh: '在部门', en: 'is in unit' },
  inDeptTree: { types: ['dept', 'user'], value: 'unit', zh: '在部门及下级', en: 'is in unit or below' },
  isSelf: { types: ['user'], value: 'none', zh: '是本人', en: 'is oneself' },
  isMyDept: { types: ['user', 'dept'], value: 'none', zh: '是本部门', en: 'is of one’s own unit' },
  isMyDeptTree: { types: ['user', 'dept'], value: 'none', zh: '是本部门及下级', en: 'is of one’s own unit or below' },
  hasRole: { types: ['user'], value: 'role', zh: '具有角色', en: 'has the role' },
  changed: { types: [...scalars, ...sets], value: 'none', writesOnly: true, zh: '有变更', en: 'is changed' },
  changedTo: { types: scalars, value: 'any', writesOnly: true, zh: '变更为', en: 'is changed to' },
  changedFrom: { types: scalars, value: 'any', writesOnly: true, zh: '原值变更自', en: 'is changed from' },
  gradeAtLeast: { types: ['enum'], value: 'grade', zh: '等级不低于', en: 'ranks at least' },
} as const satisfies Readonly<Record<string, OperatorDefinition>>;

export type OperatorName = keyof typeof operators;

/** Operators that a filter or a designer may offer for a fact; those that need the record before a change are left out. */
export function operatorsFor(type: FactType): readonly OperatorName[] {
  return (Object.keys(operators) as OperatorName[]).filter((name) => {
    const definition: OperatorDefinition = operators[name];
    return definition.types.includes(type) && !definition.writesOnly;
  });
}
