import { type DraftKey, type PlanDraft, WITHOUT_GRACE } from './plan-draft.ts';
import { PlanField } from './plan-field.tsx';
import { useSimulatorWords } from './simulator-words.ts';

interface MethodFieldsProps {
  readonly draft: PlanDraft;
  readonly byHand: boolean;
  readonly wrong: ReadonlySet<string>;
  set(key: DraftKey): (value: unknown) => void;
}

/** What the method asks besides, and the conventions that only a free choice leaves open. */
export function MethodFields({ draft, byHand, wrong, set }: MethodFieldsProps) {
  const words = useSimulatorWords();
  const number = (key: 'balloon' | 'stepGrowth' | 'cap', half = true) => (
    <PlanField half={half} name={key} title={words(key)} type="decimal" value={draft[key]} wrong={wrong.has(key)} onChange={set(key)} />
  );
  const count = (key: 'stepEvery' | 'interestOnly' | 'grace') => (
    <PlanField half name={key} title={words(key)} type="integer" value={draft[key]} wrong={wrong.has(key)} onChange={set(key)} />
  );
  const choice = (key: 'dayCount' | 'stub') => (
    <PlanField
      half
      name={key}
      title={words(key)}
      type="choice"
      value={draft[key]}
      wrong={false}
      choices={words.choices(key).filter(({ value }) => key !== 'stub' || value !== 'SOLVE_EQUAL' || draft.method === 'LEVEL')}
      onChange={(value) => set(key)(value ?? draft[key])}
    />
  );
  return (
    <>
      {draft.method === 'FIXED_PAYMENT' ? (
        <PlanField half name="payment" title={words('payment')} type="money" value={draft.payment} wrong={wrong.has('payment')} onChange={set('payment')} />
      ) : null}
      {byHand && draft.method === 'BALLOON' ? number('balloon') : null}
      {byHand && draft.method === 'STEP' ? count('stepEvery') : null}
      {byHand && draft.method === 'STEP' ? number('stepGrowth') : null}
      {byHand && draft.method === 'COMBO' ? count('interestOnly') : null}
      {byHand ? choice('dayCount') : null}
      {byHand && draft.dueDay !== null ? choice('stub') : null}
      {byHand && !WITHOUT_GRACE.has(draft.method) ? count('grace') : null}
      {byHand ? number('cap') : null}
    </>
  );
}
