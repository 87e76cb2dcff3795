import { useState } from 'react';
import { type BlockProps, ErrorNotice, SkeletonLines, useBusinessDate, useDebounced } from '../../../../runtime-ui/kit/index.ts';
import type { LoanAsOf } from '../../operations/loan-as-of.ts';
import { useOperation } from '../use-operation.ts';
import { LifeChart } from './life-chart.tsx';
import { LifeControls } from './life-controls.tsx';
import { LifeEvents } from './life-events.tsx';
import { LifeFigures } from './life-figures.tsx';
import { LifeRows } from './life-rows.tsx';
import { useLifeWords } from './life-words.ts';
import { VersionCompare } from './version-compare.tsx';
import './life.css';

/** A moving slider asks once it rests, milliseconds. */
const rest = 120;

/** The loan as it stood on any day of its life, as it was known on any day: drag, and everything below follows. */
export function LifeBlock(props: BlockProps) {
  const words = useLifeWords();
  const today = useBusinessDate();
  const [days, setDays] = useState({ asOf: today, knownOn: today });
  const asked = useDebounced(days, rest);
  const { result, error, again, isWaiting } = useOperation<LoanAsOf>(
    'lending.loan-as-of',
    props.recordId === null ? null : { record: props.recordId, ...asked },
  );
  const [life, setLife] = useState<LoanAsOf>();
  if (result !== undefined && result !== life) setLife(result);
  if (life === undefined) return error === undefined ? <SkeletonLines lines={10} label={words('loading')} /> : <ErrorNotice error={error} onRetry={again} />;
  return (
    <div className="life">
      <LifeControls life={life} days={days} onChange={setDays} />
      {error === undefined ? null : <ErrorNotice error={error} onRetry={again} compact />}
      <div className="life-body" aria-busy={isWaiting}>
        <LifeFigures life={life} />
        <LifeChart rows={life.rows} asOf={life.asOf} />
        <section>
          <h3>{words('plan')}</h3>
          <LifeRows rows={life.rows} />
        </section>
        <section>
          <h3>{words('facts')}</h3>
          <LifeEvents events={life.events} />
        </section>
        <section>
          <h3>{words('versions')}</h3>
          <VersionCompare versions={life.versions} />
        </section>
      </div>
    </div>
  );
}
