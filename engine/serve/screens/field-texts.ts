import type { ChoiceDescriptor, FieldDescriptor } from '../../contract/screens.ts';
import { systemTitle } from '../../contract/system-titles.ts';
import type { Call } from '../../model/call.ts';
import type { FieldModel } from '../../model/field.ts';
import type { Release } from '../../model/release.ts';
import type { Translate } from './translator.ts';

/** Title of a dotted path in the person's language; undefined when the documents' own title stands. */
export function pathTitle(call: Call, text: Translate, entity: string, path: string): string | undefined {
  const { release } = call;
  const steps = path.split('.');
  let at: string | undefined = entity;
  for (const [index, step] of steps.entries()) {
    if (at === undefined) return undefined;
    const field: FieldModel | undefined = release.entities.get(at)?.fields.get(step);
    if (index === steps.length - 1) {
      const isOwn = call.actor.language === release.language || call.actor.language === '';
      return text(`entity:${at}`, `/properties/${step}/title`) ?? (field === undefined && !isOwn ? systemTitle(step, call.actor.language) : undefined);
    }
    at = field?.to ?? (field?.base === 'children' ? field.of : undefined);
  }
  return undefined;
}

/** The field behind a dotted path, and the entity it belongs to. */
export function fieldAt(release: Release, entity: string, path: string): { readonly entity: string; readonly field: FieldModel } | undefined {
  const steps = path.split('.');
  let at: string | undefined = entity;
  for (const [index, step] of steps.entries()) {
    const field: FieldModel | undefined = at === undefined ? undefined : release.entities.get(at)?.fields.get(step);
    if (!field || at === undefined) return undefined;
    if (index === steps.length - 1) return { entity: at, field };
    at = field.to ?? (field.base === 'children' ? field.of : undefined);
  }
  return undefined;
}

export function translateChoices(
  text: Translate,
  choices: readonly ChoiceDescriptor[],
  owner: { readonly dict: string | undefined; readonly states: string | undefined },
): readonly ChoiceDescriptor[] {
  return choices.map((choice) => {
    const title =
      owner.states !== undefined
        ? text(`entity:${owner.states}`, `/states/${choice.value}/title`)
        : owner.dict !== undefined
          ? text(`dict:${owner.dict}`, `/items/${choice.value}/title`)
          : undefined;
    return title === undefined ? choice : { ...choice, title };
  });
}

/** A field of a form in the person's language. */
export function translateField(release: Release, text: Translate, document: string, field: FieldDescriptor): FieldDescriptor {
  const pointer = `/properties/${field.key}`;
  const model = document.startsWith('entity:') ? release.entities.get(document.slice('entity:'.length))?.fields.get(field.key) : undefined;
  const title = text(document, `${pointer}/title`);
  const help = text(document, `${pointer}/description`);
  return {
    ...field,
    ...(title === undefined ? {} : { title }),
    ...(help === undefined ? {} : { help }),
    ...(field.choices === undefined
      ? {}
      : {
          choices: translateChoices(text, field.choices, {
            dict: field.of ?? model?.of,
            states: field.key === 'state' ? document.slice('entity:'.length) : undefined,
          }),
        }),
    ...(field.children === undefined || field.of === undefined
      ? {}
      : { children: field.children.map((child) => translateField(release, text, `entity:${field.of}`, child)) }),
  };
}
