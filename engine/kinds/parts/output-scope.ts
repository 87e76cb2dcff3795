import type { FactDescription, FactScope } from '../../condition/types.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { isObject } from '../../kernel/json.ts';

/** Facts in what an operation answers, read off its JSON Schema. `format` says more than `type`: date, date-time, money,
 *  decimal, uuid. An object that declares no properties knows every path, as text. */
export function outputScope(schema: JsonObject): FactScope {
  const properties = isObject(schema.properties) ? schema.properties : undefined;
  return {
    paths: Object.keys(properties ?? {}),
    lookup(path) {
      if (properties === undefined) return { type: 'text' };
      const [key = '', ...rest] = path.split('.');
      const property = properties[key];
      if (!isObject(property)) return undefined;
      if (rest.length > 0) return property.type === 'object' || property.type === undefined ? outputScope(property).lookup(rest.join('.')) : undefined;
      return describe(property);
    },
  };
}

function describe(property: JsonObject): FactDescription {
  const type = Array.isArray(property.type) ? property.type.find((name) => name !== 'null') : property.type;
  if (Array.isArray(property.enum)) return { type: 'enum', values: property.enum.map(String) };
  if (type === 'integer') return { type: 'int' };
  if (type === 'number') return { type: 'decimal' };
  if (type === 'boolean') return { type: 'bool' };
  if (type === 'array')
    return isObject(property.items) && property.items.type === 'object' ? { type: 'rows', rows: outputScope(property.items) } : { type: 'enumSet' };
  if (property.format === 'date') return { type: 'date' };
  if (property.format === 'date-time') return { type: 'datetime' };
  if (property.format === 'uuid') return { type: 'ref' };
  if (property.format === 'money') return { type: 'money' };
  return { type: property.format === 'decimal' ? 'decimal' : 'text' };
}
