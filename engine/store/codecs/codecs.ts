import type { BaseType, FieldModel } from '../../model/index.ts';
import { invariant } from '../../kernel/refusal.ts';

/** How one field type lies in a table and travels. Money, decimals and rates are text everywhere outside PostgreSQL. */
export interface Codec {
  /** Type of the column; null when the values lie in a table of their own. */
  readonly sqlType: string | null;
  /** SQL that turns the column into what JSON carries, the same on the wire and for the server's own use. */
  json(column: string): string;
  /** JavaScript value → statement parameter. */
  bind(value: unknown): unknown;
}

const plain = (column: string): string => column;
const same = (value: unknown): unknown => value ?? null;
const text: Codec = { sqlType: 'text collate "C"', json: plain, bind: same };
const inTableOfItsOwn: Codec = { sqlType: null, json: plain, bind: same };

/** Text of an instant with milliseconds, in UTC. */
export function instantJson(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const codecs: Readonly<Record<BaseType, Codec>> = {
  text,
  longText: text,
  choice: text,
  document: text,
  serial: text,
  integer: { sqlType: 'bigint', json: plain, bind: same },
  decimal: { sqlType: 'numeric', json: (column) => `${column}::text`, bind: same },
  money: { sqlType: 'numeric(20,2)', json: (column) => `${column}::text`, bind: same },
  // Twelve places are stored, the zeros at the end are not shown.
  rate: { sqlType: 'numeric(18,12)', json: (column) => `trim_scale(${column})::text`, bind: same },
  boolean: { sqlType: 'boolean', json: plain, bind: same },
  date: { sqlType: 'date', json: plain, bind: same },
  dateTime: { sqlType: 'timestamptz', json: instantJson, bind: same },
  choices: { sqlType: 'text[]', json: plain, bind: same },
  reference: { sqlType: 'uuid', json: plain, bind: same },
  attachment: { sqlType: 'uuid', json: plain, bind: same },
  json: { sqlType: 'json', json: plain, bind: (value) => (value === null || value === undefined ? null : JSON.stringify(value)) },
  references: inTableOfItsOwn,
  attachments: inTableOfItsOwn,
  children: inTableOfItsOwn,
};

export function codecOf(field: FieldModel): Codec {
  const codec = codecs[field.base];
  invariant(codec !== undefined, `field type "${field.base}" has a codec`);
  return codec;
}

/** Column type of a field that has one; the model may narrow the codec's type (`numeric(20,4)`), never the collation. */
export function columnTypeOf(field: FieldModel): string {
  const own = codecOf(field).sqlType;
  invariant(own !== null, `property "${field.key}" has a column`);
  if (field.sqlType === null || field.sqlType === 'text' || own.startsWith('text')) return own;
  return field.sqlType;
}
