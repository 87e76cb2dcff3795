import type { JsonObject } from '../kernel/json.ts';
import { isObject } from '../kernel/json.ts';
import { typeNameOf } from '../kinds/parts/property-schema.ts';
import type { LayeredDocument } from '../load/document.ts';
import type { EntityShape } from './shapes.ts';

export interface ScreenNames {
  readonly list: string;
  readonly page: string;
  readonly forms: ReadonlyMap<string, string>;
}

/** List, page and forms of every entity that is no child: the written ones, and a generated document for each that is
 *  missing. An entity alone is enough to work with. Action inputs without a form get one too. */
export function defaultScreens(
  documents: readonly LayeredDocument[],
  shapes: ReadonlyMap<string, EntityShape>,
  baseOf: (type: string) => string | undefined,
): { readonly generated: readonly LayeredDocument[]; readonly screens: ReadonlyMap<string, ScreenNames> } {
  const generated: LayeredDocument[] = [];
  const screens = new Map<string, ScreenNames>();
  const taken = new Set(documents.map(({ kind, name }) => `${kind}:${name}`));
  const children = new Set(
    [...shapes.values()].flatMap(({ properties }) =>
      Object.values(properties)
        .filter((property) => isObject(property) && typeNameOf(property) === 'children')
        .map((property) => String((property as JsonObject).of)),
    ),
  );
  const make = (kind: string, name: string, from: LayeredDocument, content: JsonObject): string => {
    const free = taken.has(`${kind}:${name}`) ? `${name}-default` : name;
    taken.add(`${kind}:${free}`);
    generated.push({ kind, name: free, content: { kind, name: free, title: String(from.content.title ?? from.name), ...content }, sources: from.sources });
    return free;
  };
  for (const document of documents) {
    if (document.kind === 'action') inputForm(document, make);
    const shape = shapes.get(document.name);
    if (document.kind !== 'entity' || shape === undefined || children.has(document.name)) continue;
    const entity = document.name;
    const written = (kind: string, fits: (content: JsonObject) => boolean = () => true, usual = entity) => {
      const candidates = documents.filter((candidate) => candidate.kind === kind && candidate.content.entity === entity && fits(candidate.content));
      return (candidates.find(({ name }) => name === entity || name === usual) ?? candidates[0])?.name;
    };
    const fields = new Map(
      Object.entries(shape.properties).map(([key, property]) => [key, isObject(property) ? baseOf(typeNameOf(property) ?? '') : undefined]),
    );
    const forms = new Map<string, string>();
    for (const variant of ['create', 'edit', 'view', 'task', 'portal']) {
      const name = written('form', (content) => (content.variant ?? 'edit') === variant, `${entity}-${variant}`);
      if (name !== undefined) forms.set(variant, name);
    }
    // An edit form serves the other two, and a view form shows what an edit form writes.
    for (const variant of ['create', 'edit', 'view']) {
      if (!forms.has(variant))
        forms.set(
          variant,
          make(
            'form',
            `${entity}-${variant}`,
            document,
            formContent(
              entity,
              variant,
              shape,
              fields,
              documents.find(({ kind, name }) => kind === 'form' && name === (forms.get('edit') ?? forms.get('create')))?.content,
            ),
          ),
        );
    }
    const page = written('page');
    const list = written('list') ?? make('list', entity, document, listContent(entity, document, shape, fields));
    screens.set(entity, { list, page: page ?? entity, forms });
  }
  for (const document of documents) {
    const names = screens.get(document.name);
    if (document.kind !== 'entity' || names === undefined) continue;
    if (documents.some(({ kind, content }) => kind === 'page' && content.entity === document.name)) continue;
    const name = make('page', document.name, document, pageContent(document, names, documents, shapes, screens));
    screens.set(document.name, { ...names, page: name });
  }
  return { generated, screens };
}

function inputForm(document: LayeredDocument, make: (kind: string, name: string, from: LayeredDocument, content: JsonObject) => string): void {
  const properties = (document.content.input as JsonObject | undefined)?.properties;
  if (typeof document.content.form === 'string' || !isObject(properties)) return;
  make('form', `${document.name}-input`, document, {
    action: document.name,
    variant: 'input',
    sections: { main: { title: String(document.content.title ?? ''), fields: Object.fromEntries(Object.keys(properties).map((key) => [key, {}])) } },
  });
}

