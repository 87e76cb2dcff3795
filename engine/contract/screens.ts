import type { Condition } from '../condition/types.ts';

/** What the screens get: documents compiled for drawing, trimmed to the rights of the person. No data in it. */

export interface ChoiceDescriptor {
  readonly value: string;
  readonly title: string;
  readonly color?: string;
  readonly retired?: boolean;
}

export interface FieldDescriptor {
  readonly key: string;
  readonly title: string;
  /** Shown under the label. */
  readonly help?: string;
  /** Base type: text longText integer decimal money rate boolean date dateTime choice choices reference references children document attachment attachments serial json. */
  readonly type: string;
  /** Widget name of the kit or of a plugin, e.g. `money`, `china.identity-number`. */
  readonly widget: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  /** Rights on this field for this person: write, read or mask (a hidden field is not sent at all). */
  readonly right: 'write' | 'read' | 'mask';
  readonly sensitive?: boolean;
  readonly choices?: readonly ChoiceDescriptor[];
  readonly ordered?: boolean;
  /** reference(s): target entity. */
  readonly to?: string;
  /** children: child entity; document: kind. */
  readonly of?: string;
  /** Columns of an inline grid. */
  readonly children?: readonly FieldDescriptor[];
  readonly min?: string;
  readonly max?: string;
  readonly above?: string;
  readonly below?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** A box that must be ticked. */
  readonly ticked?: boolean;
  readonly scale?: number;
  readonly currency?: string;
  /** Named check that the plugin's browser part may offer. */
  readonly check?: string;
  readonly default?: unknown;
  /** Formula source; the browser evaluates it live with the same code as the server. */
  readonly formula?: string;
  readonly accept?: readonly string[];
  /** Show the amount in capital form under the input. */
  readonly capital?: boolean;
}

export interface FormFieldPlace {
  readonly key: string;
  /** Columns of a 24-column grid on a wide screen; always full width on a phone. */
  readonly width: number;
}

export interface FormSection {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  readonly fields: readonly FormFieldPlace[];
  readonly visible?: Condition;
}

export interface FieldRules {
  readonly visible?: Condition;
  readonly required?: Condition;
  readonly readOnly?: Condition;
}

export interface FormDescriptor {
  readonly kind: 'form';
  readonly name: string;
  readonly title: string;
  readonly entity: string | null;
  readonly action: string | null;
  readonly variant: 'create' | 'edit' | 'view' | 'task' | 'portal' | 'input';
  readonly mode: 'sections' | 'tabs' | 'steps';
  readonly fields: Readonly<Record<string, FieldDescriptor>>;
  readonly layout: readonly FormSection[];
  /** By property: the same conditions are enforced by the server. */
  readonly conditions: Readonly<Record<string, FieldRules>>;
}

export interface ColumnDescriptor {
  /** Dotted property path, e.g. `customer.name`; key of the value in a row. */
  readonly key: string;
  readonly title: string;
  readonly type: string;
  readonly widget: string;
  readonly choices?: readonly ChoiceDescriptor[];
  readonly currency?: string;
  readonly scale?: number;
  readonly sortable: boolean;
  readonly filterable: boolean;
  /** Operators offered in the filter builder. */
  readonly operators: readonly string[];
  readonly masked: boolean;
  readonly width?: number;
  readonly hiddenByDefault?: boolean;
  readonly align?: 'right';
  readonly to?: string;
  /** 1..3: shown on the phone's card, in this order. */
  readonly cardRank?: number;
}

export interface ListViewDescriptor {
  readonly key: string;
  readonly title: string;
  readonly filter: Condition | null;
  readonly sort: string | null;
}

export interface ActionButtonDescriptor {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly primary: boolean;
  readonly danger: boolean;
  readonly bulk: boolean;
  readonly confirm: string | null;
  /** Form of its input; null = no input. */
  readonly form: string | null;
  readonly hasPreview: boolean;
  /** Operation that computes the preview; a plugin's block of the same name draws its answer. */
  readonly preview?: string;
  readonly from: readonly string[];
}

export interface ListDescriptor {
  readonly kind: 'list';
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly entity: string;
  readonly columns: readonly ColumnDescriptor[];
  readonly filters: readonly string[];
  readonly views: readonly ListViewDescriptor[];
  readonly searchable: boolean;
  readonly searchTitle?: string;
  readonly defaultSort: string;
  readonly totals: readonly string[];
  readonly actions: readonly ActionButtonDescriptor[];
  readonly canCreate: boolean;
  readonly canExport: boolean;
  readonly createForm: string | null;
  readonly page: string | null;
}

export type BlockDescriptor =
  | { readonly block: 'facts'; readonly key: string; readonly title: string; readonly form: string }
  | {
      readonly block: 'related';
      readonly key: string;
      readonly title: string;
      readonly list: string /** Property of the listed entity that points here. */;
      readonly by: string;
      readonly create: boolean;
    }
  | { readonly block: 'history'; readonly key: string; readonly title: string }
  | { readonly block: 'flow'; readonly key: string; readonly title: string }
  | {
      readonly block: 'figure';
      readonly key: string;
      readonly title: string;
      readonly list: string;
      readonly filter: Condition | null;
      readonly of: string | null;
      readonly measure: 'count' | 'sum';
      readonly help?: string;
    }
  | { readonly block: 'tasks'; readonly key: string; readonly title: string }
  | { readonly block: 'list'; readonly key: string; readonly title: string; readonly list: string; readonly view: string | null; readonly limit: number }
  | { readonly block: 'text'; readonly key: string; readonly title: string; readonly text: string }
  /** A plugin's block, e.g. `bicycle.gears`; data from `POST /api/operations/{operation}` with `{record}`. */
  | { readonly block: 'plugin'; readonly key: string; readonly title: string; readonly name: string; readonly operation: string | null };

export interface PageTab {
  readonly key: string;
  readonly title: string;
  readonly blocks: readonly BlockDescriptor[];
}

export interface PageDescriptor {
  readonly kind: 'page';
  readonly name: string;
  readonly title: string;
  /** Null for a free page such as home. */
  readonly entity: string | null;
  readonly facts: readonly ColumnDescriptor[];
  readonly tabs: readonly PageTab[];
  readonly rail: readonly BlockDescriptor[];
  readonly actions: readonly ActionButtonDescriptor[];
  readonly canEdit: boolean;
  readonly canRetire: boolean;
  readonly editForm: string | null;
  readonly viewForm: string | null;
  readonly states: readonly { readonly key: string; readonly title: string; readonly color?: string; readonly final: boolean }[];
}

export interface MenuItem {
  readonly key: string;
  readonly title: string;
  readonly icon?: string;
  /** Exactly one of: `/list/<name>`, `/page/<name>`, `/tasks`; absent for a group. */
  readonly to?: string;
  /** List whose count is shown (a queue that waits). */
  readonly count?: string;
  readonly items?: readonly MenuItem[];
}

export interface MenuDescriptor {
  readonly kind: 'menu';
  readonly name: string;
  readonly title: string;
  readonly items: readonly MenuItem[];
}

/** `GET /api/screens/entity/{entity}`: where the generated screens of an entity are. */
export interface EntityScreens {
  readonly entity: string;
  readonly title: string;
  readonly list: string;
  readonly page: string;
  readonly forms: Readonly<Record<string, string>>;
  readonly canRead: boolean;
  readonly canCreate: boolean;
}
