import { useEffect, useState } from 'react';
import { loadPluginUi, type PluginUi } from './plugin-ui.ts';

type Part = keyof PluginUi;
type Found<P extends Part> = NonNullable<PluginUi[P]>[string];

/** One widget, cell, block or panel of a plugin: `loading` while its chunk comes, `missing` when it is not built in. */
export function usePluginPart<P extends Part>(part: P, name: string | null): Found<P> | 'loading' | 'missing' {
  const isQualified = name !== null && name.includes('.');
  const [found, setFound] = useState<{ readonly name: string; readonly value: Found<P> | 'missing' } | null>(null);
  useEffect(() => {
    if (!isQualified) return;
    let isCurrent = true;
    const ui = loadPluginUi(name);
    const settle = (value: Found<P> | 'missing') => {
      if (isCurrent) setFound({ name, value });
    };
    if (ui === undefined) settle('missing');
    else
      ui.then(
        (loaded) => settle((loaded[part] as Readonly<Record<string, Found<P>>> | undefined)?.[name] ?? 'missing'),
        () => settle('missing'),
      );
    return () => {
      isCurrent = false;
    };
  }, [isQualified, name, part]);
  if (!isQualified) return 'missing';
  return found !== null && found.name === name ? found.value : 'loading';
}
