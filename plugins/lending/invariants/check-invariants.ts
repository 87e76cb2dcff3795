import type { OperationContext, OperationDefinition } from '../../../engine/plugin-api/index.ts';
import { provisionRates, type ProvisionScheme } from '../maths/index.ts';
import { agency } from './agency.ts';
import { cash, deeds, events, lines, provision } from './documents.ts';
import { type Figure, type FigureQuery, readFigure, type Text } from './figure.ts';
import { principal, schedule } from './principal.ts';
import { accruals, receivables } from './receivables.ts';

export interface InvariantCheck {
  /** Number in the specification. */
  readonly number: number;
  readonly title: Text;
  readonly figures: readonly Figure[];
}

/** The eleven invariants of a lending book, read at this moment; changes nothing. For people who may read every line of it.
 *  Source: lending spec C.4. */
export const checkInvariants: OperationDefinition<object, { readonly asOf: string; readonly checks: readonly InvariantCheck[] }> = {
  name: 'lending.check-invariants',
  title: '总分核对',
  input: { type: 'object', properties: { record: {} }, additionalProperties: false },
  output: { type: 'object', properties: { asOf: { type: 'string' }, checks: { type: 'array' } } },
  readOnly: true,
  async run(context) {
    const book = await context.capability<object, { balance: readonly Figure[]; events: readonly Figure[] }>('ledger.invariants')({});
    const checks: InvariantCheck[] = [];
    for (const [number, title, queries] of compared(ratesOf(context))) checks.push({ number, title, figures: await readAll(context, queries) });
    return {
      asOf: context.now,
      checks: [
        { number: 1, title: balanced, figures: book.balance },
        ...checks.map((check) => (check.number === 5 ? { ...check, figures: [...book.events, ...check.figures] } : check)),
      ],
    };
  },
};

const balanced: Text = { zh: '各账簿按币种和日期借贷平衡', en: 'Each ledger balances per currency and date' };

const compared = (rates: Readonly<Record<string, string>>): readonly (readonly [number: number, title: Text, queries: readonly FigureQuery[]])[] => [
  [2, { zh: '本金明细等于总账', en: 'Principal of the loans is that of the book' }, principal],
  [3, { zh: '利息、费用和客户余额等于总账', en: 'Interest, fees and credit balances are those of the book' }, receivables],
  [4, { zh: '委托资金来去相符', en: 'Entrusted money in and out' }, agency],
  [5, { zh: '凭证与事件一一对应', en: 'No journal without event, no event without journal' }, events],
  [6, { zh: '还款计划本金等于未还本金', en: 'Principal of the schedule is what is still owed' }, schedule],
  [7, { zh: '应计利息等于计划利息', en: 'Accrued interest is that of the schedule' }, accruals],
  [8, { zh: '代保管权证等于库存', en: 'Deeds in the memo ledger are the inventory' }, deeds],
  [9, { zh: '额度变动说明可用额度', en: 'Movements prove what is available' }, lines],
  [10, { zh: '准备等于各类贷款乘以比例', en: 'Provision is rate times base' }, provision(rates)],
  [11, { zh: '银行日记账等于单据', en: 'Cash book and documents of money' }, cash],
];

/** Rates of the company's scheme by class, as loans name it. */
function ratesOf(context: OperationContext): Readonly<Record<string, string>> {
  const rates = provisionRates((context.setting('provision-scheme') ?? 'CK_2012_20') as Exclude<ProvisionScheme, 'ECL'>);
  return {
    normal: rates.NORMAL,
    specialMention: rates.SPECIAL_MENTION,
    substandard: rates.SUBSTANDARD,
    doubtful: rates.DOUBTFUL,
    loss: rates.LOSS,
  };
}

async function readAll(context: OperationContext, queries: readonly FigureQuery[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const query of queries) figures.push(await readFigure(context, query));
  return figures;
}
