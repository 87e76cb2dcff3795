import type { Pattern } from './types.ts';

/** Parses a restricted regular expression that always has to fit the whole text: characters, `.`, classes `[a-z0-9]`,
 *  `\d`, `\w`, groups, `|`, and repeats with a bound (`?`, `{3}`, `{0,20}`). No `*` or `+`, no look-around, no
 *  back-references. The same small language is matched here without backtracking and printed for PostgreSQL.
 *  Answers a sentence about the first fault instead when the pattern is not of this language. */
export function compilePattern(source: string): Pattern | { readonly fault: string } {
  try {
    const node = new Parser(source).parse();
    if (sizeOf(node) > sizeLimit) return { fault: `the pattern stands for more than ${sizeLimit} characters` };
    return {
      sql: `^(?:${print(node)})$`,
      matches: (text) => {
        const characters = [...text];
        return step(node, characters, new Set([0])).has(characters.length);
      },
    };
  } catch (error) {
    if (error instanceof PatternFault) return { fault: error.message };
    throw error;
  }
}

const sizeLimit = 1000;
const repeatLimit = 255;

type Node =
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly least: number; readonly most: number };

class PatternFault extends Error {}

class Parser {
  private readonly characters: readonly string[];
  private at = 0;
  private depth = 0;

  constructor(source: string) {
    this.characters = [...source];
  }

  /** `^` at the start and `$` at the end may be written; the whole text has to fit either way. */
  parse(): Node {
    this.take('^');
    const node = this.choice();
    this.take('$');
    if (this.at < this.characters.length) throw new PatternFault(`"${this.peek()}" has no counterpart`);
    return node;
  }

  private choice(): Node {
    const nodes = [this.sequence()];
    while (this.take('|')) nodes.push(this.sequence());
    return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'choice', nodes };
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    while (this.at < this.characters.length && !'|)'.includes(this.peek()) && !this.isLastDollar()) nodes.push(this.repeated());
    return { kind: 'sequence', nodes };
  }

  private repeated(): Node {
    const node = this.atom();
    if (this.take('?')) return this.once({ kind: 'repeat', node, least: 0, most: 1 });
    if (!this.take('{')) return node;
    const least = this.number();
    const most = this.take(',') ? this.number() : least;
    if (!this.take('}')) throw new PatternFault('a repeat is written {3} or {0,20}');
    if (least > most || most > repeatLimit) throw new PatternFault(`a repeat goes from few to many, at most ${repeatLimit}`);
    return this.once({ kind: 'repeat', node, least, most });
  }

  private once(node: Node): Node {
    if (['?', '{', '*', '+'].includes(this.peek())) throw new PatternFault('one repeat directly after another');
    return node;
  }

  private number(): number {
    let digits = '';
    while (/^[0-9]$/.test(this.peek())) digits += this.next();
    if (!digits || digits.length > 4) throw new PatternFault('a repeat needs its bound, e.g. {0,20}');
    return Number(digits);
  }

  private atom(): Node {
    const character = this.next();
    if (character === '*' || character === '+') throw new PatternFault(`"${character}" has no upper bound, write e.g. {0,50}`);
    if (character === '.') return { kind: 'any' };
    if (character === '[') return this.classOf();
    if (character === '(') return this.group();
    if (character === '\\') return { kind: 'class', negated: false, ranges: this.escape() };
    if ('^${}]?'.includes(character)) throw new PatternFault(`"${character}" stands where it means nothing; write \\${character} for the character`);
    return { kind: 'class', negated: false, ranges: [pair(character, character)] };
  }

  private group(): Node {
    if (this.take('?') && !this.take(':')) throw new PatternFault('look-around and named groups are not available');
    if (++this.depth > 10) throw new PatternFault('groups are nested more than ten deep');
    const node = this.choice();
    if (!this.take(')')) throw new PatternFault('"(" has no counterpart');
    this.depth--;
    return node;
  }

  private classOf(): Node {
    const negated = this.take('^');
    const ranges: (readonly [number, number])[] = [];
    while (!this.take(']')) {
      const first = this.next();
      if (first === '[') throw new PatternFault('write \\[ inside a class');
      if (first === '\\') {
        ranges.push(...this.escape());
      } else if (this.peek() === '-' && this.characters[this.at + 1] !== ']') {
        this.at++;
        const last = this.next();
        if (last === '\\' || last === '[' || last === '' || pair(first, last)[0] > pair(first, last)[1])
          throw new PatternFault(`the range ${first}-${last} is not one`);
        ranges.push(pair(first, last));
      } else if (first === '') {
        throw new PatternFault('"[" has no counterpart');
      } else {
        ranges.push(pair(first, first));
      }
    }
    if (ranges.length === 0) throw new PatternFault('a class names at least one character');
    return { kind: 'class', negated, ranges };
  }

  private escape(): readonly (readonly [number, number])[] {
    const character = this.next();
    if (character === 'd') return digits;
    if (character === 'w') return wordCharacters;
    if (character === '' || /^[A-Za-z0-9]$/.test(character)) throw new PatternFault(`\\${character} is not available`);
    return [pair(character, character)];
  }

  private isLastDollar(): boolean {
    return this.peek() === '$' && this.at === this.characters.length - 1;
  }

  private peek(): string {
    return this.characters[this.at] ?? '';
  }

  private next(): string {
    return this.characters[this.at++] ?? '';
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }
}

