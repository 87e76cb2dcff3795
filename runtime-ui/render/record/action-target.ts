export interface ActionTarget {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly form: string | null;
  readonly hasPreview: boolean;
  readonly preview?: string;
  readonly confirm: string | null;
  readonly danger: boolean;
}
