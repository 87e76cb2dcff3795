import type { ComponentType } from 'react';
import type { Widget } from './widgets/widget.ts';
import type { CellProps } from './cells/cell-props.ts';

/** What a block of a plugin gets on a record's page, in a preview, or on a free page (then without a record). */
export interface BlockProps {
  readonly name: string;
  readonly title: string;
  /** Operation whose answer the block shows; called with `{record}` by the block through the kit's API client. */
  readonly operation: string | null;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly record: Readonly<Record<string, unknown>> | null;
  /** In a preview: the answer of the action's preview operation. */
  readonly preview?: unknown;
}

/** A screen of a plugin behind a menu entry `/panel/<plugin>.<name>`. */
export interface PanelProps {
  readonly name: string;
}

export interface PluginUi {
  /** By field widget name, e.g. `china.identity-number`. */
  readonly widgets?: Readonly<Record<string, Widget>>;
  readonly cells?: Readonly<Record<string, ComponentType<CellProps>>>;
  /** By block name, e.g. `<plugin>.schedule`. An action's preview looks for the name of its preview operation. */
  readonly blocks?: Readonly<Record<string, ComponentType<BlockProps>>>;
  readonly panels?: Readonly<Record<string, ComponentType<PanelProps>>>;
}

/** The one door for the browser part of a plugin: `plugins/<name>/ui/index.tsx` default-exports its answer. */
export function definePluginUi(ui: PluginUi): PluginUi {
  return Object.freeze(ui);
}

type Loader = () => Promise<{ readonly default: PluginUi }>;

let loaders: Readonly<Record<string, Loader>> = {};
const loaded = new Map<string, Promise<PluginUi>>();

/** Told once by the app, which collects the chunks; keys are plugin names. */
export function registerPluginUis(found: Readonly<Record<string, Loader>>): void {
  loaders = found;
}

export function hasPluginUi(plugin: string): boolean {
  return Object.hasOwn(loaders, plugin);
}

/** Loads the chunk of the plugin that owns `<plugin>.<name>`; undefined when none is built in. */
export function loadPluginUi(qualifiedName: string): Promise<PluginUi> | undefined {
  const plugin = qualifiedName.split('.')[0] ?? '';
  const loader = loaders[plugin];
  if (loader === undefined) return undefined;
  let ui = loaded.get(plugin);
  if (ui === undefined) {
    ui = loader().then((module) => module.default);
    loaded.set(plugin, ui);
    ui.catch(() => loaded.delete(plugin));
  }
  return ui;
}
