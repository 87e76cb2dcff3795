/** What becomes of a column's values when its type changes: nothing, or room for more, or something lost. */
export function typeChange(actual: string, wanted: string): 'same' | 'widen' | 'narrow' {
  const from = parseType(actual);
  const to = parseType(wanted);
  if (from.name === to.name && from.precision === to.precision && from.scale === to.scale) return 'same';
  if (from.name === 'numeric' && to.name === 'numeric') {
    if (to.precision === undefined) return 'widen';
    if (from.precision === undefined || from.scale === undefined || to.scale === undefined) return 'narrow';
    return to.scale >= from.scale && to.precision - to.scale >= from.precision - from.scale ? 'widen' : 'narrow';
  }
  if (to.name === 'numeric' && wholeDigits[from.name] !== undefined) {
    return to.precision === undefined || to.precision - (to.scale ?? 0) >= (wholeDigits[from.name] as number) ? 'widen' : 'narrow';
  }
  return (widenings[from.name] ?? []).includes(to.name) ? 'widen' : 'narrow';
}

const wholeDigits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

const widenings: Readonly<Record<string, readonly string[]>> = {
  smallint: ['integer', 'bigint'],
  integer: ['bigint'],
  varchar: ['text'],
};

interface TypeParts {
  readonly name: string;
  readonly precision: number | undefined;
  readonly scale: number | undefined;
}

const aliases: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  'character varying': 'varchar',
  'timestamp with time zone': 'timestamptz',
  bool: 'boolean',
};

function parseType(text: string): TypeParts {
  const match = /^([a-z0-9 ]+?(?:\[\])?)(?:\((\d+)(?:,(\d+))?\))?$/.exec(text.trim());
  const name = match?.[1]?.trim() ?? text;
  const known = aliases[name] ?? name;
  if (known === 'varchar') return { name: known, precision: undefined, scale: undefined };
  return {
    name: known,
    precision: match?.[2] === undefined ? undefined : Number(match[2]),
    scale: match?.[2] === undefined ? undefined : Number(match[3] ?? 0),
  };
}
