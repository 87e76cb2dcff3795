import type { FieldDescriptor, FieldRules, FormDescriptor } from '../../contract/screens.ts';
import type { Call } from '../../model/call.ts';
import { isShareable } from './condition-facts.ts';
import { translateField } from './field-texts.ts';
import { sectionTitle } from './generated-texts.ts';
import { fieldRight } from './rights.ts';
import type { Translate } from './translator.ts';

/** A form as one person gets it. An action's input has no policy: who may run the action may fill it in. */
export function formScreen(call: Call, descriptor: FormDescriptor, text: Translate): FormDescriptor {
  const { entity, name } = descriptor;
  const owner = descriptor.action !== null ? `action:${descriptor.action}` : `entity:${entity}`;
  const byPolicy = entity !== null && descriptor.action === null && call.release.entities.get(entity)?.childOf == null;
  const fields: Record<string, FieldDescriptor> = {};
  for (const [key, field] of Object.entries(descriptor.fields)) {
    const right = byPolicy ? fieldRight(call, entity, key) : 'write';
    if (right === 'hidden') continue;
    const own = text(`form:${name}`, `/fields/${key}/title`);
    const translated = translateField(call.release, descriptor.action !== null ? inputTexts(text) : text, owner, field);
    const readOnly = field.readOnly || right !== 'write' || descriptor.variant === 'view';
    fields[key] = { ...translated, ...(own === undefined ? {} : { title: own }), right: field.readOnly && right === 'write' ? 'read' : right, readOnly };
  }
  const layout = descriptor.layout.flatMap((section) => {
    const places = section.fields.filter((place) => place.key in fields);
    if (places.length === 0) return [];
    const { visible, ...rest } = section;
    return [
      {
        ...rest,
        title: sectionTitle(call, text, descriptor, section),
        fields: places,
        ...(visible !== undefined && isShareable(call, byPolicy ? entity : null, visible) ? { visible } : {}),
      },
    ];
  });
  const conditions: Record<string, FieldRules> = {};
  for (const [key, rules] of Object.entries(descriptor.conditions)) {
    if (!(key in fields)) continue;
    const kept = Object.fromEntries(Object.entries(rules).filter(([, condition]) => isShareable(call, byPolicy ? entity : null, condition)));
    if (Object.keys(kept).length > 0) conditions[key] = kept;
  }
  const ownTitle = text(`form:${name}`, '/title');
  const ownerTitle = call.release.documents.has(`form:${name}`) ? undefined : text(owner, '/title');
  return { ...descriptor, title: ownTitle ?? ownerTitle ?? descriptor.title, fields, layout, conditions };
}

/** Texts of an action's input lie under `/input/properties`; the field translator looks under `/properties`. */
function inputTexts(text: Translate): Translate {
  return (document, pointer) => text(document, document.startsWith('action:') ? `/input${pointer}` : pointer);
}
