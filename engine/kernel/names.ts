/** Document names: lower case, e.g. `repair-order`, parts joined by one hyphen. */
export function isKebabName(name: string): boolean {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name);
}

/** Property and element keys. */
export function isCamelName(name: string): boolean {
  return /^[a-z][A-Za-z0-9]*$/.test(name);
}

/** `repair-order` → `repair_order`. */
export function kebabToSnake(name: string): string {
  return name.replaceAll('-', '_');
}

/** `receivedOn` → `received_on`, `frameNo2` → `frame_no2`. */
export function camelToSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `repair-order` → `repairOrder`. */
export function kebabToCamel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
