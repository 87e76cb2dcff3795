import { useState } from 'react';
import { capitalAmount } from '../format/capital-amount.ts';
import { formatMoney } from '../format/money.ts';
import { fromPercent, isYearlyRate, toPercent } from '../format/rate.ts';
import { useLanguage, useWords } from '../i18n/words.tsx';
import { NumberInput } from './number-input.tsx';
import type { WidgetProps } from './widget.ts';

/** An amount; from 10,000 on, its capital form stands under it when the property will be printed. Nothing else comes and
 *  goes with the focus: a button that moves away under the mouse is a click lost. */
export function MoneyWidget(props: WidgetProps) {
  const words = useWords();
  const language = useLanguage();
  const [focused, setFocused] = useState(false);
  const shown = plain(props.value);
  const currency = currencyOf(props);
  const isLarge = shown !== null && /^-?\d{5,}(\.\d+)?$/.test(shown);
  const capital = props.field.capital === true && props.inGrid !== true && isLarge && language === 'zh' ? capitalAmount(shown) : '';
  return (
    <>
      <NumberInput
        widget={props}
        shown={shown}
        scale={props.field.scale ?? 2}
        {...(props.inGrid === true ? {} : { prefix: <span className="unit">{symbolOf(currency)}</span> })}
        onShown={props.onChange}
        placeholder={focused ? words('number.hint') : ''}
        onFocusChange={setFocused}
      />
      {capital === '' ? null : <div className="under-input">{capital}</div>}
    </>
  );
}

export function DecimalWidget(props: WidgetProps) {
  return <NumberInput widget={props} shown={plain(props.value)} onShown={props.onChange} />;
}

export function IntegerWidget(props: WidgetProps) {
  return (
    <NumberInput
      widget={props}
      shown={props.value === null || props.value === undefined ? null : String(props.value)}
      onShown={(text) => {
        const isSafe = text !== null && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text));
        props.onChange(isSafe ? Number(text) : text);
      }}
    />
  );
}

/** Shown in percent, stored as a fraction: `12` typed is `0.12` kept. */
export function RateWidget(props: WidgetProps) {
  const words = useWords();
  const stored = plain(props.value);
  const isNumber = stored !== null && /^-?\d+(\.\d+)?$/.test(stored);
  return (
    <NumberInput
      widget={props}
      shown={stored === null ? null : isNumber ? toPercent(stored).replaceAll(',', '').replace('−', '-') : stored}
      suffix={<span className="unit">{isYearlyRate(props.field) ? words('rate.year') : '%'}</span>}
      onShown={(percent) => props.onChange(percent !== null && /^-?\d+(\.\d+)?$/.test(percent) ? fromPercent(percent) : percent)}
    />
  );
}

function plain(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}

function currencyOf(props: WidgetProps): string {
  const named = props.field.currency;
  if (named === undefined) return 'CNY';
  const sibling = props.values?.[named];
  return typeof sibling === 'string' ? sibling : /^[A-Z]{3}$/.test(named) ? named : 'CNY';
}

function symbolOf(currency: string): string {
  return formatMoney('0', currency, { symbol: true }).split(' ')[0] ?? currency;
}
