import { useEffect, useState } from 'react';
import { api, type BlockProps, ErrorNotice, formatMoney, SkeletonLines, useLanguage } from '../../../runtime-ui/kit/index.ts';
import type { TrialBalanceRow } from '../reports/trial-balance.ts';

interface Body {
  readonly to: string;
  readonly rows: readonly TrialBalanceRow[];
  readonly totals: readonly {
    readonly ledger: string;
    readonly debit: string;
    readonly credit: string;
    readonly closingDebit: string;
    readonly closingCredit: string;
  }[];
}

const words = {
  zh: {
    account: '科目',
    title: '名称',
    debit: '本期借方',
    credit: '本期贷方',
    closingDebit: '期末借方',
    closingCredit: '期末贷方',
    total: '合计',
    main: '主账',
    memo: '表外',
    asOf: '截至',
    loading: '正在汇总',
    empty: '还没有凭证',
  },
  en: {
    account: 'Account',
    title: 'Title',
    debit: 'Debit',
    credit: 'Credit',
    closingDebit: 'Closing debit',
    closingCredit: 'Closing credit',
    total: 'Total',
    main: 'Main',
    memo: 'Memo',
    asOf: 'As of',
    loading: 'Adding up',
    empty: 'No journals yet',
  },
} as const;

const cell = {
  padding: '0 8px',
  height: 'var(--row)',
  borderBottom: '1px solid var(--line)',
  whiteSpace: 'nowrap',
  fontVariantNumeric: 'tabular-nums',
} as const;
const AMOUNTS = ['debit', 'credit', 'closingDebit', 'closingCredit'] as const;

/** Balances by account; the totals of both sides stand below each ledger. */
export function TrialBalanceBlock(props: BlockProps) {
  const text = words[useLanguage()];
  const [body, setBody] = useState<Body>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    api.post<Body>('/api/operations/ledger.trial-balance', {}).then(setBody, setError);
  }, []);
  if (error !== undefined) return <ErrorNotice error={error} />;
  if (body === undefined) return <SkeletonLines lines={8} label={text.loading} />;
  if (body.rows.length === 0) return <p style={{ color: 'var(--ink-third)' }}>{text.empty}</p>;
  return (
    <div style={{ overflowX: 'auto' }}>
      <p style={{ color: 'var(--ink-third)', margin: '0 0 8px' }}>
        {text.asOf} {body.to}
      </p>
      <table style={{ width: '100%', borderCollapse: 'collapse' }} aria-label={props.title}>
        <thead>
          <tr>
            {[text.account, text.title].map((title) => (
              <th key={title} scope="col" style={{ ...cell, textAlign: 'left' }}>
                {title}
              </th>
            ))}
            {AMOUNTS.map((key) => (
              <th key={key} scope="col" style={{ ...cell, textAlign: 'right' }}>
                {text[key]}
              </th>
            ))}
          </tr>
        </thead>
        {body.totals.map((total) => (
          <tbody key={total.ledger}>
            {body.rows
              .filter((row) => row.ledger === total.ledger)
              .map((row) => (
                <tr key={row.account}>
                  <td style={cell}>{row.account}</td>
                  <td style={cell}>{row.title}</td>
                  {AMOUNTS.map((key) => (
                    <td key={key} style={{ ...cell, textAlign: 'right' }}>
                      {formatMoney(row[key])}
                    </td>
                  ))}
                </tr>
              ))}
            <tr>
              <th scope="row" colSpan={2} style={{ ...cell, textAlign: 'left' }}>
                {text[total.ledger === 'memo' ? 'memo' : 'main']} {text.total}
              </th>
              {AMOUNTS.map((key) => (
                <td key={key} style={{ ...cell, textAlign: 'right', fontWeight: 600 }}>
                  {formatMoney(total[key])}
                </td>
              ))}
            </tr>
          </tbody>
        ))}
      </table>
    </div>
  );
}
