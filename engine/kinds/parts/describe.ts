import type { Json, JsonObject } from '../../kernel/json.ts';
import { isObject } from '../../kernel/json.ts';
import type { Language } from '../kind.ts';
import { resolve, schemaOf } from './schema.ts';

/** Differences of two documents of one kind in words, read off the metaschema: titles of properties, nouns of elements.
 *  One sentence a change; `null` stands for a document that is not there. */
export function describeBySchema(schema: JsonObject): (before: JsonObject | null, after: JsonObject | null, language: Language) => readonly string[] {
  return (before, after, language) => {
    const document = after ?? before;
    if (document === null) return [];
    const kindTitle = titleOf(schema, language, '');
    const subject = quote(language, kindTitle, String(document.title ?? document.name ?? ''));
    if (before === null) return [language === 'zh' ? `新增${subject}。` : `Adds ${subject}.`];
    if (after === null) return [language === 'zh' ? `删除${subject}。` : `Removes ${subject}.`];
    return walk({ schema, language, subject }, schema, before, after, []);
  };
}

interface Walk {
  readonly schema: JsonObject;
  readonly language: Language;
  readonly subject: string;
}

function walk(world: Walk, node: JsonObject | undefined, before: JsonObject, after: JsonObject, trail: readonly string[]): string[] {
  const sentences: string[] = [];
  const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
  const isMap = resolve(world.schema, node)?.['x-map'] === true;
  for (const key of keys) {
    if (key === '$schema') continue;
    const inner = schemaOf(world.schema, node, key);
    const old = before[key];
    const now = after[key];
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    const name = isMap ? elementName(world, node, key, now ?? old) : titleOf(inner, world.language, key);
    if (isMap && old === undefined) sentences.push(say(world, trail, { zh: `新增${name}`, en: `adds ${name}` }));
    else if (isMap && now === undefined) sentences.push(say(world, trail, { zh: `删除${name}`, en: `removes ${name}` }));
    else if (isObject(old) && isObject(now) && inner?.['x-condition'] !== true && (inner?.properties !== undefined || inner?.['x-map'] === true))
      sentences.push(...walk(world, inner, old, now, isMap || inner?.['x-map'] !== true ? [...trail, name] : trail));
    else if (isObject(now) && old === undefined && inner?.['x-map'] === true) sentences.push(...walk(world, inner, {}, now, trail));
    else if (isObject(old) && now === undefined && inner?.['x-map'] === true) sentences.push(...walk(world, inner, old, {}, trail));
    else if (old === undefined)
      sentences.push(say(world, trail, { zh: `${name} 设为 ${show(now, world.language)}`, en: `${name} is set to ${show(now, world.language)}` }));
    else if (now === undefined)
      sentences.push(
        say(world, trail, { zh: `取消 ${name}（原为 ${show(old, world.language)}）`, en: `${name} is removed (was ${show(old, world.language)})` }),
      );
    else
      sentences.push(
        say(world, trail, {
          zh: `${name} 由 ${show(old, world.language)} 改为 ${show(now, world.language)}`,
          en: `${name} changes from ${show(old, world.language)} to ${show(now, world.language)}`,
        }),
      );
  }
  if (sentences.length === 0 && isMap) sentences.push(...orderChange(world, before, after, trail));
  return sentences;
}

function orderChange(world: Walk, before: JsonObject, after: JsonObject, trail: readonly string[]): string[] {
  if (Object.keys(before).join() === Object.keys(after).join()) return [];
  return [say(world, trail, { zh: '调整了顺序', en: 'the order changes' })];
}

function say(world: Walk, trail: readonly string[], words: { zh: string; en: string }): string {
  if (world.language === 'zh') return `${[world.subject, ...trail].join('的')}：${words.zh}。`;
  return `${[world.subject, ...trail].join(', ')}: ${words.en}.`;
}

function elementName(world: Walk, node: JsonObject | undefined, key: string, element: Json | undefined): string {
  const noun = String(resolve(world.schema, node)?.['x-noun'] ?? '|').split('|')[world.language === 'zh' ? 0 : 1] ?? '';
  const title = isObject(element) && typeof element.title === 'string' ? element.title : key;
  return quote(world.language, noun, title);
}

function titleOf(node: JsonObject | undefined, language: Language, fallback: string): string {
  const title = language === 'zh' ? node?.['x-zh'] : node?.title;
  if (typeof title !== 'string' || title === '') return fallback;
  return language === 'zh' ? title : title.toLowerCase();
}

function quote(language: Language, noun: string, name: string): string {
  return language === 'zh' ? `${noun}“${name}”` : `${noun} "${name}"`.trim();
}

function show(value: Json | undefined, language: Language): string {
  if (value === undefined) return '–';
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  if (typeof value === 'string') return language === 'zh' ? `“${value}”` : `"${value}"`;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.length === 0 ? (language === 'zh' ? '空' : 'nothing') : value.join(language === 'zh' ? '、' : ', ');
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
