import { Checkbox, Radio, Select } from 'antd';
import { useWords } from '../i18n/words.tsx';
import { ariaOf, statusOf, type WidgetProps } from './widget.ts';

/** One of a code table: up to three short choices lie open, more fold into a select with search. */
export function ChoiceWidget(props: WidgetProps) {
  const words = useWords();
  const choices = usable(props);
  const isShort = choices.length <= 3 && choices.every((choice) => choice.title.length <= 8) && props.inGrid !== true && !props.readOnly;
  if (isShort) {
    return (
      <Radio.Group
        id={props.id}
        aria-describedby={props.describedBy}
        value={props.value ?? null}
        onChange={(event) => props.onChange(event.target.value)}
        options={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
      />
    );
  }
  return (
    <Select
      {...ariaOf(props)}
      {...statusOf(props)}
      value={(props.value as string | null | undefined) ?? null}
      disabled={props.readOnly}
      allowClear={!props.field.required}
      variant={props.inGrid === true ? 'borderless' : 'outlined'}
      placeholder={props.readOnly ? '' : words('pick.placeholder')}
      showSearch={choices.length > 7 ? { optionFilterProp: 'label' } : false}
      style={{ width: '100%' }}
      options={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
      onChange={(value: string | undefined) => props.onChange(value ?? null)}
    />
  );
}

export function ChoicesWidget(props: WidgetProps) {
  const words = useWords();
  const choices = usable(props);
  const value = Array.isArray(props.value) ? (props.value as string[]) : [];
  if (choices.length <= 6 && props.inGrid !== true && !props.readOnly) {
    return (
      <Checkbox.Group
        value={value}
        options={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
        onChange={(next) => props.onChange(next)}
      />
    );
  }
  return (
    <Select
      {...ariaOf(props)}
      {...statusOf(props)}
      mode="multiple"
      value={value}
      disabled={props.readOnly}
      variant={props.inGrid === true ? 'borderless' : 'outlined'}
      placeholder={props.readOnly ? '' : words('pick.placeholder')}
      showSearch={{ optionFilterProp: 'label' }}
      maxTagCount="responsive"
      style={{ width: '100%' }}
      options={choices.map((choice) => ({ value: choice.value, label: choice.title }))}
      onChange={(next: string[]) => props.onChange(next)}
    />
  );
}

export function BooleanWidget(props: WidgetProps) {
  const words = useWords();
  if (props.inGrid === true || props.field.default !== undefined) {
    return (
      <Checkbox
        id={props.id}
        aria-describedby={props.describedBy}
        checked={props.value === true}
        disabled={props.readOnly}
        onChange={(event) => props.onChange(event.target.checked)}
      >
        {props.inGrid === true ? null : words('common.yes')}
      </Checkbox>
    );
  }
  return (
    <Radio.Group
      id={props.id}
      disabled={props.readOnly}
      value={props.value ?? null}
      onChange={(event) => props.onChange(event.target.value)}
      options={[
        { value: true, label: words('common.yes') },
        { value: false, label: words('common.no') },
      ]}
    />
  );
}

/** A retired choice is offered only where it already stands. */
function usable(props: WidgetProps) {
  const held = Array.isArray(props.value) ? props.value : [props.value];
  return (props.field.choices ?? []).filter((choice) => choice.retired !== true || held.includes(choice.value));
}
