import type { FactDescription, FactScope, FactType } from '../../../engine/condition/types.ts';
import type { FieldDescriptor } from '../../../engine/contract/screens.ts';

const factTypes: Readonly<Record<string, FactType>> = {
  text: 'text',
  longText: 'text',
  serial: 'text',
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
  children: 'rows',
  document: 'ref',
};

/** The facts that conditions and formulas of a form may read in the browser: its own fields, in clear. */
export function formScope(fields: Readonly<Record<string, FieldDescriptor>>): FactScope {
  const facts = new Map<string, FactDescription>();
  for (const field of Object.values(fields)) {
    const type = factTypes[field.type];
    if (type === undefined || field.right === 'mask') continue;
    facts.set(field.key, {
      type,
      ...(field.choices === undefined ? {} : { values: field.choices.map((choice) => choice.value) }),
      ...(field.ordered === undefined ? {} : { ordered: field.ordered }),
      ...(field.children === undefined ? {} : { rows: formScope(Object.fromEntries(field.children.map((child) => [child.key, child]))) }),
    });
    for (const child of field.children ?? []) {
      const childType = factTypes[child.type];
      if (childType !== undefined) facts.set(`${field.key}.${child.key}`, { type: childType });
    }
  }
  facts.set('state', { type: 'enum' });
  return { lookup: (path) => facts.get(path), paths: [...facts.keys()] };
}

/** Values as conditions and formulas read them: references as ids, masked values as unknown. */
export function factRow(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, factValue(value)]));
}

function factValue(value: unknown): unknown {
  if (value === undefined || value === '') return null;
  if (Array.isArray(value)) return value.map((item) => (isPlainObject(item) ? (isReference(item) ? item['id'] : factRow(item)) : item));
  if (isPlainObject(value)) return 'masked' in value ? null : isReference(value) ? value['id'] : value;
  return value;
}

function isReference(value: Record<string, unknown>): boolean {
  return 'id' in value && 'label' in value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
