import type { ColumnDescriptor, ListDescriptor } from '../../contract/screens.ts';
import { isObject, type JsonObject } from '../../kernel/json.ts';
import type { Call } from '../../model/call.ts';
import { buttonsFor } from './buttons.ts';
import { isShareable } from './condition-facts.ts';
import { fieldAt, pathTitle, translateChoices } from './field-texts.ts';
import { mayDo, pathRight } from './rights.ts';
import type { Translate } from './translator.ts';

/** A list as one person gets it: no trace of a hidden property, masked ones marked and neither sortable nor filterable. */
export function listScreen(call: Call, descriptor: ListDescriptor, text: Translate): ListDescriptor {
  const { release } = call;
  const { entity, name } = descriptor;
  const keys = columnKeys(release.documents.get(`list:${name}`)?.content);
  const columns = descriptor.columns.flatMap((column): ColumnDescriptor[] => {
    const right = pathRight(call, entity, column.key);
    if (right === 'hidden') return [];
    const masked = right === 'mask';
    const place = fieldAt(release, entity, column.key);
    const title = text(`list:${name}`, `/columns/${keys.get(column.key) ?? column.key}/title`) ?? pathTitle(call, text, entity, column.key);
    return [
      {
        ...column,
        ...(title === undefined ? {} : { title }),
        ...(masked ? { masked: true, sortable: false, filterable: false, operators: [] } : {}),
        ...(column.choices === undefined
          ? {}
          : {
              choices: translateChoices(text, column.choices, {
                dict: place?.field.of,
                states: place === undefined && column.key === 'state' ? entity : undefined,
              }),
            }),
      },
    ];
  });
  const clear = (path: string) => {
    const right = pathRight(call, entity, path);
    return right === 'read' || right === 'write';
  };
  const forms = release.screens.get(entity)?.forms;
  const canCreate = descriptor.canCreate && mayDo(call, entity, 'create');
  return {
    ...descriptor,
    title: text(`list:${name}`, '/title') ?? (release.documents.has(`list:${name}`) ? undefined : text(`entity:${entity}`, '/title')) ?? descriptor.title,
    columns,
    ...(descriptor.searchTitle === undefined ? {} : { searchTitle: searchTitle(call, descriptor, text) }),
    filters: descriptor.filters.filter(clear),
    views: descriptor.views
      .filter((view) => isShareable(call, entity, view.filter))
      .map((view) => ({ ...view, title: text(`list:${name}`, `/views/${view.key}/title`) ?? view.title })),
    totals: descriptor.totals.filter(clear),
    actions: buttonsFor(call, entity, descriptor.actions, text),
    canCreate,
    canExport: descriptor.canExport !== false && mayDo(call, entity, 'export') && mayDo(call, entity, 'read'),
    createForm: canCreate ? (descriptor.createForm ?? forms?.get('create') ?? null) : null,
  };
}

/** What the search looks in, as the columns are called for this person; nothing of a hidden property. */
function searchTitle(call: Call, { name, entity, columns, searchTitle: written = '' }: ListDescriptor, text: Translate): string {
  const paths = (call.release.lists.get(name)?.search ?? []).filter((path) => pathRight(call, entity, path) !== 'hidden');
  const titles = paths.map(
    (path) =>
      pathTitle(call, text, entity, path) ?? fieldAt(call.release, entity, path)?.field.title ?? columns.find((column) => column.key === path)?.title ?? path,
  );
  return titles.length === 0 ? written : titles.join(call.actor.language.startsWith('en') ? ', ' : '、');
}

/** Path of a column → its key in the document, under which its translated title lies. */
function columnKeys(content: JsonObject | undefined): ReadonlyMap<string, string> {
  const columns = content?.['columns'];
  return new Map(
    Object.entries(isObject(columns) ? columns : {}).map(([key, column]) => [
      isObject(column) && typeof column['field'] === 'string' ? column['field'] : key,
      key,
    ]),
  );
}
