import type { FactType } from '../condition/types.ts';
import type { CompiledFormula } from '../condition/formula-types.ts';

/** The engine's own field types. A plugin's type builds on one of them (`base`). */
export type BaseType =
  | 'text'
  | 'longText'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'rate'
  | 'boolean'
  | 'date'
  | 'dateTime'
  | 'choice'
  | 'choices'
  | 'reference'
  | 'references'
  | 'children'
  | 'document'
  | 'attachment'
  | 'attachments'
  | 'serial'
  | 'json';

export interface Choice {
  readonly value: string;
  readonly title: string;
  readonly color?: string;
  readonly retired?: boolean;
  readonly parent?: string;
}

/** One property of an entity (or of an action's input), types resolved, traits flattened. */
export interface FieldModel {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  /** Name of the document type under `/types/`, e.g. `money`, `identity-number`. */
  readonly type: string;
  readonly base: BaseType;
  readonly fact: FactType;
  /** snake_case column; null for children, references (link table) and virtual formulas. */
  readonly column: string | null;
  /** PostgreSQL type of the column, e.g. `numeric(20,2)`. */
  readonly sqlType: string | null;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly unique: boolean;
  readonly searchable: boolean;
  readonly min?: string;
  readonly max?: string;
  readonly above?: string;
  readonly below?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** A yes-or-no that is accepted only as yes. */
  readonly ticked?: boolean;
  /** Decimal places accepted, for decimal, money and rate. */
  readonly scale?: number;
  /** Named check of a plugin's type, e.g. `china.identity-number`; run by the server and, when the type ships one, by the browser. */
  readonly check?: string;
  /** choice(s): the dict's name; children: the child entity; document: the kind. */
  readonly of?: string;
  readonly choices?: readonly Choice[];
  readonly ordered?: boolean;
  /** reference(s): the target entity. */
  readonly to?: string;
  readonly pinned?: boolean;
  readonly currency?: string;
  /** `serial`: the number template, e.g. `SQ{yyyyMMdd}{seq:4}`. */
  readonly serial?: string;
  readonly formula?: CompiledFormula;
  readonly virtual?: boolean;
  readonly sensitive?: SensitiveModel;
  readonly default?: unknown;
  readonly widget: string;
  /** Amounts: show them in capital form under the input. */
  readonly capital?: boolean;
  readonly accept?: readonly string[];
  /** `name` a property had before; the migration plan follows it. */
  readonly formerly: readonly string[];
  /** Pack that declared it. */
  readonly pack: string;
}

/** Encrypted at rest in `<column>_enc` (bytea), found by keyed hash in `<column>_hash`, shown masked from `<column>_mask`. */
export interface SensitiveModel {
  /** `tail`, `phone`, `identity`, `card`, `name`, `all`: how a clear value becomes its mask. */
  readonly mask: string;
  /** Kept in clear for search by the last characters (`<column>_tail`), 0 = none. */
  readonly tail: number;
}
