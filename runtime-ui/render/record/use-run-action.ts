import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useRef, useState } from 'react';
import { api, isStale, newKey, ProblemError, useWords } from '../../kit/index.ts';
import { forgetRecords } from './record-data.ts';

interface Place {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
}

export interface ActionRunner {
  readonly running: string | null;
  /** True when it is done. A refusal is thrown when `throws`, else shown. */
  act(action: { readonly name: string; readonly title: string }, input: unknown, options?: { readonly throws?: boolean }): Promise<boolean>;
  preview(action: { readonly name: string }, input: unknown): Promise<unknown>;
}

/** Runs actions on a record: one intent, one key, so that a repeated click or a lost answer never acts twice. */
export function useRunAction(place: Place): ActionRunner {
  const words = useWords();
  const client = useQueryClient();
  const { message, notification } = App.useApp();
  const [running, setRunning] = useState<string | null>(null);
  const intent = useRef<{ readonly content: string; readonly key: string } | null>(null);
  const path = `/api/records/${place.entity}/${place.id}/actions`;
  return {
    running,
    async act(action, input, options) {
      if (running !== null) return false;
      const content = `${action.name} ${JSON.stringify(input)}`;
      if (intent.current?.content !== content) intent.current = { content, key: newKey() };
      setRunning(action.name);
      try {
        await api.post(`${path}/${action.name}`, input, { idempotencyKey: intent.current.key, version: place.version });
        intent.current = null;
        message.success(words('action.done', { action: action.title }));
        await forgetRecords(client);
        return true;
      } catch (error) {
        if (error instanceof ProblemError) intent.current = null;
        if (isStale(error)) await forgetRecords(client);
        if (options?.throws === true) throw error;
        notification.error({
          title: error instanceof ProblemError ? error.message : words('error.offline'),
          description: error instanceof ProblemError ? words('common.code', { code: error.code }) : words('line.offline'),
        });
        return false;
      } finally {
        setRunning(null);
      }
    },
    preview: (action, input) => api.post(`${path}/${action.name}/preview`, input),
  };
}