const pair = (first: string, last: string) => [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0] as const;
const digits = [pair('0', '9')];
const wordCharacters = [pair('0', '9'), pair('A', 'Z'), pair('_', '_'), pair('a', 'z')];

/** Positions after `node`, for each of the positions before it: linear in text and pattern, whatever the text. */
function step(node: Node, text: readonly string[], from: ReadonlySet<number>): ReadonlySet<number> {
  if (from.size === 0) return from;
  switch (node.kind) {
    case 'sequence':
      return node.nodes.reduce((positions, part) => step(part, text, positions), from);
    case 'choice':
      return new Set(node.nodes.flatMap((part) => [...step(part, text, from)]));
    case 'repeat': {
      const reached = new Set<number>(node.least === 0 ? from : []);
      let positions = from;
      for (let count = 1; count <= node.most && positions.size > 0; count++) {
        positions = step(node.node, text, positions);
        if (count >= node.least) for (const position of positions) reached.add(position);
      }
      return reached;
    }
    default: {
      const after = new Set<number>();
      for (const position of from) {
        const point = text[position]?.codePointAt(0);
        if (point !== undefined && fits(node, point)) after.add(position + 1);
      }
      return after;
    }
  }
}

function fits(node: Node, point: number): boolean {
  if (node.kind !== 'class') return true;
  return node.ranges.some(([first, last]) => first <= point && point <= last) !== node.negated;
}

function sizeOf(node: Node): number {
  if (node.kind === 'repeat') return Math.max(1, sizeOf(node.node)) * Math.max(1, node.most);
  if (node.kind !== 'sequence' && node.kind !== 'choice') return 1;
  return node.nodes.reduce((size, part) => size + sizeOf(part), 0);
}

function print(node: Node): string {
  switch (node.kind) {
    case 'any':
      return '.';
    case 'class':
      return `[${node.negated ? '^' : ''}${node.ranges.map(([first, last]) => printPoint(first) + (first === last ? '' : `-${printPoint(last)}`)).join('')}]`;
    case 'sequence':
      return node.nodes.map(print).join('');
    case 'choice':
      return `(?:${node.nodes.map(print).join('|')})`;
    case 'repeat':
      return `(?:${print(node.node)}){${node.least},${node.most}}`;
  }
}

function printPoint(point: number): string {
  const character = String.fromCodePoint(point);
  return /^[A-Za-z0-9_]$/.test(character) || point > 0x7f ? character : `\\${character}`;
}
