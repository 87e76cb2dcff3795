import { expect, test } from 'vitest';
import type { FieldDescriptor } from '../../engine/contract/screens.ts';
import { cellsOfClipboard, pasteRows } from '../../runtime-ui/kit/widgets/paste-rows.ts';

const column = (key: string, type: string, more: Partial<FieldDescriptor> = {}): FieldDescriptor => ({
  key,
  title: key,
  type,
  widget: type,
  required: false,
  readOnly: false,
  right: 'write',
  ...more,
});
const columns = [
  column('name', 'text'),
  column('count', 'integer'),
  column('price', 'money'),
  column('due', 'date'),
  column('kind', 'choice', { choices: [{ value: 'a', title: '甲' }] }),
];
const empty = () => ({ name: null, count: null, price: null, due: null, kind: null });

test('one plain value is left to its input', () => {
  expect(cellsOfClipboard('abc')).toBeUndefined();
  expect(cellsOfClipboard('a\tb\n')).toEqual([['a', 'b']]);
});

test('a block lies over the rows from the cursor and adds what is missing', () => {
  const rows = pasteRows({
    rows: [{ id: '1', name: '旧', count: 5 }],
    columns,
    from: { row: 0, column: 'count' },
    cells: [
      ['2', '1,035.50', '0630', '甲'],
      ['3', '1万', 't', '乙'],
    ],
    today: '2026-11-24',
    empty,
  });
  expect(rows).toEqual([
    { id: '1', name: '旧', count: 2, price: '1035.5', due: '2026-06-30', kind: 'a' },
    { name: null, count: 3, price: '10000', due: '2026-11-24', kind: '乙' },
  ]);
});

test('text that fits no column is kept as typed, for the check to name', () => {
  const [row] = pasteRows({ rows: [], columns, from: { row: 0, column: 'count' }, cells: [['many']], today: '2026-11-24', empty });
  expect(row?.['count']).toBe('many');
});
