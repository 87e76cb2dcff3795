import type { JsonObject } from '../../kernel/json.ts';
import { isObject, pointerToken } from '../../kernel/json.ts';
import type { Reference, Report } from '../kind.ts';
import { boundText, count, declaring, entry, flag, map, named, object, oneOf, text, texts } from './schema.ts';

/** Parts of a sensitive field: how it is masked, and how many last characters stay searchable. */
export const sensitiveSchema = entry(
  '敏感|Sensitive',
  'Encrypts the value at rest and shows it masked to people without the right.',
  { mask: 'tail', tail: 4 },
  'tighten',
  object(
    {
      mask: entry('掩码|Mask', 'Says how a clear value becomes its mask.', 'phone', 'free', oneOf('tail', 'phone', 'identity', 'card', 'name', 'all')),
      tail: entry('尾部字符|Tail', 'Keeps this many last characters searchable; 0 keeps none.', 4, 'tighten', { ...count, maximum: 6, 'x-tighten': 'lower' }),
    },
    ['mask', 'tail'],
  ),
);

export const propertySchema: JsonObject = object(
  {
    $ref: entry('类型|Type', 'Names the field type.', '/types/money', 'sealed', { type: 'string', pattern: '^/types/[a-z][a-z0-9-]*$' }),
    type: entry('基本类型|Plain type', 'Names a plain JSON type instead of a field type.', 'integer', 'sealed', oneOf('string', 'integer', 'boolean')),
    title: entry('标题|Title', 'Labels the field on every screen.', '客户名称', 'free', text),
    description: entry('说明|Help', 'Explains the field under its label.', '与证件一致', 'free', text),
    unique: entry('唯一|Unique', 'Refuses a second record with the same value.', true, 'tighten', { ...flag, 'x-tighten': 'on', default: false }),
    readOnly: entry('只读|Read-only', 'Keeps people from writing it; actions and plugins still do.', true, 'tighten', {
      ...flag,
      'x-tighten': 'on',
      default: false,
    }),
    default: entry('默认值|Default', 'Fills a new record when nothing is given.', 'retail', 'free', {}),
    min: entry('最小值|Minimum', 'Refuses amounts, rates and dates below this.', '0', 'tighten', { ...boundText, 'x-tighten': 'raise' }),
    max: entry('最大值|Maximum', 'Refuses amounts, rates and dates above this.', '5000.00', 'tighten', { ...boundText, 'x-tighten': 'lower' }),
    above: entry('须大于|Above', 'Refuses amounts, rates and dates that are not greater than this.', '0', 'tighten', { ...boundText, 'x-tighten': 'raise' }),
    below: entry('须小于|Below', 'Refuses amounts, rates and dates that are not less than this.', '1', 'tighten', { ...boundText, 'x-tighten': 'lower' }),
    minimum: entry('最小整数|Least', 'Refuses whole numbers below this.', 1, 'tighten', { type: 'integer', 'x-tighten': 'raise' }),
    maximum: entry('最大整数|Most', 'Refuses whole numbers above this.', 360, 'tighten', { type: 'integer', 'x-tighten': 'lower' }),
    minLength: entry('最短长度|Shortest', 'Refuses texts with fewer characters.', 2, 'tighten', { ...count, 'x-tighten': 'raise' }),
    maxLength: entry('最大长度|Longest', 'Refuses texts with more characters.', 80, 'tighten', { ...count, 'x-tighten': 'lower' }),
    ticked: entry('须勾选|Ticked', 'Refuses a box that is not ticked: the person vouches for its sentence.', true, 'tighten', {
      ...flag,
      'x-tighten': 'on',
      default: false,
    }),
    pattern: entry('格式|Pattern', 'Refuses texts that do not match this regular expression.', '^[A-Z]{2}\\d+$', 'extend', { ...text, format: 'regex' }),
    scale: entry('小数位|Scale', 'Limits the decimal places.', 2, 'tighten', { ...count, maximum: 12, 'x-tighten': 'lower' }),
    currency: entry('币种|Currency', 'Gives the currency: a code, or the property that holds it.', 'CNY', 'sealed', text),
    of: entry('取自|Of', 'Names the code table, the child entity or the document kind.', 'repair-kind', 'sealed', named('dict', 'entity', 'kind')),
    to: entry('指向|To', 'Names the entity that is referred to.', 'customer', 'sealed', named('entity')),
    pinned: entry('固定版本|Pinned', 'Stores the document with its hash, so that what was decided can be shown again.', true, 'tighten', {
      ...flag,
      'x-tighten': 'on',
      default: false,
    }),
    serial: entry('编号规则|Numbering', 'Gives the number template; `{seq:4}` counts within the date part.', 'WX{yyyyMMdd}{seq:4}', 'free', text),
    formula: entry('公式|Formula', 'Computes the value from other properties.', 'round(price * quantity, 2)', 'sealed', text),
    virtual: entry('不存储|Virtual', 'Computes at reading instead of storing; then neither sortable nor filterable.', true, 'sealed', {
      ...flag,
      default: false,
    }),
    sensitive: sensitiveSchema,
    accept: entry('文件类型|Accept', 'Limits the media types of a file.', ['application/pdf'], 'tighten', { ...texts, 'x-tighten': 'shrink' }),
    capital: entry('大写金额|In words', 'Shows the amount in capital characters under the input.', true, 'free', { ...flag, default: false }),
    widget: entry('控件|Widget', 'Draws the field with another widget of the kit or of a plugin.', 'radio', 'free', text),
    search: entry('参与搜索|Search', 'Lets the search box of lists and pickers look into it.', true, 'free', { ...flag, default: false }),
    formerly: entry('曾用名|Former names', 'Lists the keys that the property had before, so that its column is renamed.', ['name1'], 'free', texts),
  },
  ['title'],
);

