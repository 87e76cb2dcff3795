import { Button } from 'antd';
import { Icon } from '../../../../runtime-ui/kit/index.ts';
import type { FeeDraft } from './plan-draft.ts';
import { PlanField } from './plan-field.tsx';
import { useSimulatorWords } from './simulator-words.ts';

interface FeeRowsProps {
  readonly fees: readonly FeeDraft[];
  /** Titles of what the product charges anyway. */
  readonly own: readonly string[];
  readonly wrong: ReadonlySet<string>;
  onChange(fees: readonly FeeDraft[]): void;
}

const MOST_FEES = 8;

/** Fees of every payee: all of them are part of what the loan costs. */
export function FeeRows({ fees, own, wrong, onChange }: FeeRowsProps) {
  const words = useSimulatorWords();
  const change = (index: number, part: Partial<FeeDraft>) => onChange(fees.map((fee, at) => (at === index ? { ...fee, ...part } : fee)));
  return (
    <section className="sim-fees" aria-label={words('fees')}>
      <h3 className="field-label">{words('fees')}</h3>
      {own.length === 0 ? null : <p className="field-help">{words('productFees', { titles: own.join('、') })}</p>}
      {fees.map((fee, index) => (
        <div key={index} className="sim-fee">
          <PlanField
            name="title"
            title={words('feeTitle')}
            half
            type="text"
            value={fee.title}
            wrong={wrong.has(`fee${index}`) && fee.title === ''}
            onChange={(title) => change(index, { title: String(title ?? '') })}
          />
          <PlanField
            half
            name="payee"
            title={words('feePayee')}
            type="choice"
            value={fee.payee}
            wrong={false}
            choices={words.choices('payee')}
            onChange={(payee) => change(index, { payee: String(payee ?? fee.payee) })}
          />
          <PlanField
            half
            name="basis"
            title={words('feeBasis')}
            type="choice"
            value={fee.basis}
            wrong={false}
            choices={words.choices('basis')}
            onChange={(basis) => change(index, { basis: (basis ?? fee.basis) as FeeDraft['basis'] })}
          />
          <PlanField
            half
            name="value"
            title={words('feeValue')}
            type="decimal"
            value={fee.value}
            wrong={wrong.has(`fee${index}`) && fee.title !== ''}
            onChange={(value) => change(index, { value: value as string | null })}
          />
          {fee.basis === 'FIXED' || fee.basis === 'PCT_AMOUNT' ? (
            <PlanField
              half
              name="timing"
              title={words('feeTiming')}
              type="choice"
              value={fee.timing}
              wrong={false}
              choices={words.choices('timing').filter(({ value }) => value !== 'PER_PERIOD' || fee.basis === 'FIXED')}
              onChange={(timing) => change(index, { timing: (timing ?? fee.timing) as FeeDraft['timing'] })}
            />
          ) : null}
          <Button
            type="text"
            className="sim-remove-fee"
            icon={<Icon name="trash" size={15} />}
            aria-label={words('removeFee', { title: fee.title })}
            title={words('removeFee', { title: fee.title })}
            onClick={() => onChange(fees.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {fees.length >= MOST_FEES ? null : (
        <Button
          type="dashed"
          block
          icon={<Icon name="plus" size={14} />}
          onClick={() => onChange([...fees, { title: words('newFee'), payee: 'guarantor', basis: 'PCT_AMOUNT', value: '1', timing: 'AT_DISBURSEMENT' }])}
        >
          {words('addFee')}
        </Button>
      )}
    </section>
  );
}
