import type { FieldProps, FieldTemplateProps, ObjectFieldTemplateProps } from '@rjsf/utils';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import type { FieldDescriptor, FormDescriptor, FormSection } from '../../../engine/contract/screens.ts';
import { FieldWidget, Icon, useWords } from '../../kit/index.ts';
import type { LiveState } from './live-rules.ts';

/** What the templates need beyond rjsf's own: handed down as the form's context. */
export interface FormContext {
  readonly form: FormDescriptor;
  readonly state: LiveState;
  readonly problems: ReadonlyMap<string, string>;
  readonly readOnly: boolean;
  readonly idPrefix: string;
  readonly section: string;
  setSection(key: string): void;
  readonly autoFocus: boolean;
}

function contextOfForm(props: { readonly registry: { readonly formContext: unknown } }): FormContext {
  return props.registry.formContext as FormContext;
}

/** Lays the fields out in the sections of the document: one under another, as tabs, or one step at a time. */
export function ObjectTemplate(props: ObjectFieldTemplateProps) {
  const context = contextOfForm(props);
  const contents = new Map<string, ReactNode>(props.properties.map((property) => [property.name, property.content]));
  const sections = visibleSections(context.form, context.state);
  const drawn = (section: FormSection) => <SectionBody section={section} contents={contents} form={context.form} />;
  if (context.form.mode === 'sections' || sections.length < 2) {
    return sections.map((section) => (
      <section key={section.key} className="form-section" id={`${context.idPrefix}-section-${section.key}`} data-section={section.key}>
        {sections.length > 1 || section.description !== undefined ? <SectionHead section={section} /> : null}
        {drawn(section)}
      </section>
    ));
  }
  const current = sections.find((section) => section.key === context.section) ?? sections[0];
  if (current === undefined) return null;
  if (context.form.mode === 'tabs') {
    return (
      <>
        <Tabs
          activeKey={current.key}
          onChange={context.setSection}
          items={sections.map((section) => ({
            key: section.key,
            label: <span className={hasProblem(section, context.problems) ? 'tab-problem' : undefined}>{section.title}</span>,
          }))}
        />
        {drawn(current)}
      </>
    );
  }
  return (
    <>
      <StepBar sections={sections} current={current.key} problems={context.problems} onChoose={context.setSection} />
      <section className="form-section" data-section={current.key}>
        {current.description === undefined ? null : <p className="section-help">{current.description}</p>}
        {drawn(current)}
      </section>
    </>
  );
}

export function visibleSections(form: FormDescriptor, state: LiveState): FormSection[] {
  return form.layout.filter((section) => state.isSectionVisible(section.key) && section.fields.some((place) => state.isVisible(place.key)));
}

export function hasProblem(section: FormSection, problems: ReadonlyMap<string, string>): boolean {
  return [...problems.keys()].some((pointer) => section.fields.some((place) => pointer === `/${place.key}` || pointer.startsWith(`/${place.key}/`)));
}

function SectionHead(props: { readonly section: FormSection }) {
  return (
    <header className="section-head">
      <h2>{props.section.title}</h2>
      {props.section.description === undefined ? null : <p className="section-help">{props.section.description}</p>}
    </header>
  );
}

function SectionBody(props: { readonly section: FormSection; readonly contents: ReadonlyMap<string, ReactNode>; readonly form: FormDescriptor }) {
  return (
    <div className="form-grid">
      {props.section.fields.map((place) => {
        const content = props.contents.get(place.key);
        return content === undefined ? null : (
          <div key={place.key} className="form-cell" style={{ gridColumn: `span ${isWide(props.form.fields[place.key]) ? 24 : place.width}` }}>
            {content}
          </div>
        );
      })}
    </div>
  );
}

function isWide(field: FieldDescriptor | undefined): boolean {
  return field?.type === 'children';
}

function StepBar(props: {
  readonly sections: readonly FormSection[];
  readonly current: string;
  readonly problems: ReadonlyMap<string, string>;
  onChoose(key: string): void;
}) {
  const words = useWords();
  const at = props.sections.findIndex((section) => section.key === props.current);
  return (
    <ol className="step-bar" aria-label={words('form.step', { step: at + 1, count: props.sections.length })}>
      {props.sections.map((section, index) => (
        <li key={section.key} data-status={index < at ? 'done' : index === at ? 'now' : 'ahead'}>
          <button type="button" aria-current={index === at ? 'step' : undefined} onClick={() => props.onChoose(section.key)}>
            <span className="step-mark">{hasProblem(section, props.problems) ? '!' : index < at ? <Icon name="check" size={13} /> : index + 1}</span>
            <span className="step-title">{section.title}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Label, input, help, and the refusal of one field. */
export function FieldTemplate(props: FieldTemplateProps) {
  const context = contextOfForm(props);
  const key = props.fieldPathId.path.at(-1);
  if (key === undefined || props.fieldPathId.path.length !== 1) return props.children;
  const field = context.form.fields[String(key)];
  if (field === undefined) return props.children;
  const problem = context.problems.get(`/${field.key}`);
  const inputId = inputIdOf(context, field.key);
  const isRequired = context.state.isRequired(field.key);
  return (
    <div className={problem === undefined ? 'field' : 'field has-problem'} data-field={field.key}>
      <label className="field-label" htmlFor={inputId} id={`${inputId}-label`}>
        {field.title}
        {isRequired && !context.readOnly && !isGivenBySystem(field) ? (
          <span className="required-mark" aria-hidden>
            {' *'}
          </span>
        ) : null}
      </label>
      {props.children}
      {field.help === undefined ? null : (
        <div className="field-help" id={`${inputId}-help`}>
          {field.help}
        </div>
      )}
      {problem === undefined ? null : (
        <div className="field-error" id={`${inputId}-problem`} role="alert">
          {problem}
        </div>
      )}
    </div>
  );
}

/** rjsf's field for every property: hands over to the kit's input for the type. */
export function LoomField(props: FieldProps) {
  const context = contextOfForm(props);
  const key = String(props.fieldPathId.path.at(-1) ?? '');
  const field = context.form.fields[key];
  if (field === undefined) return null;
  const id = inputIdOf(context, key);
  const problem = context.problems.get(`/${key}`);
  const inner = new Map(
    [...context.problems].filter(([pointer]) => pointer.startsWith(`/${key}/`)).map(([pointer, message]) => [pointer.slice(key.length + 1), message] as const),
  );
  const described = [field.help === undefined ? '' : `${id}-help`, problem === undefined ? '' : `${id}-problem`].filter((part) => part !== '').join(' ');
  return (
    <FieldWidget
      id={id}
      field={context.state.isRequired(key) === field.required ? field : { ...field, required: context.state.isRequired(key) }}
      value={context.state.values[key] ?? null}
      values={context.state.values}
      entity={context.form.entity}
      readOnly={context.readOnly || field.readOnly || field.right !== 'write' || context.state.isReadOnly(key)}
      invalid={problem !== undefined}
      problems={inner}
      describedBy={described === '' ? undefined : described}
      autoFocus={context.autoFocus && isFirst(context, key)}
      onChange={(value) => props.onChange(value, props.fieldPathId.path)}
    />
  );
}

function inputIdOf(context: Pick<FormContext, 'idPrefix'>, key: string): string {
  return `${context.idPrefix}-${key}`;
}

function isFirst(context: FormContext, key: string): boolean {
  return visibleSections(context.form, context.state)[0]?.fields[0]?.key === key;
}

function isGivenBySystem(field: FieldDescriptor): boolean {
  return field.formula !== undefined || field.type === 'serial' || field.readOnly || field.right !== 'write';
}
