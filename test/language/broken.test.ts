import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../engine/kernel/json.ts';
import { diagnosticCodes } from '../../engine/kinds/diagnostic-codes.ts';
import type { SourceFile } from '../../engine/pipeline.ts';
import type { Draft, ShopDocument } from './shop.ts';
import { client, compile, file, shop } from './shop.ts';

interface Broken {
  /** What is wrong, as a sentence about the document. */
  readonly name: string;
  readonly code: string;
  readonly pointer: string;
  /** 1-based line in the file as written by two spaces, one key a line. */
  readonly line: number;
  /** Part of the mend. */
  readonly mend: string | RegExp;
  readonly severity?: 'warning';
  readonly file?: string;
  /** One document of the shop changed, or a whole text in its place. */
  readonly document?: ShopDocument;
  readonly change?: string | ((draft: Draft) => void);
  /** A file of its own. */
  readonly extra?: SourceFile | readonly SourceFile[];
}

const customer = (properties: string) => `{\n  "kind": "entity",\n  "name": "customer",\n  "title": "客户",\n  "traits": ["owned"],\n  "properties": {\n    "name": { "$ref": "/types/text", "title": "姓名" },\n    "credit": { "$ref": "/types/money", "title": "额度" }${properties}\n  }\n}\n`;

const cases: readonly Broken[] = [
  // load
  { name: 'a comma stands before a closing bracket', code: 'load.syntax', document: 'customer', change: customer(',').replace('额度" },', '额度" },'), pointer: '/properties', line: 8, mend: 'remove it' },
  { name: 'a key stands twice', code: 'load.duplicate-key', document: 'customer', change: customer(',\n    "name": { "$ref": "/types/text", "title": "名" }'), pointer: '/properties/name', line: 9, mend: 'keep one' },
  { name: 'a key is a whole number', code: 'load.integer-key', document: 'dict', change: '{ "kind": "dict", "name": "repair-kind", "title": "类别", "ordered": true,\n  "items": { "simple": { "title": "小修" }, "major": { "title": "大修" },\n    "1": { "title": "一" } } }', pointer: '/items/1', line: 3, mend: 'begin the key with a letter' },
  { name: 'a file begins with a byte order mark', code: 'load.byte-order-mark', document: 'mechanic', change: '\ufeff{ "kind": "role", "name": "mechanic", "title": "技师" }', pointer: '', line: 1, mend: 'UTF-8 without BOM' },
  { name: 'a comment stands in the document', code: 'load.comment', document: 'mechanic', change: '{ "kind": "role", "name": "mechanic",\n  // who repairs\n  "title": "技师" }', pointer: '', line: 2, mend: 'description' },
  { name: 'a document is nested without end', code: 'load.too-deep', document: 'mechanic', change: `{ "kind": "role", "name": "mechanic", "title": "技师", "includes": ${'['.repeat(60)}${']'.repeat(60)} }`, pointer: `/includes${'/0'.repeat(47)}`, line: 1, mend: 'document of its own' },
  { name: 'a document is a list', code: 'load.not-an-object', document: 'mechanic', change: '[]', pointer: '', line: 1, mend: 'begin the file with {' },
  { name: 'the kind is misspelt', code: 'load.unknown-kind', extra: file('{\n  "kind": "entitty",\n  "name": "bike",\n  "title": "车"\n}', 'shop', 'shop/main/bike.entity.json'), file: 'shop/main/bike.entity.json', pointer: '/kind', line: 2, mend: 'did you mean "entity"?' },
  { name: 'the file is named after another document', code: 'load.file-name', extra: file('{\n  "kind": "role",\n  "name": "guest",\n  "title": "访客"\n}', 'shop', 'shop/main/visitor.role.json'), file: 'shop/main/visitor.role.json', pointer: '/name', line: 3, mend: 'guest.role.json' },
  { name: 'a document stands twice in a pack', code: 'load.duplicate-document', extra: file({ kind: 'role', name: 'mechanic', title: '又一个' }, 'shop', 'shop/z/mechanic.role.json'), file: 'shop/z/mechanic.role.json', pointer: '', line: 1, mend: 'merge them' },
  { name: 'a folder has no pack.json', code: 'load.pack-missing', extra: file({ kind: 'role', name: 'guest', title: '访客' }, 'annex'), file: 'annex/main/guest.role.json', pointer: '', line: 1, mend: 'add pack.json' },
  // layers
  { name: 'an overlay changes the type of a field', code: 'layer.sealed', extra: client({ kind: 'entity', name: 'customer', properties: { name: { $ref: '/types/long-text' } } }), file: 'client/main/customer.entity.json', pointer: '/properties/name/$ref', line: 6, mend: 'remove it from the overlay' },
  { name: 'an overlay raises a maximum', code: 'layer.tighten', extra: client({ kind: 'entity', name: 'customer', properties: { credit: { max: '6000' } } }), file: 'client/main/customer.entity.json', pointer: '/properties/credit/max', line: 6, mend: 'only a stricter value' },
  { name: 'an overlay drops a required field', code: 'layer.tighten', extra: client({ kind: 'entity', name: 'repair-order', required: ['customer'] }), file: 'client/main/repair-order.entity.json', pointer: '/required', line: 4, mend: 'only a stricter value' },
  { name: 'an overlay removes a state', code: 'layer.extend', extra: client({ kind: 'entity', name: 'repair-order', states: { accepted: null } }), file: 'client/main/repair-order.entity.json', pointer: '/states/accepted', line: 5, mend: 'add an element of your own' },
  { name: 'an overlay removes what is not there', code: 'layer.nothing-to-remove', severity: 'warning', extra: client({ kind: 'list', name: 'repair-order', columns: { colour: null } }), file: 'client/main/repair-order.list.json', pointer: '/columns/colour', line: 5, mend: 'the base has changed' },
  { name: 'the anchor of an element is gone', code: 'layer.anchor-gone', severity: 'warning', extra: client({ kind: 'list', name: 'repair-order', columns: { due: { after: 'kinds' } } }), file: 'client/main/repair-order.list.json', pointer: '/columns/due', line: 5, mend: 'did you mean "kind"?' },
  { name: 'a client adds a field without its prefix', code: 'layer.unprefixed', severity: 'warning', extra: client({ kind: 'entity', name: 'customer', properties: { score: { type: 'integer', title: '评分' } } }), file: 'client/main/customer.entity.json', pointer: '/properties/score', line: 5, mend: 'clientScore' },
  { name: 'null stands in a base document', code: 'layer.null-value', document: 'mechanic', change: '{ "kind": "role", "name": "mechanic", "title": "技师",\n  "description": null }', pointer: '/description', line: 2, mend: 'remove the property' },
  // validate
  { name: 'a property is misspelt', code: 'validate.unknown-property', document: 'customer', change: customer(',\n    "age": { "type": "integer", "titel": "年龄", "title": "年龄" }'), pointer: '/properties/age/titel', line: 9, mend: 'did you mean "title"?' },
  { name: 'a title is missing', code: 'validate.missing-property', document: 'mechanic', change: (draft) => void delete draft.title, pointer: '', line: 1, mend: 'add "title"' },
  { name: 'a value has the wrong type', code: 'validate.type', document: 'customer', change: (draft) => void (draft.properties.name.unique = 'yes'), pointer: '/properties/name/unique', line: 14, mend: 'true or false' },
  { name: 'a value is none of the possible ones', code: 'validate.not-allowed', document: 'form', change: (draft) => void (draft.variant = 'edti'), pointer: '/variant', line: 6, mend: 'did you mean "edit"?' },
  { name: 'a bound is a number instead of a text', code: 'validate.type', document: 'customer', change: (draft) => void (draft.properties.credit.max = 5000), pointer: '/properties/credit/max', line: 27, mend: 'a text' },
  { name: 'a property key has a hyphen', code: 'validate.key', document: 'customer', change: customer(',\n    "first-name": { "type": "string", "title": "名" }'), pointer: '/properties/first-name', line: 9, mend: '^[a-z]' },
  { name: 'a field has no type', code: 'validate.property-type', document: 'customer', change: customer(',\n    "age": { "title": "年龄" }'), pointer: '/properties/age', line: 9, mend: '"/types/text"' },
  { name: 'a reference says not to what', code: 'validate.property-needs', document: 'order', change: (draft) => void delete draft.properties.customer.to, pointer: '/properties/customer', line: 15, mend: 'add "to"' },
  { name: 'a minimum is above the maximum', code: 'validate.property-conflict', document: 'customer', change: (draft) => void (draft.properties.credit.min = '9000'), pointer: '/properties/credit/min', line: 26, mend: 'change one' },
  { name: 'a field is named like a system property', code: 'validate.reserved-property', document: 'customer', change: customer(',\n    "version": { "type": "integer", "title": "版本" }'), pointer: '/properties/version', line: 9, mend: 'another key' },
  { name: 'no state is initial', code: 'validate.initial-state', document: 'order', change: (draft) => void delete draft.states.draft.initial, pointer: '/states', line: 51, mend: '"initial": true' },
  { name: 'a form places a field twice', code: 'validate.form-field-twice', document: 'form', change: (draft) => void (draft.sections.more = { title: '其他', fields: { due: {} } }), pointer: '/sections/more/fields/due', line: 35, mend: 'keep one' },
  { name: 'a related block says not by what', code: 'validate.block-needs', document: 'page', change: (draft) => void delete draft.tabs.orders.blocks.orders.by, pointer: '/tabs/orders/blocks/orders', line: 13, mend: 'add "by"' },
  { name: 'a menu item leads nowhere', code: 'validate.menu-target', document: 'menu', change: (draft) => void delete draft.items.work.items.customers.list, pointer: '/items/work/items/customers', line: 14, mend: 'one of list, page' },
  { name: 'a create step says not what', code: 'validate.step-needs', document: 'register', change: (draft) => void delete draft.steps.customer.entity, pointer: '/steps/customer', line: 19, mend: 'add "entity"' },
  { name: 'a seed record lacks its match key', code: 'validate.seed-match', document: 'seed', change: (draft) => void (draft.records.branch = {}), pointer: '/records/branch', line: 13, mend: 'add "name"' },
  // link
  { name: 'a column names no property', code: 'link.unknown-field', document: 'list', change: (draft) => void (draft.columns.customerName.field = 'customer.nmae'), pointer: '/columns/customerName/field', line: 11, mend: 'did you mean "name"?' },
  { name: 'a path goes through a text', code: 'link.not-a-relation', document: 'list', change: (draft) => void (draft.columns.customerName.field = 'no.name'), pointer: '/columns/customerName/field', line: 11, mend: 'end the path at "no"' },
  { name: 'a reference leads to no entity', code: 'link.unknown-entity', document: 'order', change: (draft) => void (draft.properties.customer.to = 'custmer'), pointer: '/properties/customer/to', line: 18, mend: 'did you mean "customer"?' },
  { name: 'a field type does not exist', code: 'link.unknown-type', document: 'customer', change: customer(',\n    "fee": { "$ref": "/types/mony", "title": "费" }'), pointer: '/properties/fee/$ref', line: 9, mend: 'did you mean "money"?' },
  { name: 'a code table does not exist', code: 'link.unknown-dict', document: 'dict', change: (draft) => void (draft.name = 'repair-kinds'), file: 'shop/main/repair-order.entity.json', pointer: '/properties/kind/of', line: 23, mend: 'did you mean "repair-kinds"?' },
  { name: 'a grant names no role', code: 'link.unknown-role', document: 'policy', change: (draft) => void (draft.grants.manager.role = 'boss'), pointer: '/grants/manager/role', line: 21, mend: 'mechanic' },
  { name: 'a grant names no action', code: 'link.unknown-action', document: 'policy', change: (draft) => void (draft.grants.manager.operations = ['action:order-submitt']), pointer: '/grants/manager/operations/0', line: 23, mend: 'did you mean "order-submit"?' },
  { name: 'a document has been renamed', code: 'link.renamed', document: 'dict', change: (draft) => void Object.assign(draft, { name: 'job-kind', formerly: ['repair-kind'] }), file: 'shop/main/repair-order.entity.json', pointer: '/properties/kind/of', line: 23, mend: 'write "job-kind"' },
  { name: 'an operation does not exist', code: 'link.unknown-operation', document: 'register', change: (draft) => void (draft.steps.weigh = { do: 'garage.wiegh' }), pointer: '/steps/weigh/do', line: 27, mend: 'did you mean "garage.weigh"?' },
  { name: 'an owner is asked for where nobody owns', code: 'link.unknown-field', document: 'list', change: (draft) => void Object.assign(draft, { entity: 'staff', name: 'repair-order', columns: { ownerUser: {} }, filters: {}, views: {}, search: [] }), pointer: '/columns/ownerUser', line: 7, mend: 'name' },
  { name: 'a seed refers to no other', code: 'link.unknown-seed', document: 'people', change: (draft) => void (draft.records.boss.unit = '@org-unit/nowhere'), pointer: '/records/boss/unit', line: 12, mend: '@<entity>/<key>' },
  { name: 'a pack is there in an older version', code: 'link.pack-version', extra: [file({ kind: 'pack', name: 'client', title: '客户', version: '1.0.0', language: 'zh', layer: 30, dependencies: { shop: '^2.0' } }, 'client')], file: 'client/pack.json', pointer: '/dependencies/shop', line: 9, mend: 'upgrade the pack' },
  { name: 'a translation has no document', code: 'link.text-without-document', severity: 'warning', extra: file({ 'entity:custmer': { '/title': 'Customer' } }, 'shop', 'shop/i18n/en.json'), file: 'shop/i18n/en.json', pointer: '/entity:custmer/~1title', line: 3, mend: 'did you mean "entity:customer"?' },
  // linter of flows
  { name: 'a choice has no branch for the rest', code: 'lint.no-default-branch', document: 'flow', change: (draft) => void delete draft.steps.byTotal.branches.rest, pointer: '/steps/byTotal/branches', line: 17, mend: 'last branch without "when"' },
  { name: 'a node has nobody to act', code: 'lint.no-assignee', document: 'flow', change: (draft) => void delete draft.steps.head.assignees, pointer: '/steps/head', line: 49, mend: 'assignees' },
  { name: 'a control node would pass by itself', code: 'lint.control-passes', document: 'flow', change: (draft) => void (draft.steps.byTotal.branches.big.steps.manager.empty = 'autoPass'), pointer: '/steps/byTotal/branches/big/steps/manager/empty', line: 40, mend: 'dispatch' },
  { name: 'a node returns into another branch', code: 'lint.return-target', document: 'flow', change: (draft) => void (draft.steps.head.returnTargets = ['manager']), pointer: '/steps/head/returnTargets/0', line: 58, mend: 'return to the initiator' },
  { name: 'a node stands after the end', code: 'lint.unreachable', document: 'flow', change: (draft) => void (draft.steps.late = { node: 'cc', title: '知会', assignees: { who: { strategy: 'initiator' } } }), pointer: '/steps/late', line: 63, mend: 'before the end' },
  { name: 'a vote can never pass', code: 'lint.vote-threshold', document: 'flow', change: (draft) => void (draft.steps.byTotal.branches.big.steps.manager.vote.pass = '3/2'), pointer: '/steps/byTotal/branches/big/steps/manager/vote/pass', line: 38, mend: 'at most 1' },
  { name: 'two nodes have one key', code: 'lint.node-key-twice', document: 'flow', change: (draft) => void (draft.steps.byTotal.branches.rest.steps.head = { node: 'cc', title: '知会', assignees: { who: { strategy: 'initiator' } } }), pointer: '/steps/head', line: 59, mend: 'another key' },
  // compile
  { name: 'an action begins in a state that does not exist', code: 'compile.unknown-state', document: 'submit', change: (draft) => void (draft.from = ['daft']), pointer: '/from/0', line: 7, mend: 'did you mean "draft"?' },
  { name: 'formulas compute each other', code: 'compile.formula-cycle', document: 'customer', change: (draft) => void Object.assign(draft.properties, { a: { $ref: '/types/money', title: '甲', formula: 'b + 1' }, b: { $ref: '/types/money', title: '乙', formula: 'a + 1' } }), pointer: '/properties/a/formula', line: 32, mend: 'other properties' },
  { name: 'a default is no choice', code: 'compile.default', document: 'order', change: (draft) => void (draft.properties.kind.default = 'small'), pointer: '/properties/kind/default', line: 24, mend: 'a person could enter' },
  { name: 'a list is sorted by rows', code: 'compile.not-sortable', document: 'list', change: (draft) => void (draft.sort = 'parts'), pointer: '/sort', line: 24, mend: 'another property' },
  { name: 'an index names rows', code: 'compile.index-field', document: 'order', change: (draft) => void (draft.indexes.byParts = ['parts']), pointer: '/indexes/byParts/0', line: 75, mend: 'another property' },
  { name: 'a text is summed', code: 'compile.total', document: 'list', change: (draft) => void (draft.columns.no.total = true), pointer: '/columns/no/total', line: 9, mend: 'remove "total"' },
  { name: 'four eyes look at no person', code: 'compile.not-a-person', document: 'accept', change: (draft) => void (draft.notBy = ['no']), pointer: '/notBy/0', line: 11, mend: 'reference to staff' },
  { name: 'roles include each other', code: 'compile.role-circle', document: 'manager', change: (draft) => void (draft.includes = ['manager']), pointer: '/includes', line: 5, mend: 'remove one' },
  { name: 'an operation is given what it does not take', code: 'compile.operation-input', document: 'register', change: (draft) => void (draft.steps.weigh = { do: 'garage.weigh', with: { order: '{record}', colour: 'red' } }), pointer: '/steps/weigh/with/colour', line: 30, mend: 'order' },
  { name: 'a policy stands beside another', code: 'compile.second-policy', extra: file({ kind: 'policy', name: 'second', title: '又一个', entity: 'repair-order', grants: {} }), file: 'shop/main/second.policy.json', pointer: '/entity', line: 5, mend: 'into one document' },
  // conditions, formulas, templates
  { name: 'a condition asks for no fact', code: 'condition.unknown-fact', document: 'policy', change: (draft) => void (draft.restrict.done.rows.fact = 'stat'), pointer: '/restrict/done/rows/fact', line: 34, mend: /did you mean "state"/i },
  { name: 'an operator does not fit', code: 'condition.operator-not-for-type', document: 'policy', change: (draft) => void (draft.restrict.done.rows.operator = 'greaterThan'), pointer: '/restrict/done/rows/operator', line: 35, mend: /./ },
  { name: 'a state is compared with one that does not exist', code: 'condition.value-shape', document: 'policy', change: (draft) => void (draft.restrict.done.rows.value = 'dnoe'), pointer: '/restrict/done/rows/value', line: 36, mend: /done/ },
  { name: 'a formula divides without rounding', code: 'formula.invalid', document: 'customer', change: customer(',\n    "share": { "$ref": "/types/money", "title": "份额", "formula": "credit / 3" }'), pointer: '/properties/share/formula', line: 9, mend: /round/ },
  { name: 'a template names no property', code: 'template.unknown-fact', document: 'customer', change: (draft) => void (draft.display = '{nmae}'), pointer: '/display', line: 33, mend: /name/ },
];

