import { Input } from 'antd';
import { ariaOf, statusOf, type WidgetProps } from './widget.ts';

/** One line of text. */
export function TextWidget(props: WidgetProps) {
  const { field } = props;
  return (
    <Input
      {...ariaOf(props)}
      {...statusOf(props)}
      value={typeof props.value === 'string' ? props.value : ''}
      readOnly={props.readOnly}
      variant={props.inGrid === true ? 'borderless' : 'outlined'}
      {...(field.maxLength === undefined ? {} : { maxLength: field.maxLength })}
      {...(props.autoFocus === true ? { autoFocus: true } : {})}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
      autoComplete="off"
    />
  );
}

/** Several lines; grows with its content. */
export function LongTextWidget(props: WidgetProps) {
  const { field } = props;
  const text = typeof props.value === 'string' ? props.value : '';
  // A count says something only when the room runs out.
  const isNearlyFull = field.maxLength !== undefined && text.length > field.maxLength * 0.9;
  return (
    <Input.TextArea
      {...ariaOf(props)}
      {...statusOf(props)}
      value={text}
      readOnly={props.readOnly}
      autoSize={props.inGrid === true ? { minRows: 1, maxRows: 4 } : { minRows: 3, maxRows: 12 }}
      {...(field.maxLength === undefined ? {} : { maxLength: field.maxLength, showCount: isNearlyFull })}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}
