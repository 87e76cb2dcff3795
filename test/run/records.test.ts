import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../engine/kernel/refusal.ts';
import { openShop, type ShopWorld } from './support/shop-world.ts';

let shop: ShopWorld;
let rider: string;
let serial = 0;
beforeAll(async () => {
  shop = await openShop();
  rider = (await shop.insert('rider', { name: '王芳', phone: '13812345678' }, shop.by('fay'))).id;
});
afterAll(() => shop.close());

const phone = () => `1390000${String(1000 + serial++)}`;
const order = (more: object = {}) => ({ rider, receivedOn: '2026-03-05', ...more });
const create = async (entity: string, body: unknown, by = 'fay') =>
  JSON.parse((await shop.records.create(shop.by(by), entity, body)).json) as Record<string, unknown> & { readonly id: string; readonly version: number };
const update = async (entity: string, id: string, patch: unknown, version: number, by = 'fay') =>
  JSON.parse((await shop.records.update(shop.by(by), entity, id, patch, version)).json) as Record<string, unknown> & { readonly version: number };

/** Code and places of a refusal. */
async function refusal(work: Promise<unknown>): Promise<{ readonly code: string; readonly errors: readonly string[] }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, errors: error.errors.map((one) => `${one.pointer} ${one.code}`) };
    throw error;
  }
  return { code: 'not refused', errors: [] };
}

describe('creating', () => {
  it('numbers, defaults and computes, children before the record', async () => {
    const made = await create(
      'repair-order',
      order({
        lines: [
          { quantity: 2, unitPrice: '10.50' },
          { quantity: 1, unitPrice: '79' },
        ],
        labour: '20',
        discountRate: '0.1',
      }),
    );
    expect(made).toMatchObject({
      no: expect.stringMatching(/^RO20260305\d{4}$/),
      urgency: 'normal',
      partsTotal: '100.00',
      total: '120.00',
      payable: '108.00',
      state: 'draft',
      version: 1,
      ownerUnit: { label: '东店' },
    });
  });

  it('tells everything that is wrong at once, each with its place', async () => {
    const { code, errors } = await refusal(
      create('repair-order', {
        receivedOn: '2026-02-30',
        urgency: 'tomorrow',
        labour: 12.5,
        discountRate: '0.51',
        workHours: '1.25',
        lines: [
          { quantity: 0, unitPrice: 'x' },
          { quantity: 1.5, unitPrice: '1', colour: 'red' },
        ],
        wheel: 1,
        inspector: '01a20d5e-6fd9-7000-ac25-4d3de81daefa',
      }),
    );
    expect(code).toBe('record.invalid');
    expect(errors.toSorted()).toEqual(
      [
        '/discountRate value.maximum',
        '/inspector value.reference-missing',
        '/labour value.type',
        '/lines/0/quantity value.minimum',
        '/lines/0/unitPrice value.not-decimal',
        '/lines/1/colour value.unknown-property',
        '/lines/1/quantity value.type',
        '/receivedOn value.date',
        '/rider value.required',
        '/urgency value.not-a-choice',
        '/wheel value.unknown-property',
        '/workHours value.scale',
      ].sort(),
    );
  });

  it('refuses what the system keeps: numbers, formulas, states, owners', async () => {
    const { errors } = await refusal(
      create('repair-order', order({ no: 'RO1', total: '1.00', state: 'done', ownerUser: shop.id('mia'), mechanic: shop.id('meg'), version: 7 })),
    );
    expect(errors.toSorted()).toEqual([
      '/mechanic value.read-only',
      '/no value.read-only',
      '/ownerUser value.read-only',
      '/state value.read-only',
      '/total value.read-only',
      '/version value.read-only',
    ]);
  });

  it("asks for required rows' values and for what the form requires just now", async () => {
    const { errors } = await refusal(create('repair-order', order({ urgency: 'now', lines: [{ quantity: 1 }] })));
    expect(errors).toContain('/complaint value.required');
    const second = await refusal(create('repair-order', order({ lines: [{ quantity: 1 }] })));
    expect(second.errors).toContain('/lines/0/unitPrice value.required');
  });

  it("holds the entity's constraints", async () => {
    expect(await refusal(create('repair-order', order({ promisedOn: '2026-03-04' })))).toEqual({
      code: 'record.invalid',
      errors: ['/promisedOn value.constraint'],
    });
  });

  it('trims texts, and an empty text is no value', async () => {
    const made = await create('rider', { name: '  李雷 ', phone: phone(), note: '   ' });
    expect(made).toMatchObject({ name: '李雷', note: null });
  });

  it('is closed without a right, and unknown entities are unknown', async () => {
    expect((await refusal(create('part', { sku: 'A', name: 'A', unitPrice: '1' }, 'meg'))).code).toBe('access.right-missing');
    expect((await refusal(create('unicorn', {}))).code).toBe('entity.unknown');
    expect((await refusal(create('repair-line', { quantity: 1, unitPrice: '1' }, 'mia'))).code).toMatch(/^(access\.right-missing|record\.managed)$/);
  });

  it('takes only an object', async () => {
    for (const body of [null, 'x', [], 7]) expect((await refusal(create('rider', body))).errors[0]).toMatch(/ value\.type$/);
  });

  it('refuses a value that is there already', async () => {
    const taken = phone();
    await create('rider', { name: '韩梅', phone: taken });
    expect((await refusal(create('rider', { name: '另人', phone: taken }))).code).toMatch(/duplicate/);
  });
});

