import type { Call } from '../../model/call.ts';
import type { Translate } from './translator.ts';

/** Titles that generated screens carry, whatever the packs say (`link/default-screens.ts`), in English. */
const english: Readonly<Record<string, string>> = { 基本信息: 'Basics', 概况: 'Overview', 审批进度: 'Approval', 历史: 'History' };

/** Title of a part of a screen that no document names, in the person's language; undefined when what stands is right. */
export function generatedTitle(call: Call, document: string, title: string): string | undefined {
  return isGenerated(call, document) && call.actor.language.startsWith('en') ? english[title] : undefined;
}

/** Nobody wrote it: it came from its entity alone, and so do its texts. */
export function isGenerated(call: Call, document: string): boolean {
  return !call.release.documents.has(document);
}

/** A generated form has the sections of the written one of its entity, and their translations. */
export function sectionTitle(
  call: Call,
  text: Translate,
  form: { readonly name: string; readonly entity: string | null },
  section: { readonly key: string; readonly title: string },
): string {
  const document = `form:${form.name}`;
  const own = text(document, `/sections/${section.key}/title`);
  if (own !== undefined || !isGenerated(call, document) || form.entity === null) return own ?? section.title;
  const forms = call.release.screens.get(form.entity)?.forms;
  const sibling = [forms?.get('edit'), forms?.get('create')].find((name) => name !== undefined && !isGenerated(call, `form:${name}`));
  return (
    (sibling === undefined ? undefined : text(`form:${sibling}`, `/sections/${section.key}/title`)) ??
    generatedTitle(call, document, section.title) ??
    section.title
  );
}
