/** Puts values into the `{places}` of a text; a place without a value becomes empty. */
export function fillText(text: string, params: Readonly<Record<string, string | number>> = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
