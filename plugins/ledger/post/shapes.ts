const said = { memo: { type: 'string' }, cause: { type: 'string', minLength: 1 } } as const;

/** JSON Schemas of what the capabilities take and give. */
export const postInput = {
  type: 'object',
  properties: {
    event: { type: 'string' },
    amounts: { type: 'object', additionalProperties: { type: 'string' } },
    valueDate: { type: 'string', format: 'date' },
    dimensions: { type: 'object', additionalProperties: { type: ['string', 'null'] } },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    ...said,
  },
  required: ['event', 'amounts', 'valueDate'],
  additionalProperties: false,
} as const;

export const reverseInput = {
  type: 'object',
  properties: { journal: { type: 'string' }, event: { type: 'string' }, valueDate: { type: 'string', format: 'date' }, ...said },
  required: ['journal'],
  additionalProperties: false,
} as const;

export const postOutput = { type: 'object', properties: { journal: { type: ['string', 'null'] }, no: { type: ['string', 'null'] } } } as const;
