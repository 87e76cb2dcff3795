import { type OperationDefinition, type RecordValue, Refusal } from '../../../engine/plugin-api/index.ts';
import { compareMoney, subtractMoney, sumMoney } from '../maths/index.ts';
import { ownerOf } from '../account/records.ts';
import { guardContract } from '../disclosure/disclosed.ts';
import { found } from '../refuse.ts';

interface Input {
  readonly contract: string;
  /** The rest of the contract unless said. */
  readonly amount?: string | null;
  readonly plannedOn?: string | null;
}

/** Drafts the order to pay out under a contract, to the borrower's own card. Several orders may share a contract, but
 *  never more than its amount. Refuses `lending.contract-exceeded`, and a price above a limit of the
 *  planned day. Source: lending spec A-15, D.6. */
export const makeDisbursementOrder: OperationDefinition<Input, { order: string; no: string }> = {
  name: 'lending.make-disbursement-order',
  title: '生成放款单',
  input: {
    type: 'object',
    properties: { contract: { type: 'string' }, amount: { type: ['string', 'null'] }, plannedOn: { type: ['string', 'null'] } },
    required: ['contract'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { order: { type: 'string', format: 'uuid' }, no: { type: 'string' } } },
  async run(context, input) {
    const records = context.asSystem('按合同生成放款单');
    const contract = found(await records.lock('contract', input.contract));
    const orders = (await records.find('disbursement-order', { contract: contract.id })).filter((order) => order.state !== 'cancelled');
    const available = subtractMoney(String(contract['amount']), sumMoney(orders.map((order) => String(order['amount']))));
    const amount = input.amount ?? available;
    if (compareMoney(amount, '0') <= 0 || compareMoney(amount, available) > 0) throw new Refusal('lending.contract-exceeded', { available });
    await guardContract(context, contract, input.plannedOn ?? context.businessDate, amount);
    const customer = found(await records.get('customer', String(contract['customer'])));
    const card = payoutCardOf(customer);
    const order = await records.create('disbursement-order', {
      contract: contract.id,
      customer: contract['customer'],
      product: contract['product'],
      amount,
      plannedOn: input.plannedOn ?? context.businessDate,
      payeeName: card?.['holderName'] ?? customer['name'],
      payeeCard: card?.['cardNo'] ?? null,
      payeeBank: card?.['bank'] ?? null,
      draftedBy: context.actor.userId,
      ...ownerOf(contract),
    });
    return { order: order.id, no: String(order['no']) };
  },
};

function payoutCardOf(customer: RecordValue): Record<string, unknown> | undefined {
  const cards = (Array.isArray(customer['cards']) ? customer['cards'] : []) as readonly Record<string, unknown>[];
  return cards.find((card) => card['purpose'] === 'disburse' || card['purpose'] === 'both') ?? cards[0];
}
