import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../engine/kernel/json.ts';
import { isObject } from '../../engine/kernel/json.ts';
import type { DictDocument, EntityDocument } from '../../engine/kinds/documents.generated.ts';
import { kinds } from '../../engine/kinds/index.ts';
import { editorSchema } from '../../engine/kinds/reference/editor-schema.ts';
import { documentTemplate, templateKinds } from '../../engine/kinds/templates.ts';
import { validateDocuments } from '../../engine/validate/validate-documents.ts';
import { loadDocuments } from '../../engine/load/load-documents.ts';
import { compile, documents, file, shop } from './shop.ts';

const byName = new Map(kinds.map((kind) => [kind.kind, kind]));

/** Every property of a metaschema with its pointer. */
function properties(node: Json, at = ''): { at: string; property: JsonObject }[] {
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, inner]) => {
    if (key === 'examples' || key === 'default') return [];
    if (key === 'properties' && isObject(inner))
      return Object.entries(inner).flatMap(([name, property]) => [
        { at: `${at}/${name}`, property: property as JsonObject },
        ...properties(property, `${at}/${name}`),
      ]);
    if (Array.isArray(inner)) return inner.flatMap((item) => properties(item as Json, at));
    return properties(inner, `${at}/${key}`);
  });
}

const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

describe.each(kinds.map((kind) => [kind.kind, kind] as const))('kind %s', (name, kind) => {
  it('has an example that fits its own schema and check', () => {
    const path = name === 'pack' ? 'x/pack.json' : name === 'i18n' ? 'x/i18n/en.json' : `x/${String(kind.example.name)}.${name}.json`;
    const sources = [
      ...(name === 'pack' ? [] : [file({ kind: 'pack', name: 'x', title: 'x', version: '1.0.0', language: 'zh', layer: 20 }, 'x')]),
      { file: path, pack: 'x', text: JSON.stringify(kind.example) },
    ];
    expect(validateDocuments(loadDocuments(sources, byName), byName).diagnostics).toEqual([]);
  });

  it('says of every property: title in two languages, a sentence that begins with a verb, an example that fits, a class', () => {
    for (const { at, property } of properties(kind.schema)) {
      if (property.$ref !== undefined && property.title === undefined) continue;
      expect(property.title, at).toBeTypeOf('string');
      expect(property['x-zh'], at).toBeTypeOf('string');
      expect(property.description, at).toMatch(/^(`[^`]+` )?[A-Z]?[a-z]+(s|es)\b.*\.$/);
      expect(['sealed', 'tighten', 'extend', 'free'], at).toContain(property['x-class']);
      const [example] = property.examples as readonly Json[];
      expect(example, at).toBeDefined();
      const validate = ajv.compile({ ...property, $defs: kind.schema.$defs ?? {} });
      expect(validate(example), `${at} ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });

  it('has a strict metaschema and a schema for editors that also takes overlays', () => {
    expect(kind.schema.additionalProperties === false || isObject(kind.schema.additionalProperties)).toBe(true);
    const validate = ajv.compile(editorSchema(kind, ['text', 'money']));
    expect(validate(kind.example), JSON.stringify(validate.errors)).toBe(true);
    if (name !== 'i18n') expect(validate({ kind: name, name: 'x' })).toBe(true);
  });

  it('leaves a document of the present format alone', () => {
    expect(kind.lift(kind.example)).toEqual(kind.example);
  });
});

describe('the author types', () => {
  it('let a document be written in TypeScript, and it compiles', () => {
    const size: DictDocument = { kind: 'dict', name: 'bike-size', title: '尺寸', items: { small: { title: '小' }, large: { title: '大' } } };
    const bike: EntityDocument = {
      kind: 'entity',
      name: 'bike',
      title: '单车',
      properties: { size: { $ref: '/types/choice', title: '尺寸', of: 'bike-size' } },
    };
    const written = [size, bike].map((document) => file(JSON.parse(JSON.stringify(document)) as JsonObject));
    expect(compile([...shop(), ...written]).diagnostics).toEqual([]);
  });
});

describe('the list of kinds', () => {
  it('has every kind once, and the shop has a valid document of each', () => {
    expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length);
    const shown = new Set([...Object.values(documents).map(({ kind }) => kind as string), 'pack', 'i18n']);
    expect(kinds.map(({ kind }) => kind).filter((kind) => !shown.has(kind))).toEqual([]);
  });

  it('has a template for each kind, and all templates compile together', () => {
    expect(templateKinds.toSorted()).toEqual(
      kinds
        .map(({ kind }) => kind)
        .filter((kind) => kind !== 'i18n')
        .toSorted(),
    );
    const about: Record<string, string> = { action: 'bike', import: 'customer-register', menu: 'bike', job: 'garage.mark-late' };
    const written = templateKinds
      .filter((kind) => kind !== 'pack' && kind !== 'import')
      .map((kind) =>
        file(
          {
            ...documentTemplate(kind, {
              name: kind === 'role' ? 'staff-helper' : kind === 'menu' ? 'bikes' : 'bike',
              title: '单车',
              subject: about[kind] ?? 'bike',
            }),
            ...(kind === 'role' ? { menu: 'menu:main', includes: ['staff-member'] } : {}),
          },
          'shop',
        ),
      );
    const home = file({ kind: 'page', name: 'home', title: '首页', tabs: {} });
    const member = file({ kind: 'role', name: 'staff-member', title: '员工' });
    const imported = file({ ...documentTemplate('import', { name: 'bike-import', title: '导入', subject: 'customer-register' }), entity: 'customer' });
    expect(compile([...shop(), ...written, imported, home, member]).diagnostics).toEqual([]);
  });
});
