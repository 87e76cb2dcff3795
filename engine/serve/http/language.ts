import type { Context } from 'hono';
import type { AppEnvironment } from '../app-types.ts';
import type { AppServices } from '../services.ts';

/** The language of an answer: the person's own; before sign-in what the browser asks for; else the release's. */
export function languageOf(context: Context<AppEnvironment>, services: Pick<AppServices, 'serving'>): string {
  const release = services.serving.current();
  const own = context.get('session')?.actor.language;
  return own || acceptedLanguage(context.req.header('accept-language'), [release.language, ...release.languages]) || release.language;
}

/** The first language of `Accept-Language` (by quality) that is offered. */
export function acceptedLanguage(header: string | undefined, offered: readonly string[]): string | undefined {
  if (!header) return undefined;
  const wanted = header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/\s*;\s*q=/);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter((entry) => entry.quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { tag } of wanted) {
    const found = offered.find((language) => tag === language.toLowerCase() || tag.startsWith(`${language.toLowerCase()}-`));
    if (found) return found;
  }
  // Problem sentences exist in English whatever the packs offer.
  return wanted[0]?.tag.startsWith('en') ? 'en' : undefined;
}
