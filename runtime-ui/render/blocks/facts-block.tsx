import type { FieldDescriptor, FormDescriptor } from '../../../engine/contract/screens.ts';
import type { FileBody } from '../../../engine/contract/wire.ts';
import { Cell, ErrorNotice, FileList, rightAligned, SkeletonLines, useSession, useWords } from '../../kit/index.ts';
import { prepareRules } from '../form/live-rules.ts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useFormScreen } from '../screens.ts';

type Values = Readonly<Record<string, unknown>>;

/** A record's fields to read, in the sections of its form: labels and values, not greyed inputs. */
export function FactsBlock(props: { readonly form: string; readonly record: Values; readonly narrow: boolean }) {
  const words = useWords();
  const form = useFormScreen(props.form);
  if (form.error !== null) return <ErrorNotice error={form.error} compact />;
  if (form.data === undefined) return <SkeletonLines lines={5} height={44} label={words('app.loading')} />;
  return <Facts form={form.data} record={props.record} narrow={props.narrow} />;
}

export function Facts(props: {
  readonly form: FormDescriptor;
  readonly record: Values;
  readonly narrow?: boolean /** Formulas follow the values as they are typed. */;
  readonly live?: boolean;
}) {
  const session = useSession();
  const rules = useMemo(() => prepareRules(props.form, session), [props.form, session]);
  const state = rules(props.record);
  const sections = props.form.layout.filter((section) => state.isSectionVisible(section.key));
  return sections.map((section) => {
    const places = section.fields.filter((place) => state.isVisible(place.key) && props.form.fields[place.key] !== undefined);
    if (places.length === 0) return null;
    return (
      <div key={section.key} className="facts-section">
        {sections.length > 1 ? <h3>{section.title}</h3> : null}
        <dl className={props.narrow === true ? 'facts is-narrow' : 'facts'}>
          {places.map((place) => {
            const field = props.form.fields[place.key] as FieldDescriptor;
            return (
              <div key={field.key} style={{ gridColumn: `span ${wide.has(field.type) ? 24 : Math.min(24, Math.max(place.width, 6))}` }}>
                <dt>{field.title}</dt>
                <dd>
                  <FactValue field={field} value={props.live === true ? state.values[field.key] : (props.record[field.key] ?? state.values[field.key])} />
                </dd>
              </div>
            );
          })}
        </dl>
      </div>
    );
  });
}

const wide: ReadonlySet<string> = new Set(['children', 'longText', 'attachments', 'attachment']);

function FactValue(props: { readonly field: FieldDescriptor; readonly value: unknown }) {
  const { field, value } = props;
  if (field.type === 'children') return <FactRows columns={field.children ?? []} rows={(Array.isArray(value) ? value : []) as readonly Values[]} />;
  if ((field.type === 'attachments' || field.type === 'attachment') && hasFiles(value))
    return <FileList files={(Array.isArray(value) ? value : [value]) as readonly FileBody[]} />;
  if (field.type === 'reference' && field.to !== undefined && isReference(value)) return <Link to={`/record/${field.to}/${value.id}`}>{value.label}</Link>;
  return <Cell column={field} value={value} />;
}

function FactRows(props: { readonly columns: readonly FieldDescriptor[]; readonly rows: readonly Values[] }) {
  const words = useWords();
  if (props.rows.length === 0) return <span className="quiet">{words('grid.empty')}</span>;
  return (
    <div className="grid-scroll">
      <table className="plain-table">
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.key} scope="col" data-align={rightAligned.has(column.type) ? 'right' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, index) => (
            <tr key={String(row['id'] ?? index)}>
              {props.columns.map((column) => (
                <td key={column.key} data-align={rightAligned.has(column.type) ? 'right' : undefined}>
                  <Cell column={column} value={row[column.key]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function hasFiles(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function isReference(value: unknown): value is { id: string; label: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'label' in value;
}
