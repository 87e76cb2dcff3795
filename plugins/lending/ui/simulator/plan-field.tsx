import { useId } from 'react';
import { FieldWidget, type WidgetProps } from '../../../../runtime-ui/kit/index.ts';
import { useSimulatorWords } from './simulator-words.ts';

interface PlanFieldProps {
  readonly name: string;
  readonly title: string;
  readonly type: 'money' | 'integer' | 'decimal' | 'date' | 'choice' | 'text';
  readonly value: unknown;
  readonly wrong: boolean;
  readonly help?: string | undefined;
  readonly choices?: readonly { readonly value: string; readonly title: string }[];
  /** Half of the width. */
  readonly half?: boolean;
  onChange(value: unknown): void;
}

/** A labelled input of the simulator, with the kit's own widgets: `10万`, `+30` and pasted amounts work as in every form. */
export function PlanField(props: PlanFieldProps) {
  const words = useSimulatorWords();
  const id = useId();
  const field: WidgetProps['field'] = {
    key: props.name,
    title: props.title,
    type: props.type,
    widget: props.type,
    required: false,
    readOnly: false,
    right: 'write',
    ...(props.choices === undefined ? {} : { choices: props.choices.map((choice) => ({ ...choice })) }),
  };
  const text = props.wrong ? words('wrong', { field: props.title }) : props.help;
  return (
    <div className={props.half === true ? 'field sim-half' : 'field'}>
      <label className="field-label" htmlFor={id}>
        {props.title}
      </label>
      <FieldWidget
        id={id}
        field={field}
        value={props.value}
        onChange={props.onChange}
        readOnly={false}
        invalid={props.wrong}
        describedBy={text === undefined ? undefined : `${id}-text`}
      />
      {text === undefined ? null : (
        <div id={`${id}-text`} className={props.wrong ? 'field-error' : 'field-help'} role={props.wrong ? 'alert' : undefined}>
          {text}
        </div>
      )}
    </div>
  );
}
