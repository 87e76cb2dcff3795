import type { JsonObject } from '../../kernel/json.ts';

/** Behaviour traits of the engine with the properties that they add. */
export const builtInTraits: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ['owned', {}],
  ['attachable', { attachments: { $ref: '/types/attachments', title: '附件' } }],
  ['commentable', {}],
  ['effective-dated', { validFrom: { $ref: '/types/date', title: '生效日期' }, validTo: { $ref: '/types/date', title: '失效日期' } }],
]);
