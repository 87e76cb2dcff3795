import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../engine/kernel/refusal.ts';
import { openShop, type ShopWorld } from './support/shop-world.ts';

let shop: ShopWorld;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

describe('a shop', () => {
  it('seeds its people', async () => {
    expect(shop.by('fay').actor).toMatchObject({ unitPath: '/HQ/EAST/', roles: ['front-desk', 'staff-member'] });
  });
  it('creates', async () => {
    const rider = await shop.records.create(shop.by('fay'), 'rider', { name: '王芳', phone: '13812345678' });
    const order = await shop.records.create(shop.by('fay'), 'repair-order', { rider: rider.id, receivedOn: '2026-03-05', lines: [{ quantity: 2, unitPrice: '10.50' }] });
    console.log(order.json);
    expect(JSON.parse(order.json)).toMatchObject({ partsTotal: '21.00' });
    console.log(await shop.actions.act(shop.by('fay'), { action: 'repair-order-submit', recordId: order.id, input: {}, idempotencyKey: 'k1' }).catch((e: Refusal) => JSON.stringify(e) + e.stack));
    console.log(JSON.stringify(await shop.flows.progress(shop.by('fay'), 'repair-order', order.id), null, 1));
  });
});