describe('updating', () => {
  it('merges, recomputes and counts the version', async () => {
    const made = await create('repair-order', order({ lines: [{ quantity: 1, unitPrice: '10' }] }));
    const line = (made['lines'] as readonly { readonly id: string }[])[0]?.id;
    const changed = await update(
      'repair-order',
      made.id,
      {
        lines: [
          { id: line, quantity: 3 },
          { quantity: 1, unitPrice: '5' },
        ],
        labour: null,
      },
      1,
    );
    expect(changed).toMatchObject({ version: 2, partsTotal: '35.00', labour: null, total: '35.00' });
    expect(changed['lines'] as readonly unknown[]).toHaveLength(2);
  });

  it('accepts what the server itself sent back', async () => {
    const made = await create('repair-order', order());
    const { id, version, ...rest } = JSON.parse(
      (await shop.records.create(shop.by('fay'), 'repair-order', order({ watchers: [shop.id('meg')] }))).json,
    ) as Record<string, unknown> & { id: string; version: number };
    expect(await update('repair-order', id, { ...rest, complaint: '刹车' }, version)).toMatchObject({ complaint: '刹车', watchers: [{ id: shop.id('meg') }] });
    expect(made.id).not.toBe(id);
  });

  it('refuses a stale version, rows of another record and a required value taken away', async () => {
    const made = await create('repair-order', order({ lines: [{ quantity: 1, unitPrice: '10' }] }));
    const other = await create('repair-order', order({ lines: [{ quantity: 1, unitPrice: '10' }] }));
    await update('repair-order', made.id, { complaint: 'a' }, 1);
    expect((await refusal(update('repair-order', made.id, { complaint: 'b' }, 1))).code).toBe('request.stale');
    const foreign = (other['lines'] as readonly { readonly id: string }[])[0]?.id;
    expect((await refusal(update('repair-order', made.id, { lines: [{ id: foreign, quantity: 2 }] }, 2))).errors).toContain(
      '/lines/0/id value.reference-missing',
    );
    expect((await refusal(update('repair-order', made.id, { receivedOn: null }, 2))).errors).toEqual(['/receivedOn value.required']);
  });

  it('of two at once one wins', async () => {
    const made = await create('repair-order', order());
    const codes = await Promise.all(['a', 'b'].map(async (text) => (await refusal(update('repair-order', made.id, { complaint: text }, 1))).code));
    expect(codes.sort()).toEqual(['not refused', 'request.stale']);
  });

  it('names the field that the person may not change', async () => {
    const part = await shop.insert('part', { sku: 'P1', name: '链条', unitPrice: '10.00', stock: 5 });
    expect(await refusal(update('part', part.id, { unitPrice: '1.00', stock: 4 }, 1, 'meg'))).toEqual({
      code: 'access.field-not-writable',
      errors: ['/unitPrice access.field-not-writable'],
    });
    expect(await update('part', part.id, { stock: 4 }, 1, 'meg')).toMatchObject({ stock: 4 });
  });

  it('drops a masked value that comes back unchanged and refuses an altered one', async () => {
    const made = await create('rider', { name: '赵云', phone: '13712345678' });
    const seen = JSON.parse((await shop.store.read(shop.by('mia'), 'rider', made.id))?.json ?? '{}') as Record<string, unknown>;
    expect(seen['phone']).toEqual({ masked: '137****5678' });
    await update('rider', made.id, { phone: seen['phone'], note: '常客' }, 1, 'mia').catch(() => undefined);
    expect(await shop.load('rider', made.id)).toMatchObject({ phone: '13712345678' });
    expect((await refusal(update('rider', made.id, { phone: { masked: '137****9999' } }, (await shop.load('rider', made.id)).version, 'fay'))).errors).toEqual([
      '/phone value.masked',
    ]);
    expect((await refusal(update('rider', made.id, { phone: '137****5678' }, (await shop.load('rider', made.id)).version, 'fay'))).code).toBe('record.invalid');
  });

  it('is 404 for who may not see, 403 for who may see and not change, 409 where the state forbids', async () => {
    const made = await create('repair-order', order());
    expect((await refusal(update('repair-order', made.id, { complaint: 'x' }, 1, 'flo'))).code).toBe('record.not-found');
    expect((await refusal(update('repair-order', made.id, { complaint: 'x' }, 1, 'finn'))).code).toBe('access.right-missing');
    expect((await refusal(update('repair-order', 'no-id', { complaint: 'x' }, 1))).code).toBe('record.not-found');
    await shop.change('repair-order', made.id, { state: 'approving' });
    expect((await refusal(update('repair-order', made.id, { complaint: 'x' }, 2))).code).toBe('record.state');
  });

  it('checks right, sight, state, version and input in this order', async () => {
    const made = await create('repair-order', order());
    await shop.change('repair-order', made.id, { state: 'approving' });
    const bad = { nonsense: 1 };
    expect((await refusal(update('repair-order', made.id, bad, 99, 'meg'))).code).toBe('access.right-missing');
    expect((await refusal(update('repair-order', made.id, bad, 99, 'flo'))).code).toBe('record.not-found');
    expect((await refusal(update('repair-order', made.id, bad, 99))).code).toBe('record.state');
    await shop.change('repair-order', made.id, { state: 'draft' });
    expect((await refusal(update('repair-order', made.id, bad, 99))).code).toBe('request.stale');
    expect((await refusal(update('repair-order', made.id, bad, 3))).errors).toEqual(['/nonsense value.unknown-property']);
  });
});

