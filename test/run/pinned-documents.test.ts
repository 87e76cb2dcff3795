import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definePlugin, type OperationContext } from '../../engine/plugin-api/index.ts';
import { openShop, type ShopWorld } from './support/shop-world.ts';

const tariffs = definePlugin({
  name: 'tariffs',
  kinds: [
    {
      kind: 'tariff',
      title: '价目',
      schema: { type: 'object', properties: { hour: { type: 'string' } }, required: ['hour'] },
      compile: (content) => ({ hour: String(content['hour']) }),
    },
  ],
  operations: [
    {
      name: 'tariffs.hour',
      title: '时价',
      readOnly: true,
      input: { type: 'object', properties: { pinned: { type: 'string' } } },
      output: { type: 'object' },
      run: async (context: OperationContext, input: { readonly pinned: string }) => ({
        hour: (context.document('tariff', input.pinned)?.compiled as { readonly hour: string } | undefined)?.hour ?? null,
      }),
    },
  ] as never,
});
const tariff = (hour: string) => ({ kind: 'tariff', name: 'standard', hour });

let shop: ShopWorld;
beforeAll(async () => {
  shop = await openShop({ documents: [tariff('50.00')], plugins: [tariffs] });
});
afterAll(() => shop.close());

describe('a document that a record pins', () => {
  it('is found again after others were published in its place', async () => {
    const pinned = `standard@${shop.release.plugins.get('tariff')?.get('standard')?.hash}`;
    const hour = async (name: string) =>
      ((await shop.actions.operate(shop.by('fay'), 'tariffs.hour', { pinned: name })) as { readonly hour: string | null }).hour;
    await shop.publish([tariff('80.00')]);
    expect(await hour('standard')).toBe('80.00');
    expect(await hour(pinned)).toBe('50.00');
    expect(await hour('standard@0000000000000000')).toBeNull();
    expect(await hour('other')).toBeNull();
  });
});
