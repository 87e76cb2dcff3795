import { id } from './workshop.ts';

/** What each operator says, by hand from the behaviour spec's table 2.4 and its fixed rules 2.3: fact, operator, value, then
 *  values of the fact for which it holds and for which it does not. */
export interface OperatorCase {
  readonly fact: string;
  readonly operator: string;
  readonly value?: unknown;
  readonly holds: readonly unknown[];
  readonly fails: readonly unknown[];
}

const biggest = '99999999999999999999999999999999999999';

/** Today is the leap day 2024-02-29; now is 2024-02-29T03:00Z, 11:00 in Shanghai. */
export const operatorCases: readonly OperatorCase[] = [
  // Equality is null-safe; its opposite keeps the rows without a value.
  { fact: 'name', operator: 'equal', value: 'A', holds: ['A'], fails: ['a', 'Ａ', 'A ', '', null] },
  { fact: 'name', operator: 'equal', value: null, holds: [null], fails: ['', ' '] },
  { fact: 'name', operator: 'notEqual', value: 'A', holds: ['a', '', null], fails: ['A'] },
  { fact: 'name', operator: 'notEqual', value: null, holds: [''], fails: [null] },
  { fact: 'name', operator: 'equal', value: '𠮷', holds: ['𠮷'], fails: ['吉', '\ue000'] },
  { fact: 'name', operator: 'equal', value: 'é', holds: ['é'], fails: ['e\u0301'] },
  { fact: 'weight', operator: 'equal', value: '1.0', holds: ['1.00', '1'], fails: ['1.0000000000000000000001', null] },
  { fact: 'weight', operator: 'equal', value: biggest, holds: [biggest], fails: ['99999999999999999999999999999999999998'] },
  { fact: 'hours', operator: 'equal', value: 3, holds: [3], fails: [2, 4, 0, null] },
  { fact: 'urgent', operator: 'equal', value: false, holds: [false], fails: [true, null] },
  { fact: 'due', operator: 'equal', value: { rel: 'today' }, holds: ['2024-02-29'], fails: ['2024-02-28', null] },
  { fact: 'called', operator: 'equal', value: '2024-02-29T03:00:00Z', holds: ['2024-02-29T03:00:00.000Z'], fails: ['2024-02-29T03:00:00.001Z', null] },
  { fact: 'rider', operator: 'equal', value: id(1), holds: [id(1)], fails: [id(2), null] },
  { fact: 'manual', operator: 'equal', value: 'frame', holds: ['frame@a1', 'frame@b2'], fails: ['wheel@a1', null] },
  { fact: 'ownerUser', operator: 'equal', value: { ctx: 'user.id' }, holds: [id(1)], fails: [id(2), null] },
  { fact: 'price', operator: 'equal', value: { fact: 'deposit' }, holds: [null], fails: ['1.00'] },
  // Order is exact and never holds for null.
  { fact: 'price', operator: 'lessThan', value: '500.00', holds: ['499.99', '-0.01'], fails: ['500.00', '500.01', null] },
  { fact: 'price', operator: 'lessThanInclusive', value: '500', holds: ['499.99', '500.00'], fails: ['500.01', null] },
  { fact: 'price', operator: 'greaterThan', value: '500.00', holds: ['500.01'], fails: ['500.00', '499.99', null] },
  { fact: 'price', operator: 'greaterThanInclusive', value: '500.00', holds: ['500.00', '999999999999999999.99'], fails: ['499.99', null] },
  { fact: 'price', operator: 'greaterThan', value: { ctx: 'limit' }, holds: ['500.01'], fails: ['500.00', null] },
  { fact: 'price', operator: 'greaterThan', value: null, holds: [], fails: ['500.01', null] },
  { fact: 'price', operator: 'greaterThan', value: { fact: 'deposit' }, holds: [], fails: ['500.01', null] },
  { fact: 'hours', operator: 'greaterThan', value: 9, holds: [10, 100], fails: [9, 8, -10, null] },
  { fact: 'weight', operator: 'lessThan', value: '0.3', holds: ['0.29999999999999999999'], fails: ['0.3', '0.30'] },
  { fact: 'price', operator: 'between', value: ['1.00', '500.00'], holds: ['1.00', '500.00', '2.00'], fails: ['0.99', '500.01', null] },
  { fact: 'price', operator: 'between', value: ['500.00', '1.00'], holds: [], fails: ['1.00', '2.00', '500.00', null] },
  { fact: 'due', operator: 'between', value: ['2024-02-01', { rel: 'today' }], holds: ['2024-02-01', '2024-02-29'], fails: ['2024-03-01', '2024-01-31', null] },
  { fact: 'price', operator: 'notBetween', value: ['1.00', '500.00'], holds: ['0.99', '500.01', null], fails: ['1.00', '500.00'] },
  { fact: 'hours', operator: 'multipleOf', value: 3, holds: [0, 3, -6], fails: [1, 4, null] },
  { fact: 'weight', operator: 'multipleOf', value: '0.1', holds: ['0.3', '-1', '0'], fails: ['0.35', null] },
  { fact: 'grade', operator: 'in', value: ['A', 'B'], holds: ['A', 'B'], fails: ['C', null] },
  { fact: 'grade', operator: 'in', value: ['A', null], holds: ['A', null], fails: ['B'] },
  { fact: 'grade', operator: 'in', value: [], holds: [], fails: ['A', null] },
  { fact: 'grade', operator: 'in', value: { ctx: 'user.roles' }, holds: ['A'], fails: ['B', null] },
  { fact: 'grade', operator: 'notIn', value: ['A', 'B'], holds: ['C', null], fails: ['A'] },
  { fact: 'grade', operator: 'notIn', value: ['A', null], holds: ['B'], fails: ['A', null] },
  { fact: 'grade', operator: 'notIn', value: [], holds: ['A', null], fails: [] },
  { fact: 'weight', operator: 'in', value: ['1.0', '2'], holds: ['1', '2.00'], fails: ['1.1', null] },
  { fact: 'due', operator: 'isNull', holds: [null], fails: ['2024-02-29'] },
  { fact: 'name', operator: 'isNull', holds: [null], fails: ['', ' '] },
  { fact: 'due', operator: 'isNotNull', holds: ['2024-02-29'], fails: [null] },
  { fact: 'name', operator: 'isEmpty', holds: [null, '', ' ', '\u3000\t\n\u00a0'], fails: ['a', ' a ', '\u200b'] },
  { fact: 'name', operator: 'isNotEmpty', holds: ['a'], fails: [null, '', '\u3000'] },
  { fact: 'tags', operator: 'isEmpty', holds: [null, []], fails: [['new']] },
  { fact: 'urgent', operator: 'isEmpty', holds: [null], fails: [true, false] },
  { fact: 'parts', operator: 'isEmpty', holds: [[]], fails: [[{ price: null }]] },
  { fact: 'parts', operator: 'isNotEmpty', holds: [[{ price: null }]], fails: [[]] },
  { fact: 'urgent', operator: 'isTrue', holds: [true], fails: [false, null] },
  { fact: 'urgent', operator: 'isFalse', holds: [false], fails: [true, null] },
  // Texts: wildcards mean nothing, case counts.
  { fact: 'name', operator: 'startsWith', value: '张', holds: ['张', '张三'], fails: ['三张', '', null] },
  { fact: 'name', operator: 'startsWith', value: '%', holds: ['%a'], fails: ['a', null] },
  { fact: 'name', operator: 'startsWith', value: '', holds: ['', 'a'], fails: [null] },
  { fact: 'name', operator: 'endsWith', value: '😀', holds: ['a😀'], fails: ['😀a', '', null] },
  { fact: 'name', operator: 'endsWith', value: '', holds: ['', 'a'], fails: [null] },
  { fact: 'name', operator: 'containsText', value: '_', holds: ['a_b'], fails: ['ab', null] },
  { fact: 'name', operator: 'containsText', value: 'B', holds: ['aBc'], fails: ['abc', 'aＢc', null] },
  { fact: 'name', operator: 'containsText', value: '', holds: ['', 'a'], fails: [null] },
  { fact: 'name', operator: 'notContainsText', value: 'B', holds: ['abc', '', null], fails: ['B'] },
  { fact: 'name', operator: 'equalFold', value: 'ab', holds: ['AB', 'ab', 'ＡＢ'], fails: ['abc', null] },
  { fact: 'name', operator: 'containsFold', value: 'Ａ1', holds: ['xa1x', 'XＡ１'], fails: ['a', null] },
  { fact: 'name', operator: 'matches', value: '[A-Z]{2}-\\d{1,3}', holds: ['AB-1', 'AB-123'], fails: ['AB-1234', 'xAB-1', 'ab-1', '', 'AB-1\n', null] },
  { fact: 'name', operator: 'matches', value: '^(张|李).{0,2}$', holds: ['张', '李四光'], fails: ['王五', '张三丰年', null] },
  { fact: 'name', operator: 'matches', value: '.', holds: ['𠮷', '\n', '😀'], fails: ['', 'ab', 'e\u0301'] },
  { fact: 'name', operator: 'matches', value: '[^一-龥]{1,3}', holds: ['abc'], fails: ['张', 'ab张', ''] },
  { fact: 'name', operator: 'lengthLt', value: 2, holds: ['', '𠮷', 'a'], fails: ['ab', null] },
  { fact: 'name', operator: 'lengthGt', value: 1, holds: ['ab', '😀😀'], fails: ['😀', '', null] },
  { fact: 'tags', operator: 'lengthGt', value: 0, holds: [['new']], fails: [[], null] },
  // Dates and moments; a month's end is clamped.
  { fact: 'due', operator: 'before', value: { rel: 'today' }, holds: ['2024-02-28'], fails: ['2024-02-29', '2024-03-01', null] },
  { fact: 'due', operator: 'after', value: { rel: 'today', add: { months: -1 } }, holds: ['2024-01-30'], fails: ['2024-01-29', null] },
  { fact: 'due', operator: 'onOrBefore', value: { rel: 'today', add: { years: -1 } }, holds: ['2023-02-28'], fails: ['2023-03-01', null] },
  { fact: 'due', operator: 'onOrAfter', value: { rel: 'today', add: { days: 1 } }, holds: ['2024-03-01'], fails: ['2024-02-29', null] },
  { fact: 'called', operator: 'before', value: { rel: 'now' }, holds: ['2024-02-29T02:59:59.999Z'], fails: ['2024-02-29T03:00:00Z', null] },
  { fact: 'called', operator: 'onOrAfter', value: { rel: 'now', add: { hours: -24 } }, holds: ['2024-02-28T03:00:00Z'], fails: ['2024-02-28T02:59:59.999Z', null] },
  { fact: 'due', operator: 'onDate', value: '2024-02-29', holds: ['2024-02-29'], fails: ['2024-02-28', null] },
  { fact: 'called', operator: 'onDate', value: '2024-02-29', holds: ['2024-02-28T16:00:00Z', '2024-02-29T15:59:59.999Z'], fails: ['2024-02-28T15:59:59.999Z', '2024-02-29T16:00:00Z', null] },
  { fact: 'due', operator: 'withinLast', value: { n: 7, unit: 'day' }, holds: ['2024-02-22', '2024-02-29'], fails: ['2024-02-21', '2024-03-01', null] },
  { fact: 'due', operator: 'withinNext', value: { n: 1, unit: 'week' }, holds: ['2024-02-29', '2024-03-07'], fails: ['2024-02-28', '2024-03-08', null] },
  { fact: 'due', operator: 'withinLast', value: { n: 12, unit: 'month' }, holds: ['2023-02-28'], fails: ['2023-02-27', null] },
  { fact: 'due', operator: 'withinNext', value: { n: 2, unit: 'workday' }, holds: ['2024-03-02'], fails: ['2024-03-03', null] },
  { fact: 'called', operator: 'withinLast', value: { n: 1, unit: 'day' }, holds: ['2024-02-28T03:00:00Z', '2024-02-29T03:00:00Z'], fails: ['2024-02-28T02:59:59.999Z', '2024-02-29T03:00:00.001Z', null] },
  { fact: 'due', operator: 'olderThan', value: { n: 30, unit: 'day' }, holds: ['2024-01-29'], fails: ['2024-01-30', '2024-02-29', null] },
  { fact: 'due', operator: 'monthEquals', value: '2024-02', holds: ['2024-02-01', '2024-02-29'], fails: ['2024-01-31', '2024-03-01', '2023-02-01', null] },
  { fact: 'due', operator: 'monthEquals', value: { rel: 'today', add: { months: -1 } }, holds: ['2024-01-31'], fails: ['2024-02-01', null] },
  { fact: 'due', operator: 'isMonthEnd', holds: ['2024-02-29', '2023-02-28', '2024-12-31'], fails: ['2024-02-28', '2024-12-30', null] },
  // Sets: order and repetition count for nothing; an empty set is not null.
  { fact: 'tags', operator: 'containsAny', value: ['new', 'old'], holds: [['old'], ['e-bike', 'new']], fails: [['e-bike'], [], null] },
  { fact: 'tags', operator: 'containsAny', value: [], holds: [], fails: [['new'], [], null] },
  { fact: 'tags', operator: 'containsAll', value: ['new', 'old'], holds: [['old', 'new', 'e-bike']], fails: [['new'], [], null] },
  { fact: 'tags', operator: 'containsAll', value: [], holds: [[], ['new']], fails: [null] },
  { fact: 'tags', operator: 'containsNone', value: ['new'], holds: [['old'], [], null], fails: [['new']] },
  { fact: 'tags', operator: 'setEquals', value: ['new', 'old'], holds: [['old', 'new'], ['new', 'old', 'new']], fails: [['new'], [], null] },
  { fact: 'tags', operator: 'setEquals', value: [], holds: [[]], fails: [['new'], null] },
  { fact: 'friends', operator: 'containsAny', value: [id(1)], holds: [[id(1), id(2)]], fails: [[id(2)], [], null] },
  // Rows: all of none hold, none of none does.
  { fact: 'parts', operator: 'some', value: { fact: 'price', operator: 'greaterThan', value: '1.00' }, holds: [[{ price: '1.01' }, { price: null }]], fails: [[], [{ price: '1.00' }], [{ price: null }]] },
  { fact: 'parts', operator: 'every', value: { fact: 'price', operator: 'greaterThan', value: '1.00' }, holds: [[], [{ price: '1.01' }]], fails: [[{ price: '1.01' }, { price: null }]] },
  { fact: 'parts', operator: 'none', value: { fact: 'price', operator: 'greaterThan', value: '1.00' }, holds: [[], [{ price: '1.00' }], [{ price: null }]], fails: [[{ price: '1.01' }]] },
  { fact: 'parts', operator: 'countCmp', value: { is: 'greaterThanInclusive', to: 1 }, holds: [[{ price: null }]], fails: [[]] },
  { fact: 'parts', operator: 'countCmp', value: { is: 'equal', to: 0 }, holds: [[]], fails: [[{ price: null }]] },
  { fact: 'parts', operator: 'sumCmp', value: { of: 'price', is: 'equal', to: '0' }, holds: [[], [{ price: null }], [{ price: '-1.00' }, { price: '1.00' }]], fails: [[{ price: '0.01' }]] },
  { fact: 'parts', operator: 'sumCmp', value: { of: 'price', is: 'between', to: ['0.30', '0.30'] }, holds: [[{ price: '0.10' }, { price: '0.20' }, { price: null }]], fails: [[]] },
  { fact: 'parts', operator: 'minCmp', value: { of: 'price', is: 'lessThan', to: '1.00' }, holds: [[{ price: '0.99' }, { price: '5.00' }]], fails: [[], [{ price: null }], [{ price: '1.00' }]] },
  { fact: 'parts', operator: 'maxCmp', value: { of: 'fittedOn', is: 'after', to: { rel: 'today', add: { days: -1 } } }, holds: [[{ fittedOn: '2024-02-29' }, { fittedOn: '2020-01-01' }]], fails: [[], [{ fittedOn: '2024-02-28' }]] },
  // Oneself and one's unit; the code of a unit stands for it and what lies below.
  { fact: 'ownerUser', operator: 'isSelf', holds: [id(1)], fails: [id(2), null] },
  { fact: 'ownerUnit', operator: 'isMyDept', holds: [id(7)], fails: [id(8), null] },
  { fact: 'ownerUser', operator: 'hasRole', value: 'mechanic', holds: [], fails: [id(1), null] },
  { fact: 'grade', operator: 'gradeAtLeast', value: 'B', holds: ['A', 'B'], fails: ['C', 'D', null] },
];

