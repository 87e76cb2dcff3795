import type { Release } from '../../model/release.ts';

/** Text of a document's pointer in a language, or undefined when the document's own text stands. */
export type Translate = (document: string, pointer: string) => string | undefined;

export function translator(release: Release, language: string): Translate {
  const texts = release.texts.get(language);
  if (language === release.language || texts === undefined) return () => undefined;
  return (document, pointer) => texts.get(document)?.get(pointer);
}
