import { Button, Input, Slider, Tooltip } from 'antd';
import { useEffect, useId, useState } from 'react';
import { Icon, parseDate } from '../../../../runtime-ui/kit/index.ts';
import type { LoanAsOf } from '../../operations/loan-as-of.ts';
import { useLifeWords } from './life-words.ts';

export interface LifeDays {
  readonly asOf: string;
  readonly knownOn: string;
}

interface LifeControlsProps {
  readonly life: LoanAsOf;
  readonly days: LifeDays;
  onChange(days: LifeDays): void;
}

/** The day, by dragging, by typing, or from one event to the next; and the day of knowledge beside it. */
export function LifeControls({ life, days, onChange }: LifeControlsProps) {
  const words = useLifeWords();
  const { from, to } = life.life;
  const move = (asOf: string): void => onChange({ ...days, asOf });
  const stops = [...new Set(life.events.map((event) => event.valueDate))].filter((day) => day >= from && day <= to).sort();
  const before = stops.findLast((day) => day < days.asOf);
  const after = stops.find((day) => day > days.asOf);
  const total = dayNumber(to) - dayNumber(from);
  return (
    <div className="life-controls">
      <div className="life-slider">
        <Tooltip title={words('before')}>
          <Button
            icon={<Icon name="left" />}
            aria-label={words('before')}
            disabled={before === undefined}
            onClick={() => before !== undefined && move(before)}
          />
        </Tooltip>
        <Slider
          min={0}
          max={Math.max(1, total)}
          value={dayNumber(days.asOf) - dayNumber(from)}
          disabled={total === 0}
          onChange={(value: number) => move(dateOf(dayNumber(from) + value))}
          marks={Object.fromEntries(stops.map((day) => [dayNumber(day) - dayNumber(from), { label: '' }]))}
          tooltip={{ formatter: (value) => dateOf(dayNumber(from) + (value ?? 0)) }}
          ariaLabelForHandle={words('slider', { from, to })}
          ariaValueTextFormatterForHandle={(value) => dateOf(dayNumber(from) + value)}
        />
        <Tooltip title={words('after')}>
          <Button icon={<Icon name="right" />} aria-label={words('after')} disabled={after === undefined} onClick={() => after !== undefined && move(after)} />
        </Tooltip>
      </div>
      <div className="life-days">
        <DayInput label={words('asOf')} value={days.asOf} from={from} to={to} onChange={move} />
        <DayInput
          label={words('knownOn')}
          help={words('knownHelp')}
          value={days.knownOn}
          from={from}
          to={to}
          onChange={(knownOn) => onChange({ ...days, knownOn })}
        />
        <Button disabled={days.asOf === to && days.knownOn === to} onClick={() => onChange({ asOf: to, knownOn: to })}>
          {words('today')}
        </Button>
      </div>
    </div>
  );
}

interface DayInputProps {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly from: string;
  readonly to: string;
  onChange(day: string): void;
}

/** A typed day counts once it is one, held within the loan's life. */
function DayInput({ label, help, value, from, to, onChange }: DayInputProps) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const settle = (): void => {
    const typed = parseDate(text, to);
    const day = typed === undefined ? value : typed < from ? from : typed > to ? to : typed;
    setText(day);
    if (day !== value) onChange(day);
  };
  return (
    <Tooltip title={help}>
      <span className="life-day">
        <label htmlFor={id}>{label}</label>
        <Input id={id} value={text} onChange={(event) => setText(event.target.value)} onBlur={settle} onPressEnter={settle} inputMode="numeric" />
      </span>
    </Tooltip>
  );
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
