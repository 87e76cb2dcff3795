import type { ActionButtonDescriptor } from '../../contract/screens.ts';
import type { Call } from '../../model/call.ts';
import { mayRunFreeAction } from '../../run/rights.ts';
import { mayDo } from './rights.ts';
import type { Translate } from './translator.ts';

/** The buttons that a person may ever press; whether now, `…/allowed` says. */
export function buttonsFor(call: Call, entity: string | null, buttons: readonly ActionButtonDescriptor[], text: Translate): readonly ActionButtonDescriptor[] {
  return inWords(
    buttons.filter((button) => {
      const on = call.release.actions.get(button.name)?.on ?? entity;
      return on === null ? mayRunFreeAction(call, button.name) : mayDo(call, on, `action:${button.name}`);
    }),
    text,
  );
}

/** The buttons of a record's page, also those that somebody else presses: `…/allowed` says why not and who may. */
export function buttonsOfRecord(call: Call, buttons: readonly ActionButtonDescriptor[], text: Translate): readonly ActionButtonDescriptor[] {
  const own = (button: ActionButtonDescriptor) => (call.release.actions.get(button.name)?.on ?? null) !== null;
  return [
    ...inWords(buttons.filter(own), text),
    ...buttonsFor(
      call,
      null,
      buttons.filter((button) => !own(button)),
      text,
    ),
  ];
}

function inWords(buttons: readonly ActionButtonDescriptor[], text: Translate): readonly ActionButtonDescriptor[] {
  return buttons.map((button) => {
    const document = `action:${button.name}`;
    return {
      ...button,
      title: text(document, '/title') ?? button.title,
      confirm: button.confirm === null ? null : (text(document, '/confirm') ?? button.confirm),
    };
  });
}
