import type { ColumnDescriptor, FieldDescriptor } from '../../../engine/contract/screens.ts';

/** A column seen as a field, so that a filter's value is typed with the same input as the record's. */
export function columnField(column: ColumnDescriptor): FieldDescriptor {
  return {
    key: column.key,
    title: column.title,
    type: column.type,
    widget: column.widget,
    required: false,
    readOnly: false,
    right: 'write',
    ...(column.choices === undefined ? {} : { choices: column.choices }),
    ...(column.to === undefined ? {} : { to: column.to }),
    ...(column.scale === undefined ? {} : { scale: column.scale }),
    ...(column.currency === undefined ? {} : { currency: column.currency }),
  };
}
