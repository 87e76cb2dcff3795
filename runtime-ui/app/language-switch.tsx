import { useQueryClient } from '@tanstack/react-query';
import type { SessionBody } from '../../engine/contract/wire.ts';
import { api, useLanguage, writeLocal, type Language } from '../kit/index.ts';

/** Changes the person's language; before sign-in, the device's. */
export function LanguageSwitch() {
  const language = useLanguage();
  const change = useChangeLanguage();
  const next: Language = language === 'zh' ? 'en' : 'zh';
  return (
    <button type="button" className="text-button" lang={next === 'zh' ? 'zh-CN' : 'en'} onClick={() => void change(next)}>
      {next === 'zh' ? '中文' : 'English'}
    </button>
  );
}

export function useChangeLanguage(): (language: Language) => Promise<void> {
  const client = useQueryClient();
  return async (language) => {
    writeLocal('language', language);
    const session = client.getQueryData<SessionBody | null>(['session']);
    if (session) {
      await api.put('/api/session/language', { language });
      await client.invalidateQueries();
    } else await client.resetQueries({ queryKey: ['session'] });
  };
}
