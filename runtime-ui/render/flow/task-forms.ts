import type { FieldDescriptor, FormDescriptor, FormSection } from '../../../engine/contract/screens.ts';
import type { TaskDetail } from '../../../engine/contract/wire.ts';

export interface TaskForms {
  /** Fields that this node may change. */
  readonly editable: FormDescriptor | null;
  /** Everything else, to read. */
  readonly readable: FormDescriptor | null;
  /** Facts of the node itself that are no property of the record. */
  readonly input: FormDescriptor | null;
}

/** Parts a task's form by what the node allows: to fill in, to read, hidden. Columns of a grid count with their grid. */
export function splitTaskForm(form: FormDescriptor | null, detail: TaskDetail): TaskForms {
  return { editable: form === null ? null : editablePart(form, detail), readable: form === null ? null : readablePart(form, detail), input: inputForm(detail) };
}

function editablePart(form: FormDescriptor, detail: TaskDetail): FormDescriptor | null {
  const isEditable = (key: string) =>
    Object.entries(detail.fields).some(([path, right]) => (right === 'write' || right === 'required') && (path === key || path.startsWith(`${key}.`)));
  return part(form, isEditable, (field) => ({
    ...field,
    required: field.required || detail.fields[field.key] === 'required',
    right: 'write',
    readOnly: false,
    ...(field.children === undefined ? {} : { children: field.children.map((child) => childField(field, child, detail)) }),
  }));
}

function readablePart(form: FormDescriptor, detail: TaskDetail): FormDescriptor | null {
  const isReadable = (key: string) => !['hidden', 'write', 'required'].includes(detail.fields[key] ?? 'read');
  return part(form, isReadable, (field) => ({ ...field, readOnly: true }));
}

function part(form: FormDescriptor, isKept: (key: string) => boolean, change: (field: FieldDescriptor) => FieldDescriptor): FormDescriptor | null {
  const fields = Object.fromEntries(Object.entries(form.fields).map(([key, field]) => [key, isKept(key) ? change(field) : { ...field, readOnly: true }]));
  const layout: FormSection[] = form.layout
    .map((section) => ({ ...section, fields: section.fields.filter((place) => isKept(place.key)) }))
    .filter((section) => section.fields.length > 0);
  return layout.length === 0 ? null : { ...form, mode: 'sections', fields, layout };
}

function childField(field: FieldDescriptor, child: FieldDescriptor, detail: TaskDetail): FieldDescriptor {
  const right = detail.fields[`${field.key}.${child.key}`] ?? detail.fields[field.key];
  return { ...child, right: right === 'write' || right === 'required' ? 'write' : 'read', required: right === 'required' };
}

function inputForm(detail: TaskDetail): FormDescriptor | null {
  if (detail.input.length === 0) return null;
  return {
    kind: 'form',
    name: `task-input`,
    title: '',
    entity: detail.task.entity,
    action: null,
    variant: 'input',
    mode: 'sections',
    fields: Object.fromEntries(detail.input.map((field) => [field.key, field])),
    layout: [{ key: 'input', title: '', fields: detail.input.map((field) => ({ key: field.key, width: field.type === 'longText' ? 24 : 12 })) }],
    conditions: {},
  };
}
