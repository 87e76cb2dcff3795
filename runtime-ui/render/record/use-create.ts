import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { FormDescriptor } from '../../../engine/contract/screens.ts';
import { api, newKey } from '../../kit/index.ts';
import { toWire } from '../form/wire-values.ts';
import { forgetRecords } from './record-data.ts';

/** Creates a record and answers its id. The same content keeps its key, so that a lost answer does not make two. */
export function useCreate(
  entity: string,
  form: FormDescriptor,
): (values: Readonly<Record<string, unknown>>, isSent: (key: string) => boolean) => Promise<string> {
  const client = useQueryClient();
  const intent = useRef<{ readonly content: string; readonly key: string } | null>(null);
  return async (values, isSent) => {
    const body = toWire(form, values, isSent);
    for (const key of Object.keys(body)) if (body[key] === null) delete body[key];
    const content = JSON.stringify(body);
    if (intent.current?.content !== content) intent.current = { content, key: newKey() };
    const record = await api.post<{ id: string }>(`/api/records/${entity}`, body, { idempotencyKey: intent.current.key });
    intent.current = null;
    await forgetRecords(client);
    return record.id;
  };
}
