import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { en } from './en.ts';
import { fillText } from './fill-text.ts';
import { type WordKey, zh } from './zh.ts';

export type Language = 'zh' | 'en';

export type Words = (key: WordKey, params?: Readonly<Record<string, string | number>>) => string;

const WordsContext = createContext<{ readonly language: Language; readonly words: Words }>({ language: 'zh', words: wordsIn('zh') });

/** Words of the frame around the documents (buttons, empty states, errors of the line). Texts of the business come
 *  translated from the server. */
export function WordsProvider(props: { readonly language: Language; readonly children: ReactNode }) {
  const value = useMemo(() => ({ language: props.language, words: wordsIn(props.language) }), [props.language]);
  return <WordsContext value={value}>{props.children}</WordsContext>;
}

export function useWords(): Words {
  return useContext(WordsContext).words;
}

export function useLanguage(): Language {
  return useContext(WordsContext).language;
}

function wordsIn(language: Language): Words {
  const catalogue: Readonly<Record<WordKey, string>> = language === 'zh' ? zh : en;
  return (key, params) => (params === undefined ? catalogue[key] : fillText(catalogue[key], params));
}

export function toLanguage(tag: string | undefined): Language {
  return tag?.startsWith('en') === true ? 'en' : 'zh';
}
