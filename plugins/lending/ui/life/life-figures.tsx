import { formatMoney } from '../../../../runtime-ui/kit/index.ts';
import type { LoanAsOf } from '../../operations/loan-as-of.ts';
import { Figures } from '../figures.tsx';
import { useLifeWords } from './life-words.ts';

export function LifeFigures({ life }: { readonly life: LoanAsOf }) {
  const words = useLifeWords();
  const isNothing = (amount: string): boolean => amount === '0.00';
  const end = life.writtenOffOn !== null ? words('writtenOff', { on: life.writtenOffOn }) : life.isSettled ? words('settled') : null;
  return (
    <Figures
      items={[
        { label: words('balance'), value: formatMoney(life.balance) },
        { label: words('accruedInterest'), value: formatMoney(life.accruedInterest) },
        { label: words('paid'), value: formatMoney(life.paid) },
        { label: words('arrears'), value: formatMoney(life.arrears) },
        ...(isNothing(life.penalty) ? [] : [{ label: words('penalty'), value: formatMoney(life.penalty) }]),
        ...(isNothing(life.surplus) ? [] : [{ label: words('surplus'), value: formatMoney(life.surplus) }]),
        end === null ? { label: words('dpd'), value: words('days', { n: life.daysPastDue }) } : { label: words('standing'), value: end },
      ]}
    />
  );
}
