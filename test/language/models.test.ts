import { describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { EvaluationContext } from '../../engine/condition/types.ts';
import { file, release, shop } from './shop.ts';

const now: EvaluationContext = { today: '2026-11-24', now: '2026-11-24T06:00:00Z', zone: 'Asia/Shanghai' };

describe('what documents compile to', () => {
  it('an entity alone gives a list, a page and forms', () => {
    const made = release([
      file({ kind: 'pack', name: 'shop', title: '店', version: '1.0.0', language: 'zh', layer: 20 }),
      file({ kind: 'entity', name: 'bike', title: '车', properties: { frame: { $ref: '/types/text', title: '车架号' } } }),
    ]);
    expect(made.screens.get('bike')).toEqual({
      list: 'bike',
      page: 'bike',
      forms: new Map([
        ['create', 'bike-create'],
        ['edit', 'bike-edit'],
        ['view', 'bike-view'],
      ]),
    });
    expect(made.lists.get('bike')?.descriptor).toMatchObject({
      title: '车',
      columns: [{ key: 'frame' }, { key: 'createdAt' }],
      createForm: 'bike-create',
      page: 'bike',
    });
    expect(made.pages.get('bike')?.tabs[0]?.blocks).toEqual([{ block: 'facts', key: 'facts', title: '基本信息', form: 'bike-view' }]);
    expect([...made.documents.keys()]).toEqual(['pack:shop', 'entity:bike']);
  });

  it('a written edit form also serves create and view', () => {
    const made = release(shop());
    expect(made.screens.get('repair-order')?.forms).toEqual(
      new Map([
        ['edit', 'repair-order-edit'],
        ['create', 'repair-order-create'],
        ['view', 'repair-order-view'],
      ]),
    );
    expect(made.forms.get('repair-order-create')?.layout).toEqual(made.forms.get('repair-order-edit')?.layout);
  });

  it('an action that asks for something gets a form of its input', () => {
    expect(release(shop()).actions.get('customer-register')?.form).toBe('customer-register-input');
    expect(release(shop()).forms.get('customer-register-input')?.fields.name).toMatchObject({ type: 'text', required: true });
  });

  it('fields take type, column, bounds and choices from their types', () => {
    const made = release(
      shop({
        customer: (draft) =>
          void Object.assign(draft.properties, {
            frame: { $ref: '/types/frame-number', title: '车架号' },
            plate: { $ref: '/types/plate', title: '车牌' },
            officer: { $ref: '/types/reference', title: '经办', to: 'staff' },
          }),
      }),
    );
    const fields = made.entities.get('customer')?.fields;
    expect(fields?.get('credit')).toMatchObject({ base: 'money', sqlType: 'numeric(20,2)', fact: 'money', scale: 2 });
    expect(fields?.get('frame')).toMatchObject({ type: 'frame-number', base: 'text', maxLength: 20, pattern: '^[A-Z0-9]{6,20}$' });
    expect(fields?.get('plate')).toMatchObject({ base: 'text', maxLength: 8, check: 'garage.plate' });
    expect(fields?.get('officer')).toMatchObject({ base: 'reference', fact: 'user', column: 'officer', sqlType: 'uuid' });
    expect(made.entities.get('repair-order')?.fields.get('kind')).toMatchObject({
      base: 'choice',
      ordered: true,
      choices: [{ value: 'simple' }, { value: 'major' }],
    });
    expect(made.entities.get('repair-order')?.fields.get('attachments')?.base).toBe('attachments');
  });

  it('a child entity knows its parent and needs no screens', () => {
    const made = release(shop());
    expect(made.entities.get('order-part')?.childOf).toEqual({ entity: 'repair-order', property: 'parts' });
    expect(made.screens.has('order-part')).toBe(false);
    expect(made.forms.get('repair-order-edit')?.fields.parts?.children?.map(({ key }) => key)).toEqual(['label', 'price', 'quantity', 'amount']);
  });

  it('formulas come in the order in which they depend', () => {
    const made = release(
      shop({
        customer: (draft) =>
          void Object.assign(draft.properties, {
            third: { $ref: '/types/money', title: '三', formula: 'second + 1' },
            second: { $ref: '/types/money', title: '二', formula: 'first + 1' },
            first: { $ref: '/types/money', title: '一' },
          }),
      }),
    );
    expect(made.entities.get('customer')?.formulas).toEqual(['second', 'third']);
    expect(
      made.entities
        .get('repair-order')
        ?.fields.get('total')
        ?.formula?.evaluate({ labour: '10.50', parts: [{ amount: '3.00' }, { amount: '4.00' }] }, now),
    ).toBe('17.50');
  });

  it('the schema of the wire takes what may be written and nothing else', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { date: true, uuid: true, decimal: true, 'date-time': true } });
    const validate = ajv.compile(release(shop()).entities.get('repair-order')?.schema ?? {});
    const right = { customer: '0190a000-0000-7000-8000-000000000000', kind: 'simple', parts: [{ label: '刹车线', price: '12.00', quantity: 1 }], labour: null };
    expect(validate(right)).toBe(true);
    expect(validate({ ...right, total: '1.00' })).toBe(false);
    expect(validate({ ...right, colour: 'red' })).toBe(false);
    expect(validate({ ...right, kind: 'huge' })).toBe(false);
    expect(validate({ kind: 'simple' })).toBe(false);
  });

  it('facts reach through references to three levels, and into rows', () => {
    const scope = release(shop()).entities.get('repair-order')?.scope;
    expect(scope?.lookup('customer.credit')).toMatchObject({ type: 'money' });
    expect(scope?.lookup('customer.ownerUser.unit.name')).toMatchObject({ type: 'text' });
    expect(scope?.lookup('customer.ownerUser.unit.leader')).toBeUndefined();
    expect(scope?.lookup('parts')?.rows?.lookup('price')).toMatchObject({ type: 'money' });
    expect(scope?.lookup('state')).toMatchObject({ type: 'enum', values: ['draft', 'approving', 'accepted', 'done'] });
  });

  it('conditions of a form stay for the server as well', () => {
    expect(release(shop()).forms.get('repair-order-edit')?.conditions).toEqual({
      labour: { required: { fact: 'kind', operator: 'equal', value: 'major' } },
      due: { visible: { fact: 'kind', operator: 'equal', value: 'major' } },
    });
  });

  it('a list knows what can be sorted, filtered and summed', () => {
    const made = release(shop({ list: (draft) => void (draft.columns.phone = { field: 'customer.phone' }) }));
    const list = made.lists.get('repair-order');
    expect(list?.totals).toEqual(['total']);
    expect(list?.descriptor.columns.find(({ key }) => key === 'customer.phone')).toMatchObject({
      masked: true,
      sortable: false,
      filterable: false,
      operators: [],
    });
    expect(list?.descriptor.columns.find(({ key }) => key === 'total')).toMatchObject({
      type: 'money',
      align: 'right',
      sortable: true,
      operators: expect.arrayContaining(['greaterThan', 'between']),
    });
    expect(list?.descriptor.columns.find(({ key }) => key === 'state')?.choices).toHaveLength(4);
  });

  it('steps see the input, the record and the steps before them', () => {
    const made = release(
      shop({
        register: (draft) => {
          draft.steps.order = { do: 'create', entity: 'repair-order', with: { customer: '{steps.customer.id}', kind: 'simple' } };
          draft.steps.weigh = { do: 'garage.weigh', with: { order: '{steps.order.id}' } };
          draft.steps.fee = { do: 'update', entity: 'repair-order', record: '{steps.order.id}', with: { labour: '=steps.weigh.fee * 2', due: '{today}' } };
        },
      }),
    );
    const steps = made.actions.get('customer-register')?.steps;
    expect(steps?.map(({ key, target }) => [key, target])).toEqual([
      ['customer', 'customer'],
      ['order', 'repair-order'],
      ['weigh', null],
      ['fee', 'repair-order'],
    ]);
    expect(steps?.[3]?.with.get('labour')).toMatchObject({ kind: 'formula' });
    expect(steps?.[0]?.with.get('name')).toMatchObject({ kind: 'template' });
  });

  it('roles include transitively, themselves first', () => {
    const made = release(shop({}, [file({ kind: 'role', name: 'owner', title: '老板', includes: ['manager'] })]));
    expect(made.roles.get('owner')?.includes).toEqual(['owner', 'manager', 'mechanic']);
  });

  it('a grant that writes lets all fields be written, another lets them be read', () => {
    const [mechanic, manager] = release(shop()).policies.get('repair-order')?.grants ?? [];
    expect(mechanic?.fields.get('*')).toBe('write');
    expect(manager?.fields.get('*')).toBe('read');
  });

  it('a flow becomes a tree with its nodes by key and the defaults of the behaviour spec', () => {
    const flow = release(shop()).flows.get('order-approval');
    expect([...(flow?.nodes.keys() ?? [])]).toEqual(['manager', 'byTotal', 'head', 'end']);
    expect(flow?.nodes.get('manager')).toMatchObject({
      kind: 'approve',
      control: true,
      mode: 'vote',
      vote: { pass: { num: 2, den: 3 }, strict: false, base: 'all', early: false },
      empty: 'dispatch',
      self: 'escalate',
    });
    expect(flow).toMatchObject({ withdraw: 'beforeFirstDecision', resubmit: 'replay', dedup: 'none', keyFacts: ['total'] });
    expect(flow?.hash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('a menu leads to addresses', () => {
    expect(release(shop()).menus.get('main')?.items[0]?.items?.[0]).toEqual({
      key: 'orders',
      title: '维修单',
      to: '/list/repair-order',
      count: 'repair-order',
    });
  });
});
