import type { ReactNode } from 'react';
import { formatMoney } from '../../../runtime-ui/kit/index.ts';

/** A row of figures with their labels, as above a schedule. */
export function Figures(props: { readonly items: readonly { readonly label: string; readonly value: ReactNode }[] }) {
  return (
    <dl style={{ display: 'flex', flexWrap: 'wrap', gap: '8px 32px', margin: '0 0 16px' }}>
      {props.items.map((item) => (
        <div key={item.label}>
          <dt style={{ color: 'var(--ink-third)', fontSize: 12 }}>{item.label}</dt>
          <dd style={{ margin: 0, fontSize: 16, fontWeight: 600, fontVariantNumeric: 'tabular-nums' }}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Tabular, right-aligned money; a zero stays quiet. */
export function Amount(props: { readonly value: string | null | undefined; readonly strong?: boolean }) {
  const quiet = /^-?0(\.0*)?$/.test(props.value ?? '');
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums', color: quiet ? 'var(--ink-third)' : 'inherit', fontWeight: props.strong === true ? 600 : 400 }}>
      {formatMoney(props.value)}
    </span>
  );
}

export const tableStyle = { width: '100%', borderCollapse: 'collapse', fontSize: 'var(--text)' } as const;
export const cellStyle = { padding: '0 8px', height: 'var(--row)', borderBottom: '1px solid var(--line)', whiteSpace: 'nowrap' } as const;
export const numberCellStyle = { ...cellStyle, textAlign: 'right' } as const;
export const headStyle = { ...cellStyle, color: 'var(--ink-second)', fontWeight: 500, position: 'sticky', top: 0, background: 'var(--raised)' } as const;
