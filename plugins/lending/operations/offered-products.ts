import type { OperationDefinition } from '../../../engine/plugin-api/index.ts';
import type { MethodId, RateScale, RateUnit } from '../maths/index.ts';
import type { FeeBasis, Payee } from '../product/fee.ts';
import type { Frequency } from '../product/frequency.ts';
import type { Product } from '../product/product.ts';

/** What a person may choose within a product. */
export interface OfferedProduct {
  readonly name: string;
  readonly title: string;
  readonly code: string;
  readonly amount: Product['amount'];
  readonly term: Product['term'];
  /** As quoted, in the product's unit. */
  readonly rate: { readonly unit: RateUnit; readonly scale: RateScale; readonly min: string; readonly max: string; readonly usual: string | null };
  readonly methods: readonly MethodId[];
  readonly every: Frequency;
  readonly fixedDay: number | null;
  readonly fees: readonly { readonly title: string; readonly payee: Payee; readonly basis: FeeBasis }[];
}

/** The products of the release with the bounds of what may be chosen, in the order of their names. */
export const offeredProducts: OperationDefinition<object, { rows: readonly OfferedProduct[] }> = {
  name: 'lending.offered-products',
  title: '在售产品',
  input: { type: 'object', properties: {}, additionalProperties: false },
  output: { type: 'object' },
  readOnly: true,
  async run(context) {
    const documents = [...(context.release.plugins.get('product')?.values() ?? [])];
    return {
      rows: documents.map(({ title, content, compiled }) => {
        const product = compiled as Product;
        const { rate } = content as unknown as { readonly rate: OfferedProduct['rate'] & { readonly usual?: string } };
        return {
          name: product.name,
          title,
          code: product.code,
          amount: product.amount,
          term: product.term,
          rate: { unit: rate.unit, scale: rate.scale, min: rate.min, max: rate.max, usual: rate.usual ?? null },
          methods: product.methods,
          every: product.every,
          fixedDay: product.dueDates.day,
          fees: product.fees.map((fee) => ({ title: fee.title, payee: fee.payee ?? 'lender', basis: fee.basis })),
        };
      }),
    };
  },
};