function sources(broken: Broken): readonly SourceFile[] {
  const extra = broken.extra === undefined ? [] : 'file' in broken.extra ? [broken.extra as SourceFile] : (broken.extra as readonly SourceFile[]);
  return shop(broken.document === undefined ? {} : { [broken.document]: broken.change }, extra);
}

describe('a document that is wrong is told what, where and how to mend', () => {
  it.each(cases)('$name: $code', (broken) => {
    const { diagnostics, release } = compile(sources(broken));
    const found = diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
    expect(found).toEqual([`${broken.code} ${broken.pointer}`]);
    const [diagnostic] = diagnostics;
    expect(diagnostic?.severity).toBe(broken.severity ?? 'error');
    expect(diagnostic?.line).toBe(broken.line);
    expect(diagnostic?.file).toMatch(broken.file ?? /^shop\/main\//);
    expect(diagnostic?.mend).toMatch(broken.mend);
    expect(release === null).toBe(broken.severity !== 'warning');
  });

  it('the shop itself compiles without a finding', () => {
    expect(compile(shop()).diagnostics).toEqual([]);
  });

  it('every code in the table is listed, and every listed code has the form area.cause', () => {
    for (const { code } of cases) expect(diagnosticCodes).toHaveProperty([code]);
    for (const code of Object.keys(diagnosticCodes)) expect(code).toMatch(/^[a-z]+\.[a-z-]+$/);
  });

  it('all findings come at once, from several documents', () => {
    const { diagnostics } = compile(shop({ customer: (draft) => void (draft.properties.name.unique = 'yes'), list: (draft) => void (draft.columns.colour = {}), dict: '{ "kind": "dict", }' } as Record<string, (draft: Draft) => void> as never, [file({ kind: 'role', name: 'guest', title: '访客', includes: ['nobody'] } as JsonObject)]));
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(['link.unknown-field', 'link.unknown-role', 'load.no-name', 'load.syntax', 'validate.type']);
  });
});
