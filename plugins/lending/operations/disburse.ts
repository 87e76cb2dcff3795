import { type OperationDefinition, Refusal } from '../../../engine/plugin-api/index.ts';
import { openLoan } from '../account/open-loan.ts';
import { ownerOf, productOf } from '../account/records.ts';
import { guardContract, requireDisclosed } from '../disclosure/disclosed.ts';
import { strictestCap } from '../limits/guard-price.ts';
import { addMoney, compareMoney, type MethodId } from '../maths/index.ts';
import { found } from '../refuse.ts';

interface Input {
  readonly order: string;
  /** When the bank debited the money. */
  readonly valueDate: string;
}

/** Pays out a checked order: the loan account and its schedule begin at the value date, C02 is posted, the contract is
 *  performing. Refuses a price above a limit of the value date and a contract that was not disclosed as it stands. The order's row and the contract's row are locked, so nothing is paid twice. */
export const disburse: OperationDefinition<Input, { loan: string; no: string; journal: string | null }> = {
  name: 'lending.disburse',
  title: '放款',
  input: {
    type: 'object',
    properties: { order: { type: 'string' }, valueDate: { type: 'string', format: 'date' } },
    required: ['order', 'valueDate'],
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: { loan: { type: 'string', format: 'uuid' }, no: { type: 'string' }, journal: { type: ['string', 'null'], format: 'uuid' } },
  },
  async run(context, { order: id, valueDate }) {
    if (valueDate > context.businessDate) throw new Refusal('lending.value-date-future', { today: context.businessDate });
    const records = context.asSystem('放款');
    const order = found(await records.lock('disbursement-order', id));
    if (order.state !== 'checked' || (order['loan'] !== null && order['loan'] !== undefined)) throw new Refusal('lending.order-state');
    const contract = found(await records.lock('contract', String(order['contract'])));
    const drawn = addMoney(String(contract['drawnAmount']), String(order['amount']));
    if (compareMoney(drawn, String(contract['amount'])) > 0) throw new Refusal('lending.contract-exceeded', { available: '0.00' });
    if (typeof contract['signedOn'] === 'string' && valueDate < contract['signedOn'])
      throw new Refusal('lending.value-date-early', { earliest: contract['signedOn'] });
    await requireDisclosed(records, contract);
    const { verdict } = await guardContract(context, contract, valueDate, String(order['amount']));
    const { product, pinned } = productOf(context, contract['product']);
    const { loan, journal } = await openLoan(context, {
      product,
      pinned,
      contract: contract.id,
      customer: String(contract['customer']),
      amount: String(order['amount']),
      annualRate: String(contract['annualRate']),
      periods: Number(contract['periods']),
      method: contract['method'] as MethodId,
      ...(typeof contract['dueDay'] === 'number' ? { dueDay: contract['dueDay'] } : {}),
      valueDate,
      capPercent: strictestCap(verdict),
      owner: ownerOf(contract),
    });
    await records.update('contract', contract.id, { drawnAmount: drawn, state: 'performing' });
    return { loan: loan.id, no: String(loan['no']), journal };
  },
};