describe('organisation', () => {
  it('keeps the paths of units, below a moved one too', async () => {
    const hq = (await shop.inside((tx) => shop.store.find(tx, shop.system(), 'org-unit', { code: 'HQ' })))[0];
    const a = await shop.insert('org-unit', { code: 'A1', name: 'a', parent: hq?.id });
    const b = await shop.insert('org-unit', { code: 'B1', name: 'b', parent: a.id });
    expect((await shop.load('org-unit', b.id))['path']).toBe('/HQ/A1/B1/');
    await shop.change('org-unit', a.id, { parent: null });
    expect((await shop.load('org-unit', b.id))['path']).toBe('/A1/B1/');
    await expect(shop.change('org-unit', a.id, { parent: b.id })).rejects.toMatchObject({ code: 'record.invalid' });
  });

  it('gives nobody two roles that exclude each other', async () => {
    expect((await refusal(shop.insert('role-assignment', { staff: shop.id('fay'), role: 'mechanic', validFrom: '2026-01-01' }))).code).toBe(
      'access.separation-of-duties',
    );
    expect(
      (
        await refusal(
          shop.actions.act(shop.by('ada'), {
            action: 'role-assign',
            recordId: null,
            input: { staff: shop.id('meg'), role: 'front-desk', validFrom: '2026-01-01', reason: 'x' },
            idempotencyKey: 'r1',
          }),
        )
      ).code,
    ).toBe('access.separation-of-duties');
  });
});

describe('what one may do', () => {
  it('is told with reasons and with who may', async () => {
    const made = await create('repair-order', order({ lines: [{ quantity: 1, unitPrice: '10' }] }));
    const allowed = await shop.records.allowed(shop.by('fay'), 'repair-order', made.id);
    expect(Object.fromEntries(allowed.actions.map((action) => [action.name, action.allowed]))).toMatchObject({
      'repair-order-submit': true,
      'repair-order-cancel': true,
      'repair-order-finish': false,
    });
    expect(allowed.actions.find((action) => action.name === 'repair-order-start-work')).toMatchObject({
      code: 'access.right-missing',
      reason: expect.stringContaining('技师'),
    });
    expect(allowed.actions.find((action) => action.name === 'repair-order-invoice')).toMatchObject({ code: 'record.state' });
    expect(allowed.actions.some((action) => action.name === 'repair-order-approved')).toBe(false);
    expect(allowed.update.allowed).toBe(true);
    expect(allowed.fields).toMatchObject({ complaint: 'write' });
    expect((await shop.records.allowed(shop.by('mia'), 'repair-order', made.id)).update.allowed).toBe(true);
    expect((await refusal(shop.records.allowed(shop.by('flo'), 'repair-order', made.id))).code).toBe('record.not-found');
  });
});
