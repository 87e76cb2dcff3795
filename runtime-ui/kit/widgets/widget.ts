import type { ComponentType } from 'react';
import type { FieldDescriptor } from '../../../engine/contract/screens.ts';

/** What an input of a form gets. The value is in its wire shape, except that references keep their label beside the id. */
export interface WidgetProps {
  readonly id: string;
  readonly field: FieldDescriptor;
  readonly value: unknown;
  /** `null` clears; undefined is never sent. */
  onChange(value: unknown): void;
  readonly readOnly: boolean;
  readonly invalid: boolean;
  /** Id of the texts that explain or refuse the value. */
  readonly describedBy?: string | undefined;
  /** Inside a grid's cell: no frame of its own, no help under it. */
  readonly inGrid?: boolean;
  readonly autoFocus?: boolean;
  /** Entity of the form: what a recent list or a duplicate check belongs to. */
  readonly entity?: string | null;
  /** Refusals inside the value, by pointer relative to it: `/0/quantity`. */
  readonly problems?: ReadonlyMap<string, string>;
  /** The whole form's values, for widgets that depend on a neighbour (currency). */
  readonly values?: Readonly<Record<string, unknown>>;
}

export type Widget = ComponentType<WidgetProps>;

/** The ARIA part that every widget puts on its input. */
export function ariaOf(props: WidgetProps): Record<string, unknown> {
  return {
    id: props.id,
    'aria-invalid': props.invalid || undefined,
    'aria-required': props.field.required || undefined,
    'aria-describedby': props.describedBy,
    ...(props.inGrid === true ? { 'aria-label': props.field.title } : {}),
  };
}

export function statusOf(props: WidgetProps): { readonly status?: 'error' } {
  return props.invalid ? { status: 'error' } : {};
}
