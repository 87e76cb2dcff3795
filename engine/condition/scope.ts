import type { FactDescription, FactScope, FactType } from './types.ts';

/** A place's facts from a plain map, with further scopes behind relations: `customer` → facts of the customer, so that
 *  `customer.grade` is found there. A relation is followed at most `depth` times. */
export function scopeOf(facts: ReadonlyMap<string, FactDescription>, relations: ReadonlyMap<string, () => FactScope> = new Map(), depth = 3): FactScope {
  const lookup = (path: string): FactDescription | undefined => {
    const direct = facts.get(path);
    if (direct) return direct;
    for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      const relation = relations.get(path.slice(0, dot));
      if (relation && path.split('.').length <= depth + 1) return relation().lookup(path.slice(dot + 1));
    }
    return undefined;
  };
  return { lookup, paths: [...facts.keys()] };
}

/** Facts that every place has: who acts and when. */
export const contextFacts: ReadonlyMap<string, FactDescription> = new Map([
  ['today', { type: 'date', title: '今天' }],
  ['now', { type: 'datetime', title: '现在' }],
  ['user.id', { type: 'user', title: '本人' }],
  ['user.unitId', { type: 'dept', title: '本部门' }],
]);

/** What the engine's field types are in conditions; `to` refines a reference to a person or a unit. */
export function factTypeOf(base: string, to?: string): FactType {
  if (base === 'reference' && to === 'staff') return 'user';
  if (base === 'reference' && to === 'org-unit') return 'dept';
  return factTypes[base] ?? 'text';
}

const factTypes: Readonly<Record<string, FactType>> = {
  text: 'text',
  longText: 'text',
  serial: 'text',
  json: 'text',
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
  document: 'ref',
  attachment: 'ref',
  attachments: 'refSet',
  children: 'rows',
};

/** What a screen knows about a field; a `FieldDescriptor` is one. */
export interface ScreenField {
  readonly key: string;
  readonly title?: string;
  readonly type: string;
  readonly to?: string;
  readonly ordered?: boolean;
  readonly sensitive?: boolean;
  readonly choices?: readonly { readonly value: string; readonly title: string }[];
  readonly children?: readonly ScreenField[];
}

/** The scope of a form in the browser, from the descriptors of its fields. */
export function scopeOfFields(fields: Iterable<ScreenField>): FactScope {
  const facts = new Map(contextFacts);
  for (const field of fields) facts.set(field.key, describeField(field));
  return scopeOf(facts);
}

function describeField({ type, to, choices, ordered, sensitive, title, children }: ScreenField): FactDescription {
  return {
    type: factTypeOf(type, to),
    ...(title === undefined ? {} : { title }),
    ...(choices ? { values: choices.map((choice) => choice.value), titles: Object.fromEntries(choices.map((choice) => [choice.value, choice.title])) } : {}),
    ...(ordered ? { ordered } : {}),
    ...(sensitive ? { sensitive } : {}),
    ...(type === 'document' ? { document: true } : {}),
    ...(children ? { rows: scopeOfFields(children) } : {}),
  };
}
