import type { OperationContext } from '../../../engine/plugin-api/index.ts';
import { compareMoney } from '../maths/index.ts';
import { found } from '../refuse.ts';

/** A contract is settled when it is fully drawn and none of its loans is live, and performs again when one owes once more. */
export async function settleContract(context: OperationContext, contractId: string): Promise<void> {
  const records = context.asSystem('结清合同');
  const contract = found(await records.lock('contract', contractId));
  const isLive = (await records.find('loan', { contract: contractId })).some((loan) => loan.state !== 'settled');
  const isDrawn = compareMoney(String(contract['drawnAmount']), String(contract['amount'])) === 0;
  if (!isLive && isDrawn && contract.state !== 'settled') await records.update('contract', contractId, { state: 'settled' });
  if (isLive && contract.state === 'settled') await records.update('contract', contractId, { state: 'performing' });
}
