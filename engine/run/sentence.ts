import { problems, type ProblemDefinition } from '../contract/problems.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Call } from '../model/index.ts';

/** Text of a document in the person's language; undefined where the document's own stands. */
export function textOf(call: Call, document: string, pointer: string): string | undefined {
  return call.release.texts.get(call.actor.language)?.get(document)?.get(pointer);
}

/** The refusal in the person's language, for places where one is told inside another answer. */
export function sentenceOf(refusal: Pick<Refusal, 'code' | 'params'>, language: string, extra: Readonly<Record<string, ProblemDefinition>> = {}): string {
  const definition = problems[refusal.code] ?? extra[refusal.code];
  if (definition === undefined) return refusal.code;
  const speech = language.startsWith('en') ? 'en' : 'zh';
  return definition[speech].replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in refusal.params ? spoken(refusal.params[name], speech) : whole));
}

/** A parameter may be a text in each language. */
function spoken(value: unknown, speech: 'zh' | 'en'): string {
  if (Array.isArray(value)) return value.map((item) => spoken(item, speech)).join(speech === 'en' ? ', ' : '、');
  if (typeof value === 'object' && value !== null) return spoken((value as Readonly<Record<string, unknown>>)[speech], speech);
  return value === null || value === undefined ? '' : String(value);
}
