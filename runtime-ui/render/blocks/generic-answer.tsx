import { groupDigits } from '../../kit/index.ts';

type Row = Readonly<Record<string, unknown>>;

/** Any JSON for reading: single values as pairs, rows as tables, `before`/`after` side by side. */
export function GenericAnswer(props: { readonly value: unknown }) {
  const { value } = props;
  if (Array.isArray(value)) return <Rows rows={value} />;
  if (typeof value !== 'object' || value === null) return <p>{show(value)}</p>;
  const body = value as Row;
  if (isRow(body['before']) && isRow(body['after'])) return <BeforeAfter before={body['before']} after={body['after']} />;
  const single = Object.entries(body).filter(([, item]) => typeof item !== 'object' || item === null);
  const nested = Object.entries(body).filter(([, item]) => typeof item === 'object' && item !== null);
  return (
    <div className="generic-answer">
      {single.length === 0 ? null : (
        <dl className="facts">
          {single.map(([key, item]) => (
            <div key={key} style={{ gridColumn: 'span 8' }}>
              <dt>{key}</dt>
              <dd className="tabular">{show(item)}</dd>
            </div>
          ))}
        </dl>
      )}
      {nested.map(([key, item]) => (
        <section key={key}>
          <h3>{key}</h3>
          <GenericAnswer value={item} />
        </section>
      ))}
    </div>
  );
}

function BeforeAfter(props: { readonly before: Row; readonly after: Row }) {
  const keys = [...new Set([...Object.keys(props.before), ...Object.keys(props.after)])];
  return (
    <table className="plain-table">
      <tbody>
        {keys.map((key) => {
          const isChanged = JSON.stringify(props.before[key]) !== JSON.stringify(props.after[key]);
          return (
            <tr key={key} className={isChanged ? 'is-changed' : undefined}>
              <th scope="row">{key}</th>
              <td className="tabular">{show(props.before[key])}</td>
              <td className="tabular">{isChanged ? <strong>{show(props.after[key])}</strong> : show(props.after[key])}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Rows(props: { readonly rows: readonly unknown[] }) {
  const rows = props.rows.filter(isRow);
  if (rows.length === 0) return <p className="tabular">{props.rows.map(show).join('、')}</p>;
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, 12);
  return (
    <div className="grid-scroll">
      <table className="plain-table">
        <thead>
          <tr>
            {keys.map((key) => (
              <th key={key} scope="col" data-align={isNumeric(rows[0]?.[key]) ? 'right' : undefined}>
                {key}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {keys.map((key) => (
                <td key={key} className="tabular" data-align={isNumeric(row[key]) ? 'right' : undefined}>
                  {show(row[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'object') return 'label' in value ? String((value as { label: unknown }).label) : JSON.stringify(value);
  return typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? (groupDigits(value) ?? value) : String(value);
}
