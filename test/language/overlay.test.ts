import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../engine/kernel/json.ts';
import { client, compile, file, packs, release, shop } from './shop.ts';

const codes = (diagnostics: readonly { code: string; pointer: string }[]) => diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);

/** A pack between shop and client that protects paths. */
const protecting = (protect: JsonObject) => file({ kind: 'pack', name: 'shop', title: '修车铺', version: '1.0.0', language: 'zh', layer: 20, protect });
const shopWith = (protect: JsonObject, ...overlays: readonly JsonObject[]) => [
  ...shop().filter(({ file }) => file !== 'shop/pack.json'),
  protecting(protect),
  ...client(...overlays),
];

describe('an overlay', () => {
  it('adds a field of its own, which knows its pack', () => {
    const made = release([...shop(), ...client({ kind: 'entity', name: 'customer', properties: { clientScore: { type: 'integer', title: '评分' } } })]);
    expect(made.entities.get('customer')?.fields.get('clientScore')).toMatchObject({ base: 'integer', column: 'client_score', pack: 'client' });
    expect(made.entities.get('customer')?.fields.get('name')?.pack).toBe('shop');
    expect(made.documents.get('entity:customer')?.packs).toEqual(['shop', 'client']);
  });

  it('removes a column with null', () => {
    const made = release([...shop(), ...client({ kind: 'list', name: 'repair-order', columns: { kind: null } })]);
    expect(made.lists.get('repair-order')?.columns.map(({ path }) => path)).toEqual(['no', 'customer.name', 'total', 'state']);
  });

  it('orders elements: base order, then first, then after chains, whatever the order in the file', () => {
    const made = release([
      ...shop(),
      ...client({
        kind: 'list',
        name: 'repair-order',
        columns: { createdAt: { after: 'due' }, due: { after: 'no' }, labour: { first: true }, updatedAt: { after: 'due' } },
      }),
    ]);
    expect(made.lists.get('repair-order')?.columns.map(({ path }) => path)).toEqual([
      'labour',
      'no',
      'due',
      'createdAt',
      'updatedAt',
      'customer.name',
      'kind',
      'total',
      'state',
    ]);
  });

  it('keeps an element in its place when it only changes it', () => {
    const made = release([...shop(), ...client({ kind: 'list', name: 'repair-order', columns: { kind: { title: '修理类别' } } })]);
    expect(made.lists.get('repair-order')?.descriptor.columns.map(({ title }) => title)).toContain('修理类别');
    expect(made.lists.get('repair-order')?.columns.map(({ path }) => path)[2]).toBe('kind');
  });

  it('replaces arrays whole and merges objects', () => {
    const made = release([...shop(), ...client({ kind: 'list', name: 'repair-order', search: ['no'], views: { open: { title: '在修' } } })]);
    expect(made.lists.get('repair-order')?.search).toEqual(['no']);
    expect(made.lists.get('repair-order')?.descriptor.views[0]).toMatchObject({
      title: '在修',
      filter: { fact: 'state', operator: 'notEqual', value: 'done' },
    });
  });

  it('narrows a bound, and equal or looser is told apart exactly', () => {
    const narrower = release([...shop(), ...client({ kind: 'entity', name: 'customer', properties: { credit: { max: '4999.99', min: '0.01' } } })]);
    expect(narrower.entities.get('customer')?.fields.get('credit')).toMatchObject({ min: '0.01', max: '4999.99' });
    expect(compile([...shop(), ...client({ kind: 'entity', name: 'customer', properties: { credit: { max: '5000.00' } } })]).diagnostics).toEqual([]);
    expect(codes(compile([...shop(), ...client({ kind: 'entity', name: 'customer', properties: { credit: { max: '5000.01' } } })]).diagnostics)).toEqual([
      'layer.tighten /properties/credit/max',
    ]);
  });

  it('adds a required field and cannot drop one', () => {
    const made = release([...shop(), ...client({ kind: 'entity', name: 'repair-order', required: ['customer', 'kind', 'due'] })]);
    expect(made.entities.get('repair-order')?.required).toEqual(['customer', 'kind', 'due']);
  });

  it('joins its condition with the base: AND where it grants, so that nobody sees more', () => {
    const made = release([
      ...shop(),
      ...client({ kind: 'policy', name: 'repair-order', grants: { mechanic: { rows: { fact: 'state', operator: 'equal', value: 'draft' } } } }),
    ]);
    const [mechanic] = made.policies.get('repair-order')?.grants ?? [];
    expect(mechanic?.rows?.source).toEqual({
      all: [
        { fact: 'ownerUser', operator: 'isSelf' },
        { fact: 'state', operator: 'equal', value: 'draft' },
      ],
    });
  });

  it('joins a condition of required with OR, so that nothing required becomes optional', () => {
    const made = release([
      ...shop(),
      ...client({ kind: 'form', name: 'repair-order-edit', sections: { main: { fields: { labour: { required: { fact: 'due', operator: 'isNotNull' } } } } } }),
    ]);
    expect(made.forms.get('repair-order-edit')?.conditions.labour?.required).toEqual({
      any: [
        { fact: 'kind', operator: 'equal', value: 'major' },
        { fact: 'due', operator: 'isNotNull' },
      ],
    });
  });

  it('adds an approval node and cannot take one away', () => {
    const made = release([
      ...shop(),
      ...client({
        kind: 'flow',
        name: 'order-approval',
        steps: { clientReview: { node: 'approve', title: '总部', after: 'head', assignees: { boss: { strategy: 'role', value: 'manager' } } } },
      }),
    ]);
    expect(made.flows.get('order-approval')?.steps.map(({ key }) => key)).toEqual(['byTotal', 'head', 'clientReview', 'end']);
    expect(codes(compile([...shop(), ...client({ kind: 'flow', name: 'order-approval', steps: { head: null } })]).diagnostics)).toEqual([
      'layer.extend /steps/head',
    ]);
  });

  it('may not touch what a pack below seals, even where the kind would let it', () => {
    const overlay = { kind: 'list', name: 'repair-order', columns: { kind: null, no: { title: '号' } } };
    expect(compile([...shop(), ...client(overlay)]).diagnostics).toEqual([]);
    expect(codes(compile(shopWith({ 'list:repair-order': { '/columns': 'sealed' } }, overlay)).diagnostics)).toEqual([
      'layer.sealed /columns/kind',
      'layer.sealed /columns/no/title',
    ]);
  });

  it('may add where a pack protects with extend, and not alter', () => {
    const protect = { 'dict:repair-kind': { '/items': 'extend' } };
    expect(compile(shopWith(protect, { kind: 'dict', name: 'repair-kind', items: { total: { title: '总成' } } })).diagnostics).toEqual([]);
    expect(codes(compile(shopWith(protect, { kind: 'dict', name: 'repair-kind', items: { simple: { title: '快修' } } })).diagnostics)).toEqual([
      'layer.extend /items/simple/title',
    ]);
  });

  it('that a protection would loosen is bound by the stricter of kind and pack', () => {
    expect(
      codes(
        compile(
          shopWith({ 'entity:customer': { '/properties/credit/max': 'free' } }, { kind: 'entity', name: 'customer', properties: { credit: { max: '9000' } } }),
        ).diagnostics,
      ),
    ).toEqual(['layer.tighten /properties/credit/max']);
  });

  it('that removes a field in use is refused at the place that uses it', () => {
    const { diagnostics } = compile([...shop(), ...client({ kind: 'entity', name: 'customer', properties: { credit: null } })]);
    expect(diagnostics.map(({ code, file, pointer }) => [code, file, pointer])).toEqual([
      ['link.unknown-field', 'shop/main/customer.page.json', '/facts/credit'],
    ]);
  });

  it('follows a rename of its document and of its field', () => {
    const made = release([
      ...shop({
        setting: (draft) => void Object.assign(draft, { name: 'guarantee-days', formerly: ['warranty-days'] }),
        part: (draft) =>
          void ((draft.properties = {
            caption: { ...draft.properties.label, formerly: ['label'] },
            price: draft.properties.price,
            quantity: draft.properties.quantity,
            amount: draft.properties.amount,
          }),
          (draft.required = ['caption', 'price', 'quantity'])),
      }),
      ...client({ kind: 'setting', name: 'warranty-days', default: 30 }, { kind: 'entity', name: 'order-part', properties: { label: { maxLength: 10 } } }),
    ]);
    expect(made.settings.get('guarantee-days')?.default).toBe(30);
    expect(made.entities.get('order-part')?.fields.get('caption')).toMatchObject({ maxLength: 10, formerly: ['label'] });
    expect(made.entities.get('order-part')?.fields.has('label')).toBe(false);
  });

  it('of the same layer applies in the order of the folders', () => {
    const second = { ...packs.client, name: 'other' };
    const sources = [
      ...shop(),
      ...client({ kind: 'setting', name: 'warranty-days', default: 1 }),
      file(second, 'other'),
      file({ kind: 'setting', name: 'warranty-days', default: 2 }, 'other'),
    ];
    expect(release(sources).settings.get('warranty-days')?.default).toBe(2);
  });

  it('reports an error of the merged document at the layer that wrote it', () => {
    const { diagnostics } = compile([...shop(), ...client({ kind: 'list', name: 'repair-order', columns: { due: { title: 5 } } })]);
    expect(diagnostics).toMatchObject([{ code: 'validate.type', file: 'client/main/repair-order.list.json', line: 6, pointer: '/columns/due/title' }]);
  });
});