/** Operators that read another fact than the one they are written on: value of `ownerPath` or `ownerUser.roles`. */
export const throughCases: readonly (OperatorCase & { readonly reads: string })[] = [
  { fact: 'ownerUnit', operator: 'isMyDeptTree', reads: 'ownerPath', holds: ['/HQ/EAST/', '/HQ/EAST/ONE/'], fails: ['/HQ/', '/HQ/EASTERN/', null] },
  { fact: 'ownerUser', operator: 'isMyDeptTree', reads: 'ownerPath', holds: ['/HQ/EAST/'], fails: ['/HQ/', null] },
  { fact: 'ownerUnit', operator: 'inDeptTree', value: 'EAST', reads: 'ownerPath', holds: ['/HQ/EAST/', '/HQ/EAST/ONE/'], fails: ['/HQ/', '/HQ/EASTERN/', null] },
  { fact: 'ownerUnit', operator: 'inDeptTree', value: { ctx: 'user.unitPath' }, reads: 'ownerPath', holds: ['/HQ/EAST/ONE/'], fails: ['/HQ/', null] },
  { fact: 'ownerUnit', operator: 'inDept', value: 'EAST', reads: 'ownerPath', holds: ['/HQ/EAST/'], fails: ['/HQ/EAST/ONE/', '/HQ/', null] },
  { fact: 'ownerUser', operator: 'hasRole', value: 'mechanic', reads: 'ownerUser.roles', holds: [['mechanic'], ['A', 'mechanic']], fails: [['A'], [], null] },
];
