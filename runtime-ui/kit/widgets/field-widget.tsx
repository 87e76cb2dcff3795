import type { FieldDescriptor } from '../../../engine/contract/screens.ts';
import { usePluginPart } from '../use-plugin-part.ts';
import { AttachmentsWidget } from './attachments.tsx';
import { BooleanWidget, ChoicesWidget, ChoiceWidget } from './choices.tsx';
import { DateTimeWidget, DateWidget } from './dates.tsx';
import { DocumentWidget } from './document.tsx';
import { FixedWidget } from './fixed.tsx';
import { GridWidget } from './grid.tsx';
import { DecimalWidget, IntegerWidget, MoneyWidget, RateWidget } from './numbers.tsx';
import { ReferencesWidget, ReferenceWidget } from './reference.tsx';
import { SensitiveWidget } from './sensitive.tsx';
import { LongTextWidget, TextWidget } from './text.tsx';
import type { Widget, WidgetProps } from './widget.ts';

const byType: Readonly<Record<string, Widget>> = {
  text: TextWidget,
  longText: LongTextWidget,
  integer: IntegerWidget,
  decimal: DecimalWidget,
  money: MoneyWidget,
  rate: RateWidget,
  boolean: BooleanWidget,
  date: DateWidget,
  dateTime: DateTimeWidget,
  choice: ChoiceWidget,
  choices: ChoicesWidget,
  reference: ReferenceWidget,
  references: ReferencesWidget,
  document: DocumentWidget,
  attachment: AttachmentsWidget,
  attachments: AttachmentsWidget,
  serial: FixedWidget,
  children: RowsWidget,
  json: LongTextWidget,
};

/** The input of a field: the plugin's widget when the field names one and it is built in, else the kit's for its type. */
export function FieldWidget(props: WidgetProps) {
  const part = usePluginPart('widgets', props.field.widget);
  const Plain = builtIn(props.field);
  if (part === 'missing' || part === 'loading' || Plain === FixedWidget) return <Plain {...props} />;
  const Own = part;
  return <Own {...props} />;
}

function RowsWidget(props: WidgetProps) {
  return <GridWidget {...props} cell={FieldWidget} />;
}

/** What the system maintains is shown as a value, not as an input that takes no typing. */
const shownFixed: ReadonlySet<string> = new Set(['text', 'integer', 'decimal', 'money', 'rate', 'date', 'dateTime', 'choice', 'boolean', 'reference']);

function builtIn(field: FieldDescriptor): Widget {
  if (field.formula !== undefined && field.type !== 'children') return FixedWidget;
  if (field.readOnly && shownFixed.has(field.type)) return FixedWidget;
  if (field.right === 'mask' || field.sensitive === true) return SensitiveWidget;
  return byType[field.type] ?? TextWidget;
}
