import { Cell } from '../cells/cell.tsx';
import { useWords } from '../i18n/words.tsx';
import type { WidgetProps } from './widget.ts';

/** A value that nobody types: a number given by the system, or computed from the others. */
export function FixedWidget(props: WidgetProps) {
  const words = useWords();
  const { field, value } = props;
  const isEmpty = value === null || value === undefined || value === '';
  return (
    <output
      id={props.id}
      className={`fixed-value${props.inGrid === true ? ' in-grid' : ''}`}
      aria-label={props.inGrid === true ? field.title : undefined}
      title={field.formula}
    >
      {isEmpty ? <span className="quiet">{field.type === 'serial' ? words('form.system') : '–'}</span> : <Cell column={field} value={value} />}
    </output>
  );
}
