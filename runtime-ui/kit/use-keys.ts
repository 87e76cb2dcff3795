import { useEffect, useRef } from 'react';

type Handlers = Readonly<Record<string, ((event: KeyboardEvent) => void) | undefined>>;

const scopes: { current: Handlers }[] = [];
let prefix: { readonly key: string; readonly at: number } | null = null;

/** Keys of a screen: `/`, `n`, `g t`, `mod+Enter`. The innermost screen that knows a key gets it; plain letters are left
 *  alone while somebody types. */
export function useKeys(handlers: Handlers, isActive = true): void {
  const scope = useRef(handlers);
  scope.current = handlers;
  useEffect(() => {
    if (!isActive) return;
    scopes.push(scope);
    if (scopes.length === 1) {
      document.addEventListener('keydown', dispatch);
      document.addEventListener('keydown', dispatchSubmit, true);
    }
    return () => {
      scopes.splice(scopes.indexOf(scope), 1);
      if (scopes.length > 0) return;
      document.removeEventListener('keydown', dispatch);
      document.removeEventListener('keydown', dispatchSubmit, true);
    };
  }, [isActive]);
}

/** Submits from inside any input, before a select takes the Enter for its own. */
function dispatchSubmit(event: KeyboardEvent): void {
  if (nameOf(event) !== 'mod+Enter') return;
  dispatch(event);
  if (event.defaultPrevented) event.stopPropagation();
}

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  // What floats above the page is closed first; the page is left by the next Escape.
  if (name === 'Escape' && hasFloating()) return;
  const isPlain = !name.startsWith('mod+') && event.key !== 'Escape';
  if (isPlain && isTyping(event.target)) return;
  const waited = prefix !== null && event.timeStamp - prefix.at < 1200 ? `${prefix.key} ${name}` : null;
  prefix = null;
  for (const scope of scopes.toReversed()) {
    const handler = (waited === null ? undefined : scope.current[waited]) ?? scope.current[name];
    if (handler !== undefined) {
      event.preventDefault();
      handler(event);
      return;
    }
  }
  if (isPlain && scopes.some((scope) => Object.keys(scope.current).some((key) => key.startsWith(`${name} `)))) prefix = { key: name, at: event.timeStamp };
}

function nameOf(event: KeyboardEvent): string {
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.key}`;
}

/** An open menu, popover, choice list, calendar or dialog. */
function hasFloating(): boolean {
  return [...document.querySelectorAll('.ant-popover, .ant-dropdown, .ant-select-dropdown, .ant-picker-dropdown, .ant-modal-wrap')].some(
    (layer) => layer.checkVisibility({ checkVisibilityCSS: true }) && ![...layer.classList].some((name) => name.endsWith('-hidden')),
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="combobox"], [role="listbox"], [role="menu"]') !== null)
  );
}
