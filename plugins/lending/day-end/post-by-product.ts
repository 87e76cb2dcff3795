import type { OperationContext } from '../../../engine/plugin-api/index.ts';

/** Sums of one product and unit; amounts by their names in the posting. */
export interface ProductSum {
  /** `name@hash` as the loans pin it. */
  readonly product: string;
  readonly unit: string | null;
  readonly amounts: Readonly<Record<string, string>>;
}

/** Posts an event of many loans as one journal per product and unit: the figures of the single loan stand in the sub-ledger.
 *  Source: lending spec B.7, C.2. */
export async function postByProduct(
  context: OperationContext,
  entry: {
    readonly event: string;
    readonly date: string;
    readonly memo: string;
    readonly sums: readonly ProductSum[];
    /** Sums may be below zero: they then go to the other side. */
    readonly either?: true;
  },
): Promise<void> {
  const post = context.capability<object, unknown>(entry.either === true ? 'ledger.post-difference' : 'ledger.post');
  for (const { product, unit, amounts } of entry.sums) {
    const name = product.split('@')[0] ?? product;
    await post({ event: entry.event, amounts, valueDate: entry.date, dimensions: { unit, product: name }, memo: `${entry.memo} ${name} ${entry.date}` });
  }
}
