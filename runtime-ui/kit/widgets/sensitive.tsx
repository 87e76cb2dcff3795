import { Button, Input } from 'antd';
import { useState } from 'react';
import { useWords } from '../i18n/words.tsx';
import { ariaOf, statusOf, type WidgetProps } from './widget.ts';

/** A value kept encrypted. What is known stays masked and cannot be edited in part: a change replaces it as a whole. */
export function SensitiveWidget(props: WidgetProps) {
  const words = useWords();
  const masked = maskedText(props.value);
  const [kept, setKept] = useState<unknown>(undefined);
  if (masked !== null) {
    return (
      <div className="masked-value">
        <Input {...ariaOf(props)} value={masked} readOnly title={words('masked.help')} />
        {props.readOnly ? null : (
          <Button
            onClick={() => {
              setKept(props.value);
              props.onChange(null);
            }}
          >
            {words('masked.replace')}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="masked-value">
      <Input
        {...ariaOf(props)}
        {...statusOf(props)}
        value={typeof props.value === 'string' ? props.value : ''}
        readOnly={props.readOnly}
        variant={props.inGrid === true ? 'borderless' : 'outlined'}
        autoComplete="off"
        autoFocus={kept !== undefined}
        onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value.trim())}
      />
      {kept === undefined ? null : (
        <Button
          onClick={() => {
            props.onChange(kept);
            setKept(undefined);
          }}
        >
          {words('masked.keep')}
        </Button>
      )}
    </div>
  );
}

export function maskedText(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'masked' in value ? String((value as { masked: unknown }).masked) : null;
}
