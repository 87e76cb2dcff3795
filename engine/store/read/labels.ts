import type { FieldModel, Release } from '../../model/index.ts';
import { instantJson } from '../codecs/codecs.ts';
import { columnAt, joinAt, linkAt, pathEnd, type Frame, type Place } from './place.ts';

const deepestLabel = 3;

/** SQL text of the display template of a place's entity. Sensitive values appear masked in a label, whoever reads it. */
export function labelAt(place: Place, depth = 0): string {
  const { display } = place.entity;
  return templateAt(place, display.source, depth) ?? `${columnAt(place, 'id')}::text`;
}

/** A template as SQL text; undefined when nothing in it can be read. */
export function templateAt(place: Place, source: string, depth = 0): string | undefined {
  const parts = templateParts(source).map((part) =>
    'text' in part ? place.frame.parameters.add({ kind: 'literal', value: part.text }, 'text') : partAt(place, part.path, depth),
  );
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  return known.length === 1 ? `coalesce(${known[0]}, '')` : `btrim(concat(${known.join(', ')}))`;
}

type Part = { readonly text: string } | { readonly path: string };

/** `{no} {customer.name|short}` → paths and the texts between; `{{` is a brace. */
function templateParts(source: string): readonly Part[] {
  const parts: Part[] = [];
  let text = '';
  for (let i = 0; i < source.length; i += 1) {
    const character = source[i] as string;
    if (character === '{' && source[i + 1] === '{') {
      text += '{';
      i += 1;
    } else if (character === '{') {
      const end = source.indexOf('}', i);
      if (text !== '') parts.push({ text });
      text = '';
      parts.push({
        path:
          source
            .slice(i + 1, end)
            .split('|', 1)[0]
            ?.trim() ?? '',
      });
      i = end;
    } else if (!(character === '}' && source[i + 1] === '}')) text += character;
  }
  if (text !== '') parts.push({ text });
  return parts;
}

function partAt(place: Place, path: string, depth: number): string | undefined {
  const end = pathEnd(place, path);
  if (end === undefined) return undefined;
  if (end.field === undefined) {
    if (end.key === 'state') return titleOf(place.frame, stateTitles(end.place), columnAt(end.place, 'state'));
    const link = linkAt(end.place, end.key);
    if (link !== undefined && depth < deepestLabel) return labelAt(joinAt(end.place, link.column, link.target), depth + 1);
    const column = columnAt(end.place, end.system ?? 'id');
    return end.key.endsWith('At') ? instantJson(column) : `${column}::text`;
  }
  return fieldText(end.place, end.field, depth);
}

function fieldText(place: Place, field: FieldModel, depth: number): string | undefined {
  if (field.column === null) return undefined;
  if (field.sensitive !== undefined) return columnAt(place, `${field.column}_mask`);
  const column = columnAt(place, field.column);
  switch (field.base) {
    case 'reference':
      return field.to === undefined || depth >= deepestLabel ? undefined : labelAt(joinAt(place, column, field.to), depth + 1);
    case 'choice':
      return titleOf(place.frame, choiceTitles(place.frame, field), column);
    case 'document':
      return documentLabel(place.frame, field, column);
    case 'dateTime':
      return instantJson(column);
    case 'rate':
      return `trim_scale(${column})::text`;
    case 'choices':
      return `array_to_string(${column}, '、')`;
    case 'attachment':
    case 'json':
      return undefined;
    default:
      return `${column}::text`;
  }
}

/** Title of a coded value, or the code itself when it has none. */
function titleOf(frame: Frame, titles: Readonly<Record<string, string>>, column: string): string {
  if (Object.keys(titles).length === 0) return column;
  return `coalesce(${frame.parameters.add({ kind: 'literal', value: JSON.stringify(titles) }, 'json')} ->> ${column}, ${column})`;
}

/** Title of the document that `name@hash` names. */
export function documentLabel(frame: Frame, field: FieldModel, column: string): string {
  return titleOf(frame, documentTitles(frame.release, field.of ?? '', frame.language), `split_part(${column}, '@', 1)`);
}

function documentTitles(release: Release, kind: string, language: string): Readonly<Record<string, string>> {
  const titles: Record<string, string> = {};
  for (const document of release.documents.values()) {
    if (document.kind !== kind) continue;
    titles[document.name] = textOf(release, language, `${kind}:${document.name}`, '/title') ?? String(document.content.title ?? document.name);
  }
  return titles;
}

function choiceTitles(frame: Frame, field: FieldModel): Readonly<Record<string, string>> {
  const titles: Record<string, string> = {};
  for (const choice of field.choices ?? [])
    titles[choice.value] = textOf(frame.release, frame.language, `dict:${field.of}`, `/items/${choice.value}/title`) ?? choice.title;
  return titles;
}

function stateTitles(place: Place): Readonly<Record<string, string>> {
  const titles: Record<string, string> = {};
  const { release, language } = place.frame;
  for (const state of place.entity.states.values())
    titles[state.key] = textOf(release, language, `entity:${place.entity.name}`, `/states/${state.key}/title`) ?? state.title;
  return titles;
}

function textOf(release: Release, language: string, document: string, pointer: string): string | undefined {
  return release.texts.get(language)?.get(document)?.get(pointer);
}
