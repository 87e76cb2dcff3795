/** A formula as a tree; `at` is the 0-based position in the source, for messages. */
export type FormulaNode = { readonly at: number } & (
  | { readonly kind: 'number' | 'text' | 'fact'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'negate'; readonly operand: FormulaNode }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: FormulaNode; readonly right: FormulaNode }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly FormulaNode[] }
);

export type BinaryOperator = '+' | '-' | '*' | '/' | '=' | '!=' | '<' | '<=' | '>' | '>=';

export class FormulaFault extends Error {
  readonly at: number;

  constructor(at: number, sentence: string) {
    super(sentence);
    this.at = at;
  }
}

const lengthLimit = 2000;
const depthLimit = 32;

/** Parses `round(appliedAmount / term, 2)`: comparison, then + and -, then * and /, then a minus sign, brackets, calls,
 *  numbers, 'texts', true and false, dotted paths. Throws FormulaFault. */
export function parseFormula(source: string): FormulaNode {
  if (source.length > lengthLimit) throw new FormulaFault(lengthLimit, `A formula has at most ${lengthLimit} characters.`);
  const tokens = tokenize(source);
  let position = 0;
  let depth = 0;

  const peek = () => tokens[position] ?? { kind: 'end' as const, text: '', at: source.length };
  const take = (text: string) => {
    const token = peek();
    if (token.kind !== 'sign' || token.text !== text) return false;
    position++;
    return true;
  };
  const need = (text: string) => {
    if (!take(text)) throw new FormulaFault(peek().at, `Expected "${text}" but found ${peek().text ? `"${peek().text}"` : 'the end'}.`);
  };
  const binary = (operators: readonly string[], operand: () => FormulaNode, once = false) => {
    let left = operand();
    for (;;) {
      const { kind, text, at } = peek();
      if (kind !== 'sign' || !operators.includes(text)) return left;
      position++;
      left = { kind: 'binary', operator: text as BinaryOperator, left, right: operand(), at };
      if (once) return left;
    }
  };
  const comparison = (): FormulaNode => {
    if (++depth > depthLimit) throw new FormulaFault(peek().at, `Brackets are nested more than ${depthLimit} deep.`);
    const node = binary(['=', '!=', '<', '<=', '>', '>='], sum, true);
    depth--;
    return node;
  };
  const sum = () => binary(['+', '-'], product);
  const product = () => binary(['*', '/'], signed);
  const signed = (): FormulaNode => {
    const { at } = peek();
    let minus = false;
    while (take('-')) minus = !minus;
    const operand = primary();
    return minus ? { kind: 'negate', operand, at } : operand;
  };
  const primary = (): FormulaNode => {
    const { kind, text, at } = peek();
    if (take('(')) {
      const inner = comparison();
      need(')');
      return inner;
    }
    if (kind === 'end' || kind === 'sign') throw new FormulaFault(at, `Expected a number, a fact or "(" but found ${text ? `"${text}"` : 'the end'}.`);
    position++;
    if (kind !== 'name') return { kind, text, at };
    if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', at };
    return take('(') ? { kind: 'call', name: text, parameters: parameters(), at } : { kind: 'fact', text, at };
  };
  const parameters = (): FormulaNode[] => {
    const list: FormulaNode[] = [];
    if (take(')')) return list;
    do list.push(comparison());
    while (take(','));
    need(')');
    return list;
  };

  const node = comparison();
  if (peek().kind !== 'end') throw new FormulaFault(peek().at, `"${peek().text}" does not belong here.`);
  return node;
}

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign';
  readonly text: string;
  readonly at: number;
}

const token = /\s*(?:(\d+(?:\.\d+)?)(?![\w.])|'((?:[^']|'')*)'|([A-Za-z_]\w*(?:\.\w+)*)|(!=|<=|>=|[-+*/()=<>,]))/y;

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const start = token.lastIndex;
    const match = token.exec(source);
    if (!match)
      throw new FormulaFault(
        start + (source.slice(start).length - source.slice(start).trimStart().length),
        `"${source.slice(start).trim().slice(0, 10)}" is no part of a formula.`,
      );
    const [whole, number, text, name, sign] = match;
    const written = number ?? text ?? name ?? sign ?? '';
    const kind = number !== undefined ? 'number' : text !== undefined ? 'text' : name !== undefined ? 'name' : 'sign';
    tokens.push({ kind, text: kind === 'text' ? written.replaceAll("''", "'") : written, at: start + whole.length - whole.trimStart().length });
  }
  return tokens;
}
