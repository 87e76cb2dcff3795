import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Icon } from '../icons.tsx';
import { parseDate } from '../format/dates.ts';
import { useWords } from '../i18n/words.tsx';
import { useBusinessDate } from '../session.ts';
import { ariaOf, statusOf, type WidgetProps } from './widget.ts';

/** A day, typed (`t`, `+30`, `0630`, `2026-06-30`) or picked from the calendar behind the icon. */
export function DateWidget(props: WidgetProps) {
  const words = useWords();
  const today = useBusinessDate();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const value = typeof props.value === 'string' ? props.value : '';
  const settle = () => {
    if (typed === null) return;
    props.onChange(typed.trim() === '' ? null : (parseDate(typed, today) ?? typed.trim()));
    setTyped(null);
  };
  return (
    <div className="date-widget">
      <Input
        {...ariaOf(props)}
        {...statusOf(props)}
        value={typed ?? value}
        readOnly={props.readOnly}
        variant={props.inGrid === true ? 'borderless' : 'outlined'}
        placeholder={props.readOnly || props.inGrid === true ? '' : 'YYYY-MM-DD'}
        title={words('date.hint')}
        autoComplete="off"
        inputMode="text"
        onChange={(event) => {
          setTyped(event.target.value);
          const date = parseDate(event.target.value, today);
          if (event.target.value === '') props.onChange(null);
          else if (date !== undefined && event.target.value.length >= 8) props.onChange(date);
        }}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle();
          if (event.key === 'ArrowDown' && event.altKey) setOpen(true);
        }}
        suffix={
          props.readOnly ? null : (
            <button type="button" tabIndex={-1} className="bare-button" aria-label={words('pick.placeholder')} onClick={() => setOpen((was) => !was)}>
              <Icon name="calendar" size={15} />
            </button>
          )
        }
      />
      {open ? (
        <DatePicker
          className="date-anchor"
          open
          value={dayjs(value).isValid() && value !== '' ? dayjs(value) : null}
          onOpenChange={setOpen}
          onChange={(date) => {
            props.onChange(date === null ? null : date.format('YYYY-MM-DD'));
            setTyped(null);
            setOpen(false);
          }}
          tabIndex={-1}
          aria-hidden
        />
      ) : null}
    </div>
  );
}

/** A moment in the reader's zone; kept in UTC. */
export function DateTimeWidget(props: WidgetProps) {
  const moment = typeof props.value === 'string' && props.value !== '' ? dayjs(props.value) : null;
  return (
    <DatePicker
      id={props.id}
      {...statusOf(props)}
      aria-describedby={props.describedBy}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      variant={props.inGrid === true ? 'borderless' : 'outlined'}
      value={moment?.isValid() === true ? moment : null}
      disabled={props.readOnly}
      style={{ width: '100%' }}
      onChange={(date) => props.onChange(date === null ? null : date.toISOString())}
    />
  );
}
