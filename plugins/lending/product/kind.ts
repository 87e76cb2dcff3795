import type { PluginKindDefinition } from '../../../engine/plugin-api/index.ts';
import { checkProduct } from './check-product.ts';
import { compileProduct } from './compile-product.ts';
import type { ProductContent } from './product.ts';
import { productSchema } from './product-schema.ts';

/** Document kind `product`. Loans pin the version they were made with as `name@hash`. */
export const product: PluginKindDefinition = {
  kind: 'product',
  title: '贷款产品',
  schema: productSchema as never,
  check: (content, report) => checkProduct(content as unknown as ProductContent, report),
  compile: (content, place) => compileProduct(content as unknown as ProductContent, place),
};
