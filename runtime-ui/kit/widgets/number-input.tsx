import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { groupDigits } from '../format/money.ts';
import { parseNumber } from '../format/parse-number.ts';
import { ariaOf, statusOf, type WidgetProps } from './widget.ts';

interface NumberInputProps {
  readonly widget: WidgetProps;
  /** Plain decimal text as it is shown and typed (a rate already in percent), or null. */
  readonly shown: string | null;
  readonly scale?: number | undefined;
  readonly placeholder?: string;
  readonly prefix?: ReactNode;
  readonly suffix?: ReactNode;
  /** Gets plain decimal text, or null for empty; text that is no number is kept as typed, so that the check can refuse it. */
  onShown(value: string | null): void;
  onFocusChange?(focused: boolean): void;
}

/** A number typed the way people write it (`10万`, `1.5w`, `1,000`), grouped when the cursor leaves; exact throughout. */
export function NumberInput(props: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const { widget } = props;
  const rest = props.shown === null ? '' : (groupDigits(props.shown, props.scale)?.replace('−', '-') ?? props.shown);
  const commit = (text: string) => {
    if (text.trim() === '') props.onShown(null);
    else props.onShown(parseNumber(text) ?? text.trim());
  };
  return (
    <Input
      {...ariaOf(widget)}
      {...statusOf(widget)}
      className="number-input"
      inputMode="decimal"
      value={typed ?? rest}
      readOnly={widget.readOnly}
      variant={widget.inGrid === true ? 'borderless' : 'outlined'}
      prefix={props.prefix}
      suffix={props.suffix}
      placeholder={props.placeholder ?? ''}
      autoComplete="off"
      {...(widget.autoFocus === true ? { autoFocus: true } : {})}
      onFocus={(event) => {
        if (widget.readOnly) return;
        setTyped(props.shown ?? '');
        props.onFocusChange?.(true);
        const input = event.target;
        requestAnimationFrame(() => input.select());
      }}
      onChange={(event) => {
        setTyped(event.target.value);
        commit(event.target.value);
      }}
      onBlur={() => {
        setTyped(null);
        props.onFocusChange?.(false);
      }}
    />
  );
}