const wideBases = new Set(['longText', 'children', 'attachments', 'json']);

function formContent(
  entity: string,
  variant: string,
  shape: EntityShape,
  fields: ReadonlyMap<string, string | undefined>,
  sibling: JsonObject | undefined,
): JsonObject {
  if (sibling !== undefined) return { entity, variant, ...(sibling.mode === undefined ? {} : { mode: sibling.mode }), sections: sibling.sections ?? {} };
  const places: Record<string, JsonObject> = {};
  for (const [key, base] of fields) {
    const property = shape.properties[key] as JsonObject;
    const isWritten = variant === 'view' || (property.readOnly !== true && base !== 'serial');
    if (base !== undefined && (isWritten || property.formula !== undefined)) places[key] = { width: wideBases.has(base) ? 24 : 12 };
  }
  return { entity, variant, sections: { main: { title: '基本信息', fields: places } } };
}

const listedBases = new Set([
  'serial',
  'text',
  'integer',
  'decimal',
  'money',
  'rate',
  'boolean',
  'date',
  'dateTime',
  'choice',
  'choices',
  'reference',
  'document',
]);
const filteredBases = new Set(['choice', 'choices', 'reference', 'date', 'dateTime', 'boolean', 'money']);
const columnLimit = 8;

function listContent(entity: string, document: LayeredDocument, shape: EntityShape, fields: ReadonlyMap<string, string | undefined>): JsonObject {
  const usable = [...fields].filter(([key, base]) => base !== undefined && listedBases.has(base) && (shape.properties[key] as JsonObject).virtual !== true);
  const hasStates = isObject(document.content.states);
  const columns: Record<string, JsonObject> = {};
  usable.slice(0, columnLimit).forEach(([key], index) => {
    columns[key] = index < 3 ? { card: index + 1 } : {};
  });
  if (hasStates) columns.state = {};
  columns.createdAt = {};
  const filters = Object.fromEntries(usable.filter(([key, base]) => filteredBases.has(base ?? '') && !isSensitive(shape, key)).map(([key]) => [key, {}]));
  const search = Array.isArray(document.content.search)
    ? document.content.search
    : usable
        .filter(([key, base]) => (base === 'serial' || (shape.properties[key] as JsonObject).search === true) && !isSensitive(shape, key))
        .map(([key]) => key);
  return { entity, columns, filters: hasStates ? { state: {}, ...filters } : filters, sort: '-createdAt', search };
}

function isSensitive(shape: EntityShape, key: string): boolean {
  return (shape.properties[key] as JsonObject).sensitive !== undefined;
}

const relatedLimit = 8;

function pageContent(
  document: LayeredDocument,
  names: ScreenNames,
  documents: readonly LayeredDocument[],
  shapes: ReadonlyMap<string, EntityShape>,
  screens: ReadonlyMap<string, ScreenNames>,
): JsonObject {
  const tabs: Record<string, JsonObject> = {
    overview: { title: '概况', blocks: { facts: { block: 'facts', title: '基本信息', form: names.forms.get('view') ?? '' } } },
  };
  for (const [entity, shape] of shapes) {
    const list = screens.get(entity)?.list;
    const by = Object.entries(shape.properties).find(
      ([, property]) => isObject(property) && typeNameOf(property) === 'reference' && property.to === document.name,
    )?.[0];
    if (list === undefined || by === undefined || entity === document.name || Object.keys(tabs).length > relatedLimit) continue;
    const title = String(documents.find(({ kind, name }) => kind === 'entity' && name === entity)?.content.title ?? entity);
    const key = entity.replace(/-[a-z0-9]/g, (part) => part.slice(1).toUpperCase());
    tabs[key] = { title, blocks: { rows: { block: 'related', title, list, by } } };
  }
  const hasFlow = documents.some(({ kind, content }) => kind === 'flow' && content.on === document.name);
  return {
    entity: document.name,
    facts: {},
    tabs,
    rail: { ...(hasFlow ? { flow: { block: 'flow', title: '审批进度' } } : {}), history: { block: 'history', title: '历史' } },
  };
}
