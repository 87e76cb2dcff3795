import { scopeOf } from '../../engine/condition/index.ts';
import type { EvaluationContext, FactDescription, FactRow, FactScope, SqlTarget } from '../../engine/condition/index.ts';

/** A repair order with one fact of every type, as memory holds it and as a table: what the three targets are compared on. */

const grades = ['D', 'C', 'B', 'A'] as const;

export const partScope: FactScope = scopeOf(
  new Map<string, FactDescription>([
    ['price', { type: 'money' }],
    ['quantity', { type: 'int' }],
    ['kind', { type: 'enum', values: ['frame', 'wheel', 'brake'] }],
    ['fittedOn', { type: 'date' }],
    ['label', { type: 'text' }],
  ]),
);

export const orderFacts: ReadonlyMap<string, FactDescription> = new Map<string, FactDescription>([
  ['name', { type: 'text', title: '名称' }],
  ['note', { type: 'text' }],
  ['hours', { type: 'int', title: '工时' }],
  ['weight', { type: 'decimal' }],
  ['price', { type: 'money', title: '报价' }],
  ['deposit', { type: 'money', title: '订金' }],
  ['urgent', { type: 'bool', title: '加急' }],
  ['due', { type: 'date', title: '到期日' }],
  ['received', { type: 'date', title: '接单日' }],
  ['called', { type: 'datetime' }],
  ['collected', { type: 'datetime' }],
  ['grade', { type: 'enum', values: grades, ordered: true, title: '客户等级', titles: { A: '甲', B: '乙', C: '丙', D: '丁' } }],
  ['tags', { type: 'enumSet', values: ['new', 'old', 'e-bike'] }],
  ['rider', { type: 'ref' }],
  ['rider.name', { type: 'text', title: '车主姓名' }],
  ['payer', { type: 'ref' }],
  ['friends', { type: 'refSet' }],
  ['manual', { type: 'ref', document: true }],
  ['ownerUser', { type: 'user', title: '经办人' }],
  ['ownerUser.roles', { type: 'enumSet' }],
  ['ownerUnit', { type: 'dept', title: '经办部门' }],
  ['ownerPath', { type: 'text' }],
  ['parts', { type: 'rows', rows: partScope, title: '配件' }],
]);

export const orderScope: FactScope = scopeOf(orderFacts);

export const id = (number: number) => `00000000-0000-7000-8000-00000000000${number}`;

export const context: EvaluationContext = {
  today: '2024-02-29',
  now: '2024-02-29T03:00:00Z',
  zone: 'Asia/Shanghai',
  user: { id: id(1), unitId: id(7), unitPath: '/HQ/EAST/', roles: ['mechanic', 'A'] },
  before: null,
  values: { limit: '500.00' },
  addWorkdays: (date, count) => new Date(Date.parse(date) + count * 86_400_000).toISOString().slice(0, 10),
};

/** Every fact null, and no parts. */
export const emptyOrder: FactRow = { ...Object.fromEntries([...orderFacts.keys()].filter((key) => !key.includes('.')).map((key) => [key, null])), parts: [] };

export const tables = `
  create table orders (
    id int primary key, name text, note text, hours int8, weight numeric, price numeric(20,2), deposit numeric(20,2), urgent boolean,
    due date, received date, called timestamptz, collected timestamptz, grade text, tags text[], rider uuid, rider_name text, payer uuid,
    friends uuid[], manual text, owner_user uuid, owner_user_roles text[], owner_unit uuid, owner_path text);
  create table parts (order_id int, price numeric(20,2), quantity int8, kind text, fitted_on date, label text);`;

export const orderColumns = [
  'name',
  'note',
  'hours',
  'weight',
  'price',
  'deposit',
  'urgent',
  'due',
  'received',
  'called',
  'collected',
  'grade',
  'tags',
  'rider',
  'rider.name',
  'payer',
  'friends',
  'manual',
  'ownerUser',
  'ownerUser.roles',
  'ownerUnit',
  'ownerPath',
] as const;
export const partColumns = ['price', 'quantity', 'kind', 'fittedOn', 'label'] as const;

export const columnName = (path: string) => path.replace('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns of both tables; `rider.name` is an expression, as a followed reference may be. Collects what has to be bound. */
export function workshopTarget(bind: SqlTarget['parameter']): SqlTarget {
  const target = (alias: string): SqlTarget => ({
    column: (path) => (path === 'rider.name' ? `(select ${alias}.rider_name)` : `${alias}.${columnName(path)}`),
    parameter: bind,
    rows: () => ({ from: `from parts p where p.order_id = ${alias}.id`, target: target('p') }),
  });
  return target('o');
}
