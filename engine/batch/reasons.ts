import { Refusal } from '../kernel/refusal.ts';
import type { BatchReason } from '../store/batch/run-rows.ts';

/** Why a record or a step failed, told to each reader in her language. */
export interface Reasons {
  /** A refusal says its sentence and what it says of single properties; a mistake of ours is logged whole and told by a number. */
  of(error: unknown): BatchReason;
  /** In a plugin's own words. */
  told(failure: { readonly code: string; readonly message: string }): BatchReason;
}

export function createReasons(room: {
  readonly sentences: (refusal: Pick<Refusal, 'code' | 'params'>, language: string) => string;
  readonly newId: () => string;
  readonly log: (message: string, error: unknown) => void;
}): Reasons {
  return {
    of(error) {
      if (error instanceof Refusal) return { code: error.code, message: { zh: whole(error, 'zh'), en: whole(error, 'en') } };
      const reference = room.newId();
      room.log(`a step of a batch job failed (${reference})`, error);
      return { code: 'server.unexpected', message: bothOf({ code: 'server.unexpected', params: { reference } }) };
    },
    told: ({ code, message }) => ({ code, message: { zh: message, en: message } }),
  };

  function bothOf(refusal: Pick<Refusal, 'code' | 'params'>): BatchReason['message'] {
    return { zh: room.sentences(refusal, 'zh'), en: room.sentences(refusal, 'en') };
  }

  function whole(refusal: Refusal, language: string): string {
    const details = refusal.errors.map(({ pointer, code, params = {} }) => `${pointer.slice(1)}: ${room.sentences({ code, params }, language)}`);
    return [room.sentences(refusal, language), ...details].join(language === 'zh' ? '' : ' ');
  }
}
