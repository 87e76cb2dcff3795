import { conditionToSentence } from '../../../engine/condition/condition-to-sentence.ts';
import type { Condition, FactType } from '../../../engine/condition/types.ts';
import type { ColumnDescriptor } from '../../../engine/contract/screens.ts';
import type { Language } from '../../kit/index.ts';

const factTypes: Readonly<Record<string, FactType>> = {
  integer: 'int',
  decimal: 'decimal',
  rate: 'decimal',
  money: 'money',
  boolean: 'bool',
  date: 'date',
  dateTime: 'datetime',
  choice: 'enum',
  choices: 'enumSet',
  reference: 'ref',
  references: 'refSet',
};

/** A filter as a sentence: `申请金额 大于 500,000 且 担保方式 含有任一（抵押）`. `labels` are names of referenced records. */
export function filterSentence(filter: Condition, columns: readonly ColumnDescriptor[], labels: ReadonlyMap<string, string>, language: Language): string {
  return conditionToSentence(
    filter,
    {
      lookup: (path) => {
        const column = columns.find((item) => item.key === path);
        if (column === undefined) return undefined;
        const titles = Object.fromEntries([
          ...(column.choices ?? []).map((choice) => [choice.value, choice.title] as const),
          ...(column.to === undefined ? [] : labels),
        ]);
        return { title: column.title, titles, type: factTypes[column.type] ?? 'text' } as never;
      },
    },
    language,
  );
}
