import { InputNumber, Segmented } from 'antd';
import { useState } from 'react';
import type { BlockProps } from '../../../runtime-ui/kit/index.ts';
import type { Explanation } from '../operations/explain-amount.ts';
import { Explained } from './trace-popover.tsx';
import { useLendingWords } from './words.ts';

const FIGURES = ['interest', 'principal', 'total'] as const;

/** Why this cent, for the instalment one chooses. */
export function TraceBlock(props: BlockProps) {
  const words = useLendingWords();
  const [period, setPeriod] = useState(1);
  const [figure, setFigure] = useState<Explanation['figure']>('interest');
  if (props.recordId === null) return null;
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        <InputNumber
          aria-label={words('period')}
          min={0}
          max={600}
          precision={0}
          value={period}
          onChange={(value) => setPeriod(value ?? 1)}
          style={{ width: 80 }}
        />
        <Segmented value={figure} onChange={(value) => setFigure(value)} options={FIGURES.map((value) => ({ value, label: words(`figure.${value}`) }))} />
      </div>
      <Explained loan={props.recordId} period={period} figure={figure} />
    </div>
  );
}
