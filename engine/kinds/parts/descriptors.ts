import { operatorsFor } from '../../condition/operators.ts';
import type { ActionButtonDescriptor, ColumnDescriptor, FieldDescriptor } from '../../contract/screens.ts';
import { systemTitle } from '../../contract/system-titles.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { ActionModel, FieldModel } from '../../model/index.ts';
import type { CompileContext } from '../kind.ts';
import { fieldAt, systemFacts } from './scope.ts';

/** A field as forms draw it, before it is trimmed to a person's rights. Children bring their columns, one level deep. */
export function fieldDescriptor(field: FieldModel, context: CompileContext, depth = 1): FieldDescriptor {
  const rows = field.base === 'children' && field.of !== undefined && depth > 0 ? [...modelFields(field.of, context).values()] : undefined;
  return {
    key: field.key,
    title: field.title,
    ...(field.description === undefined ? {} : { help: field.description }),
    type: field.base,
    widget: field.widget,
    required: field.required,
    readOnly: field.readOnly,
    right: 'write',
    ...(field.sensitive === undefined ? {} : { sensitive: true }),
    ...(field.choices === undefined ? {} : { choices: field.choices.map(({ parent: _, ...choice }) => choice) }),
    ...(field.ordered === undefined ? {} : { ordered: field.ordered }),
    ...pick(field, [
      'to',
      'of',
      'min',
      'max',
      'above',
      'below',
      'minimum',
      'maximum',
      'minLength',
      'maxLength',
      'pattern',
      'scale',
      'currency',
      'check',
      'default',
      'accept',
      'capital',
      'ticked',
    ]),
    ...(rows === undefined ? {} : { children: rows.map((row) => fieldDescriptor(row, context, depth - 1)) }),
    ...(field.formula === undefined ? {} : { formula: field.formula.source }),
  };
}

/** Fields of an entity with their formulas: the compiled entity's when it stands, else the bare ones. */
export function modelFields(entity: string, context: CompileContext): ReadonlyMap<string, FieldModel> {
  return (
    context.compiled<{ readonly fields: ReadonlyMap<string, FieldModel> }>('entity', entity)?.fields ??
    context.fieldsOf(entity) ??
    new Map<string, FieldModel>()
  );
}

/** A column of a list or a fact of a page at a dotted path; undefined when the path leads nowhere. */
export function columnDescriptor(entity: string, path: string, written: JsonObject, context: CompileContext): ColumnDescriptor | undefined {
  const found = fieldAt(entity, path, context);
  if (found === undefined) return undefined;
  const { field, key } = found;
  const rest = {
    ...(typeof written.width === 'number' ? { width: written.width } : {}),
    ...(written.hidden === true ? { hiddenByDefault: true } : {}),
    ...(typeof written.card === 'number' ? { cardRank: written.card } : {}),
  };
  const title = typeof written.title === 'string' ? written.title : undefined;
  if (field === null) {
    const states =
      key === 'state'
        ? [...context.statesOf(found.entity).values()].map((state) => ({
            value: state.key,
            title: state.title,
            ...(state.color === undefined ? {} : { color: state.color }),
          }))
        : undefined;
    const type = systemTypes[key] ?? 'text';
    const to = key === 'ownerUnit' ? 'org-unit' : type === 'reference' && key !== 'id' ? 'staff' : undefined;
    return {
      key: path,
      title: title ?? systemTitle(key, context.language) ?? key,
      type,
      widget: key === 'state' ? 'state' : type,
      ...(states === undefined ? {} : { choices: states }),
      ...(to === undefined ? {} : { to }),
      sortable: key !== 'ownerPath',
      filterable: true,
      operators: operatorsFor(systemFacts[key] ?? 'text'),
      masked: false,
      ...rest,
    };
  }
  const isStored = field.column !== null;
  const isPlain = isStored && field.sensitive === undefined && field.base !== 'json' && field.base !== 'attachments' && field.base !== 'attachment';
  return {
    key: path,
    title: title ?? field.title,
    type: field.base,
    widget: field.widget,
    ...(field.choices === undefined ? {} : { choices: field.choices.map(({ parent: _, ...choice }) => choice) }),
    ...pick(field, ['currency', 'scale', 'to']),
    sortable: isPlain && field.base !== 'choices' && field.base !== 'longText',
    filterable: isPlain || field.base === 'references',
    operators: isPlain || field.base === 'references' ? operatorsFor(field.fact) : [],
    masked: field.sensitive !== undefined,
    ...(['money', 'decimal', 'rate', 'integer'].includes(field.base) ? { align: 'right' as const } : {}),
    ...rest,
  };
}

const systemTypes: Readonly<Record<string, string>> = {
  id: 'text',
  state: 'choice',
  version: 'integer',
  createdAt: 'dateTime',
  updatedAt: 'dateTime',
  createdBy: 'reference',
  updatedBy: 'reference',
  ownerUser: 'reference',
  ownerUnit: 'reference',
  ownerPath: 'text',
};

export function actionButton(action: ActionModel, written: JsonObject = {}): ActionButtonDescriptor {
  return {
    name: action.name,
    title: typeof written.title === 'string' ? written.title : action.title,
    ...(action.description === undefined ? {} : { description: action.description }),
    primary: action.primary,
    danger: action.danger,
    bulk: action.bulk,
    confirm: action.confirm,
    form: action.form,
    hasPreview: action.preview !== null,
    ...(action.preview === null ? {} : { preview: action.preview }),
    from: action.from,
  };
}

function pick(field: FieldModel, keys: readonly (keyof FieldModel)[]): Record<string, never> {
  return Object.fromEntries(keys.filter((key) => field[key] !== undefined).map((key) => [key, field[key]])) as Record<string, never>;
}