export const propertiesSchema = declaring(map('字段|field', propertySchema));
export const requiredSchema = entry('必填|Required', 'Lists the properties that must be given.', ['name'], 'tighten', { ...texts, 'x-tighten': 'grow' });

const builtInTypes = [
  'text',
  'long-text',
  'integer',
  'decimal',
  'money',
  'rate',
  'boolean',
  'date',
  'date-time',
  'choice',
  'choices',
  'reference',
  'references',
  'children',
  'document',
  'attachment',
  'attachments',
  'serial',
  'json',
];

/** The engine's own type names, as under `/types/`. */
export const builtInTypeNames: readonly string[] = builtInTypes;

/** Name under `/types/`, the plain JSON types mapped to ours; undefined when neither is given. */
export function typeNameOf(property: JsonObject): string | undefined {
  if (typeof property.$ref === 'string') return property.$ref.slice('/types/'.length);
  if (property.type === 'string') return 'text';
  return typeof property.type === 'string' ? property.type : undefined;
}

/** Findings that hold for every map of properties. */
export function checkProperties(properties: JsonObject, pointer: string, report: Report): void {
  for (const [key, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    const at = `${pointer}/${pointerToken(key)}`;
    const type = typeNameOf(property);
    if (type === undefined) report(at, 'validate.property-type', `Property "${key}" has no type.`, 'write "$ref": "/types/text" or another type.');
    else if (property.$ref !== undefined && property.type !== undefined)
      report(`${at}/type`, 'validate.property-type', `Property "${key}" has two types.`, 'keep "$ref" and remove "type".');
    const needs = neededBy[type ?? ''];
    if (needs !== undefined && property[needs] === undefined)
      report(at, 'validate.property-needs', `Property "${key}" is of type ${type} and needs "${needs}".`, `add "${needs}".`);
    if (property.virtual === true && property.formula === undefined)
      report(`${at}/virtual`, 'validate.property-needs', `Property "${key}" is virtual and needs a formula.`, 'add "formula", or remove "virtual".');
    if (property.formula !== undefined && property.default !== undefined)
      report(`${at}/default`, 'validate.property-conflict', `Property "${key}" is computed and cannot have a default.`, 'remove "default".');
    if (property.ticked === true && type !== 'boolean')
      report(`${at}/ticked`, 'validate.property-conflict', `Property "${key}" is of type ${type}; only a yes-or-no can be ticked.`, 'remove "ticked".');
    for (const [low, high] of [
      ['min', 'max'],
      ['minimum', 'maximum'],
      ['minLength', 'maxLength'],
    ] as const) {
      if (property[low] !== undefined && property[high] !== undefined && isGreater(property[low], property[high]))
        report(
          `${at}/${low}`,
          'validate.property-conflict',
          `"${low}" of "${key}" is greater than "${high}"; no value could be right.`,
          'change one of the bounds.',
        );
    }
  }
}

/** `of`, `to` and type references of a map of properties. */
export function propertyReferences(properties: unknown, pointer: string): Reference[] {
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([key, property]) => {
    if (!isObject(property)) return [];
    const at = `${pointer}/${pointerToken(key)}`;
    const type = typeNameOf(property);
    const found: Reference[] = [];
    if (typeof property.$ref === 'string') found.push({ pointer: `${at}/$ref`, to: `type:${type}` });
    if (typeof property.to === 'string') found.push({ pointer: `${at}/to`, to: `entity:${property.to}` });
    if (typeof property.of === 'string')
      found.push({ pointer: `${at}/of`, to: `${type === 'children' ? 'entity' : type === 'document' ? 'kind' : 'dict'}:${property.of}` });
    return found;
  });
}

const neededBy: Readonly<Record<string, string>> = {
  reference: 'to',
  references: 'to',
  children: 'of',
  document: 'of',
  choice: 'of',
  choices: 'of',
  serial: 'serial',
};

function isGreater(low: unknown, high: unknown): boolean {
  if (typeof low === 'number' && typeof high === 'number') return low > high;
  return !String(low).includes('-', 1) && !String(high).includes('-', 1) ? Number(low) > Number(high) : String(low) > String(high);
}
