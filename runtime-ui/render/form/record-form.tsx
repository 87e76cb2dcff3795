import Form from '@rjsf/core/lib/components/Form.js';
import type { RJSFSchema } from '@rjsf/utils';
import { Button } from 'antd';
import { type ReactNode, useEffect, useId, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react';
import type { FormDescriptor } from '../../../engine/contract/screens.ts';
import { ProblemError, useIsPhone, useKeys, useSession, useWords } from '../../kit/index.ts';
import { checkValues } from './check-values.ts';
import { AnchorRail } from './anchor-rail.tsx';
import { formSchema } from './form-schema.ts';
import { FieldTemplate, type FormContext, hasProblem, LoomField, ObjectTemplate, visibleSections } from './form-templates.tsx';
import { type LiveState, prepareRules } from './live-rules.ts';
import { ProblemList } from './problem-list.tsx';
import { rjsfValidator } from './rjsf-validator.ts';

type Values = Readonly<Record<string, unknown>>;

export interface RecordFormHandle {
  submit(): void;
  readonly state: LiveState;
}

interface RecordFormProps {
  readonly form: FormDescriptor;
  readonly values: Values;
  onChange(values: Values): void;
  /** Resolves when the server has taken it; a ProblemError's pointers go to their fields. */
  onSubmit?(state: LiveState): Promise<void>;
  /** Text of the button; null draws none (the frame around has its own). */
  readonly submitTitle?: string | null;
  readonly onCancel?: () => void;
  readonly readOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly extraActions?: ReactNode;
  /** In a dialog or drawer: no anchor rail, the buttons belong to the frame. */
  readonly embedded?: boolean;
  readonly handle?: Ref<RecordFormHandle>;
}

const fields = { loom: LoomField };
const templates = { ObjectFieldTemplate: ObjectTemplate, FieldTemplate };
const formState = { constAsDefaults: 'never', emptyObjectFields: 'skipDefaults', arrayMinItems: { populate: 'never' } } as const;

/** A form as its document draws it: values, live rules, checks at the field, a list of what is wrong at the top. */
export function RecordForm(props: RecordFormProps) {
  const words = useWords();
  const session = useSession();
  const isPhone = useIsPhone();
  const idPrefix = `f${useId().replaceAll(/\W/g, '')}`;
  const rules = useMemo(() => prepareRules(props.form, session), [props.form, session]);
  const state = useMemo(() => rules(props.values), [rules, props.values]);
  const schema = useMemo(() => formSchema(props.form, state), [props.form, state]);
  const uiSchema = useMemo(() => Object.fromEntries(Object.keys(props.form.fields).map((key) => [key, { 'ui:field': 'loom' }])), [props.form]);
  const validator = useMemo(() => rjsfValidator(words), [words]);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [refusal, setRefusal] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);
  const [section, setSection] = useState('');
  const rjsf = useRef<Form<Record<string, unknown>>>(null);
  const root = useRef<HTMLDivElement>(null);
  const sections = visibleSections(props.form, state);
  const isSteps = props.form.mode === 'steps' && sections.length > 1 && props.readOnly !== true;
  const at = Math.max(
    0,
    sections.findIndex((item) => item.key === section),
  );
  const isLastStep = !isSteps || at === sections.length - 1;
  // Who mends a refused value need not walk to the last step again. The two buttons keep keys of their own: a button that
  // became the submit button under the pointer would submit with the click that led to the last step.
  const maySave = isLastStep || refusal !== null;

  const showProblems = (next: ReadonlyMap<string, string>) => {
    setProblems(next);
    if (next.size === 0) return;
    const first = sections.find((item) => hasProblem(item, next));
    if (first !== undefined && props.form.mode !== 'sections') setSection(first.key);
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('.problem-list')?.focus());
  };
  const run = async () => {
    if (busy || props.onSubmit === undefined) return;
    setBusy(true);
    setRefusal(null);
    try {
      await props.onSubmit(state);
      setProblems(new Map());
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setRefusal(error);
      showProblems(new Map(error.errors.map((item) => [item.pointer, item.detail])));
    } finally {
      setBusy(false);
    }
  };
  const submit = () => rjsf.current?.submit();
  const nextStep = () => {
    const current = sections[at];
    const wrong = checkValues(schema, state.values, words).filter(({ pointer }) =>
      current?.fields.some((place) => pointer === `/${place.key}` || pointer.startsWith(`/${place.key}/`)),
    );
    if (wrong.length > 0) return showProblems(new Map(wrong.map(({ pointer, message }) => [pointer, message])));
    setProblems(new Map());
    setSection(sections[at + 1]?.key ?? '');
    root.current?.scrollIntoView({ block: 'start' });
  };
  useKeys({ 'mod+Enter': () => (isLastStep ? submit() : nextStep()) }, props.readOnly !== true && props.onSubmit !== undefined);
  useImperativeHandle(props.handle, () => ({ submit, state }));
  useEffect(() => setProblems(new Map()), [props.form]);

  const context: FormContext = {
    form: props.form,
    state,
    problems,
    readOnly: props.readOnly === true,
    idPrefix,
    section,
    setSection,
    autoFocus: props.autoFocus === true && !isPhone,
  };
  const hasRail = props.embedded !== true && props.form.mode === 'sections' && sections.length > 2;
  return (
    <div className={hasRail ? 'record-form with-rail' : 'record-form'} ref={root}>
      <div className="form-body">
        <ProblemList refusal={refusal} problems={problems} form={props.form} onJump={(pointer) => jump(pointer)} />
        <Form<Record<string, unknown>>
          ref={rjsf}
          schema={schema as RJSFSchema}
          uiSchema={uiSchema}
          formData={state.values as Record<string, unknown>}
          formContext={context}
          fields={fields}
          templates={templates}
          validator={validator}
          idPrefix={idPrefix}
          showErrorList={false}
          noHtml5Validate
          experimental_defaultFormStateBehavior={formState}
          experimental_componentUpdateStrategy="always"
          onChange={({ formData }) => {
            const next = formData ?? {};
            if (problems.size > 0) setProblems(stillOpen(problems, props.values, next));
            props.onChange(next);
          }}
          onError={(errors) =>
            showProblems(new Map(errors.map((error) => [String((error.params as { pointer?: string } | undefined)?.pointer ?? ''), error.message ?? ''])))
          }
          onSubmit={() => void run()}
        >
          {props.onSubmit === undefined || props.submitTitle === null ? (
            <></>
          ) : (
            <div className="form-foot">
              <div className="form-foot-keys quiet">{words('form.keys')}</div>
              {props.extraActions}
              {props.onCancel === undefined ? null : <Button onClick={props.onCancel}>{words('common.cancel')}</Button>}
              {isSteps && at > 0 ? <Button onClick={() => setSection(sections[at - 1]?.key ?? '')}>{words('common.previous')}</Button> : null}
              {isLastStep ? null : (
                <Button key="next" type={maySave ? 'default' : 'primary'} onClick={nextStep}>
                  {words('common.next')}
                </Button>
              )}
              {maySave ? (
                <Button key="save" type="primary" htmlType="submit" loading={busy}>
                  {props.submitTitle ?? words('common.save')}
                </Button>
              ) : null}
            </div>
          )}
        </Form>
      </div>
      {hasRail ? <AnchorRail sections={sections} problems={problems} idPrefix={idPrefix} /> : null}
    </div>
  );

  function jump(pointer: string): void {
    const [key = '', row, column] = pointer.split('/').slice(1);
    const home = sections.find((item) => item.fields.some((place) => place.key === key));
    if (home !== undefined && props.form.mode !== 'sections') setSection(home.key);
    setTimeout(() => {
      const id = row === undefined ? `${idPrefix}-${key}` : `${idPrefix}-${key}-${row}-${column ?? ''}`;
      const target = document.getElementById(id) ?? document.getElementById(`${idPrefix}-${key}`);
      target?.scrollIntoView({ block: 'center', behavior: 'smooth' });
      target?.focus({ preventScroll: true });
    }, 30);
  }
}

/** A refusal stands until its value changes. */
function stillOpen(problems: ReadonlyMap<string, string>, before: Values, after: Values): ReadonlyMap<string, string> {
  return new Map([...problems].filter(([pointer]) => sameAt(pointer, before, after)));
}

function sameAt(pointer: string, before: unknown, after: unknown): boolean {
  let a = before;
  let b = after;
  for (const token of pointer.split('/').slice(1)) {
    if (a === b) return true;
    a = (a as Values | null | undefined)?.[token];
    b = (b as Values | null | undefined)?.[token];
  }
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
