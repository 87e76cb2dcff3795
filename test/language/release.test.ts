import { describe, expect, it } from 'vitest';
import { client, compile, english, file, plugin, release, shop } from './shop.ts';
import { compileSources } from '../../engine/pipeline.ts';

describe('a release', () => {
  it('has one hash for the same documents, in whatever order the files come', () => {
    const sources = [...shop(), ...client({ kind: 'setting', name: 'warranty-days', default: 30 })];
    expect(release(sources.toReversed().sort(({ pack }) => (pack === 'shop' ? -1 : 1))).hash).toBe(release(sources).hash);
  });

  it('has another hash when a document changes, and the same when only its form does', () => {
    const before = release(shop());
    const reformatted = shop().map((source) => ({ ...source, text: JSON.stringify(JSON.parse(source.text)) }));
    expect(release(reformatted).hash).toBe(before.hash);
    expect(release(shop({ setting: (draft) => void (draft.default = 91) })).hash).not.toBe(before.hash);
  });

  it('has another hash when elements change their order', () => {
    const reordered = shop({ dict: (draft) => void (draft.items = { major: draft.items.major, simple: draft.items.simple }) });
    expect(release(reordered).hash).not.toBe(release(shop()).hash);
  });

  it('cannot be changed', () => {
    const made = release(shop());
    expect(() => (made.entities as Map<string, unknown>).set('x', {})).toThrow('immutable');
    expect(() => Object.assign(made.entities.get('customer')?.fields.get('name') ?? {}, { title: 'x' })).toThrow(TypeError);
    expect(() => (made.flows.get('order-approval')!.nodes as Map<string, unknown>).clear()).toThrow('immutable');
  });

  it('is not made when there is an error, and is made when there are warnings only', () => {
    expect(compile(shop({ mechanic: '[]' })).release).toBeNull();
    const warned = compile([...shop(), ...client({ kind: 'list', name: 'repair-order', columns: { colour: null } })]);
    expect(warned.release).not.toBeNull();
    expect(warned.diagnostics).toHaveLength(1);
  });

  it('knows who uses what, with places', () => {
    expect(release(shop()).usedBy.get('dict:repair-kind')).toEqual([{ document: 'entity:repair-order', pointer: '/properties/kind/of' }]);
    expect(
      release(shop())
        .usedBy.get('role:manager')
        ?.map(({ document }) => document),
    ).toEqual(expect.arrayContaining(['flow:order-approval', 'policy:repair-order']));
  });

  it('holds texts by language, document and pointer', () => {
    const made = release(
      shop({}, [
        file(english, 'shop', 'shop/i18n/en.json'),
        ...client(),
        file({ 'entity:customer': { '/properties/name/title': 'Full name' } }, 'client', 'client/i18n/en.json'),
      ]),
    );
    expect(made.languages).toEqual(['zh', 'en']);
    expect(made.texts.get('en')?.get('entity:customer')?.get('/properties/name/title')).toBe('Full name');
    expect(made.texts.get('en')?.get('entity:customer')?.get('/title')).toBe('Customer');
  });

  it('orders seeds so that what is referred to comes first', () => {
    expect(release(shop()).seeds.map(({ of }) => of)).toEqual(['org-unit', 'staff']);
  });

  it('holds documents of plugin kinds with what the plugin made of them', () => {
    const book = file({ kind: 'price-book', name: 'spring', title: '春季', rates: { wheel: { price: '20' }, brake: { price: '30', after: 'x' } } });
    const made = compile(shop({}, [file({ kind: 'price-book', name: 'spring', title: '春季', rates: { wheel: { price: '20' }, brake: { price: '30' } } })]));
    expect(made.release?.plugins.get('price-book')?.get('spring')?.compiled).toEqual(['wheel', 'brake']);
    expect(compileSources(shop({}, [book]), [plugin]).diagnostics.map(({ code }) => code)).toEqual(['layer.anchor-gone']);
    const negative = compile(shop({}, [file({ kind: 'price-book', name: 'spring', title: '春季', rates: { wheel: { price: '-1' } } })]));
    expect(negative.diagnostics).toMatchObject([{ code: 'garage.negative', pointer: '/rates/wheel/price', line: 7 }]);
  });

  it('carries the findings of a plugin across the release, with their places', () => {
    const strict = {
      ...plugin,
      validators: [
        () => [{ code: 'garage.empty', severity: 'error' as const, document: 'dict:repair-kind', pointer: '/items/simple', message: 'x', mend: 'y' }],
      ],
    };
    expect(compileSources(shop(), [strict])).toMatchObject({ release: null, diagnostics: [{ file: 'shop/main/repair-kind.dict.json', line: 7 }] });
  });
});
