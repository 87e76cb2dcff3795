import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import type { LoanAsOf } from '../../operations/loan-as-of.ts';
import { Amount, cellStyle, headStyle, numberCellStyle, tableStyle } from '../figures.tsx';
import { useLifeWords } from './life-words.ts';

type Version = LoanAsOf['versions'][number];

/** Two versions of the schedule side by side, instalment by instalment. */
export function VersionCompare({ versions }: { readonly versions: readonly Version[] }) {
  const words = useLifeWords();
  const [chosen, setChosen] = useState<{ readonly left?: number; readonly right?: number }>({});
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const newest = versions.length;
  if (newest < 2) return <p className="life-quiet">{words('oneVersion')}</p>;
  const left = versions.find(({ version }) => version === chosen.left) ?? versions[newest - 2];
  const right = versions.find(({ version }) => version === chosen.right) ?? versions[newest - 1];
  if (left === undefined || right === undefined) return null;
  const options = versions.map(({ version, from, cause }) => ({
    value: version,
    label: `${words('version', { n: version })} · ${words('versionFrom', { from, cause: words(`kind.${cause as 'rateChange'}`) })}`,
  }));
  const pairs = pairsOf(left, right).filter((pair) => !onlyDifferent || pair.isDifferent);
  return (
    <div>
      <div className="life-versions">
        <Select aria-label={words('version', { n: 1 })} value={left.version} options={options} onChange={(value) => setChosen({ ...chosen, left: value })} />
        <span>{words('compareWith')}</span>
        <Select aria-label={words('version', { n: 2 })} value={right.version} options={options} onChange={(value) => setChosen({ ...chosen, right: value })} />
        <Checkbox checked={onlyDifferent} onChange={(event) => setOnlyDifferent(event.target.checked)}>
          {words('onlyDifferent')}
        </Checkbox>
      </div>
      {pairs.length === 0 ? (
        <p className="life-quiet">{words('same')}</p>
      ) : (
        <div className="life-table">
          <table style={tableStyle} aria-label={words('versions')}>
            <thead>
              <tr>
                <th scope="col" style={{ ...headStyle, textAlign: 'left' }}>
                  {words('period')}
                </th>
                {[left, right].map((version, side) => (
                  <SideHead key={side} version={version.version} />
                ))}
              </tr>
            </thead>
            <tbody>
              {pairs.map(({ n, before, after, isDifferent }) => (
                <tr key={n} data-different={isDifferent}>
                  <td style={cellStyle}>{n}</td>
                  <Side row={before} />
                  <Side row={after} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function SideHead({ version }: { readonly version: number }) {
  const words = useLifeWords();
  return [words('dueOn'), words('principal'), words('interest'), words('balance')].map((title, index) => (
    <th key={title} scope="col" className={index === 0 ? 'life-side' : undefined} style={{ ...headStyle, textAlign: index === 0 ? 'left' : 'right' }}>
      {index === 0 ? `${words('version', { n: version })} · ${title}` : title}
    </th>
  ));
}

function Side({ row }: { readonly row: Version['rows'][number] | undefined }) {
  return (
    <>
      <td className="life-side" style={cellStyle}>
        {row?.dueDate ?? '–'}
      </td>
      {[row?.principal, row?.interest, row?.balance].map((amount, index) => (
        <td key={index} style={numberCellStyle}>
          {amount === undefined ? '–' : <Amount value={amount} />}
        </td>
      ))}
    </>
  );
}

interface Pair {
  readonly n: number;
  readonly before: Version['rows'][number] | undefined;
  readonly after: Version['rows'][number] | undefined;
  readonly isDifferent: boolean;
}

function pairsOf(left: Version, right: Version): readonly Pair[] {
  const numbers = [...new Set([...left.rows, ...right.rows].map((row) => row.n))].sort((a, b) => a - b);
  return numbers.map((n) => {
    const before = left.rows.find((row) => row.n === n);
    const after = right.rows.find((row) => row.n === n);
    return { n, before, after, isDifferent: JSON.stringify(before) !== JSON.stringify(after) };
  });
}
