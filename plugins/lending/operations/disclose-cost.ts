import type { OperationDefinition } from '../../../engine/plugin-api/index.ts';
import type { DisclosureSheet } from '../disclosure/disclosure-sheet.ts';
import { contractHash, sheetHash } from '../disclosure/disclosure-sheet.ts';
import { currentDisclosure, guardContract, makeDisclosure, requireDisclosed } from '../disclosure/disclosed.ts';
import { found } from '../refuse.ts';

const contractInput = { type: 'object', properties: { contract: { type: 'string' } }, required: ['contract'], additionalProperties: false } as const;

/** Discloses a contract's cost anew, as it stands and as the limits stand today. */
export const discloseCost: OperationDefinition<{ contract: string }, { disclosure: string; no: string }> = {
  name: 'lending.disclose-cost',
  title: '成本披露',
  input: contractInput,
  output: { type: 'object', properties: { disclosure: { type: 'string', format: 'uuid' }, no: { type: 'string' } } },
  async run(context, { contract: id }) {
    const contract = found(await context.asSystem('成本披露').lock('contract', id));
    const made = await makeDisclosure(context, contract);
    return { disclosure: made.id, no: String(made['no']) };
  },
};

/** What signing asks of the price: within the limits of the day of signing, disclosed as it is signed. The sheet then says
 *  when it was acknowledged. */
export const checkSigning: OperationDefinition<{ contract: string; signedOn: string }, { disclosure: string }> = {
  name: 'lending.check-signing',
  title: '签订前检查成本',
  input: {
    type: 'object',
    properties: { contract: { type: 'string' }, signedOn: { type: 'string', format: 'date' } },
    required: ['contract', 'signedOn'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { disclosure: { type: 'string', format: 'uuid' } } },
  async run(context, { contract: id, signedOn }) {
    const records = context.asSystem('签订前检查成本');
    const contract = found(await records.lock('contract', id));
    await guardContract(context, contract, signedOn);
    const disclosure = await requireDisclosed(records, contract);
    await records.update('cost-disclosure', disclosure.id, { acknowledgedOn: signedOn });
    return { disclosure: disclosure.id };
  },
};

export interface ContractDisclosure {
  readonly no: string;
  readonly madeOn: string;
  readonly acknowledgedOn: string | null;
  readonly sheet: DisclosureSheet;
  readonly sheetHash: string;
  /** Whether the contract still says what was disclosed. */
  readonly isCurrent: boolean;
}

/** The sheet that stands for a contract; null when there is none. */
export const contractDisclosure: OperationDefinition<{ record: string }, ContractDisclosure | null> = {
  name: 'lending.contract-disclosure',
  title: '成本披露书',
  input: { type: 'object', properties: { record: { type: 'string' } }, required: ['record'], additionalProperties: false },
  output: { type: ['object', 'null'] },
  readOnly: true,
  on: 'contract',
  async run(context, { record }) {
    const records = context.asSystem('查看成本披露书');
    const contract = found(await records.get('contract', record));
    const disclosure = await currentDisclosure(records, contract.id);
    if (disclosure === undefined) return null;
    return {
      no: String(disclosure['no']),
      madeOn: String(disclosure['madeOn']),
      acknowledgedOn: typeof disclosure['acknowledgedOn'] === 'string' ? disclosure['acknowledgedOn'] : null,
      sheet: disclosure['sheet'] as DisclosureSheet,
      sheetHash: String(disclosure['sheetHash']),
      isCurrent: disclosure['contractHash'] === contractHash(contract) && disclosure['sheetHash'] === sheetHash(disclosure['sheet']),
    };
  },
};
