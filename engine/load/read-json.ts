import type { Json } from '../kernel/json.ts';
import { pointerToken } from '../kernel/json.ts';

/** 1-based place in a text. `key…` is where the property's name stands; for array items and the root it equals the value's. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly keyLine: number;
  readonly keyColumn: number;
}

export interface JsonProblem {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
  readonly message: string;
  readonly mend: string;
}

export interface ReadJson {
  /** Undefined when the text is too broken to go on. */
  readonly value: Json | undefined;
  /** By JSON Pointer. */
  readonly positions: ReadonlyMap<string, Position>;
  readonly problems: readonly JsonProblem[];
}

const depthLimit = 48;

/** Reads JSON as an author wrote it: the place of every value is kept, and what JSON.parse would hide is reported:
 *  duplicate keys, integer-like keys (they would jump to the front), a byte order mark, nesting beyond 48 levels.
 *  Comments, missing and trailing commas are reported and stepped over, so that one reading shows them all. */
export function readJson(text: string): ReadJson {
  return new Reader(text).read();
}

class Unreadable extends Error {}

class Reader {
  readonly #text: string;
  readonly #lineStarts: number[] = [0];
  readonly #positions = new Map<string, Position>();
  readonly #problems: JsonProblem[] = [];
  #at = 0;
  #pointer = '';

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  read(): ReadJson {
    if (this.#text.charCodeAt(0) === 0xfeff) {
      this.#report('load.byte-order-mark', 0, 'The file begins with a byte order mark.', 'save it as UTF-8 without BOM.');
      this.#at = 1;
    }
    let value: Json | undefined;
    try {
      this.#space();
      value = this.#value('', undefined, 1);
      this.#space();
      if (this.#at < this.#text.length)
        this.#report('load.syntax', this.#at, 'There is text after the end of the document.', 'remove it, or look for a bracket closed too early.');
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      value = undefined;
    }
    return { value, positions: this.#positions, problems: this.#problems };
  }

  #value(pointer: string, keyAt: number | undefined, depth: number): Json {
    this.#pointer = pointer;
    const start = this.#at;
    const place = this.#place(start);
    const key = keyAt === undefined ? place : this.#place(keyAt);
    this.#positions.set(pointer, { ...place, keyLine: key.line, keyColumn: key.column });
    if (depth > depthLimit)
      throw this.#fail('load.too-deep', start, `The document is nested deeper than ${depthLimit} levels.`, 'move the inner part to a document of its own.');
    const first = this.#text[start];
    if (first === '{') return this.#object(pointer, depth);
    if (first === '[') return this.#array(pointer, depth);
    if (first === '"') return this.#string();
    const word = /[-+.\w]+/y;
    word.lastIndex = start;
    const token = word.exec(this.#text)?.[0] ?? '';
    this.#at += token.length;
    if (token === 'true') return true;
    if (token === 'false') return false;
    if (token === 'null') return null;
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(token)) return Number(token);
    if (token !== '') {
      this.#report('load.syntax', start, `"${token}" is not a JSON value.`, 'write text in double quotes, a plain number, true, false or null.');
      return null;
    }
    throw this.#fail(
      'load.syntax',
      start,
      start >= this.#text.length ? 'The document ends in the middle of a value.' : `A value cannot begin with "${first}".`,
      first === "'" ? 'use double quotes.' : 'write a value, or close the bracket that is open.',
    );
  }

  #object(pointer: string, depth: number): Json {
    const result: Record<string, Json> = {};
    this.#list('}', () => {
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"')
        throw this.#fail(
          'load.syntax',
          keyAt,
          'A property name is expected here.',
          'write the name in double quotes, or remove the comma before a closing bracket.',
        );
      const key = this.#string();
      this.#space();
      if (this.#text[this.#at] === ':') this.#at++;
      else throw this.#fail('load.syntax', this.#at, `A colon is missing after "${key}".`, 'write `"name": value`.');
      this.#space();
      const inner = `${pointer}/${pointerToken(key)}`;
      this.#pointer = inner;
      if (Object.hasOwn(result, key))
        this.#report(
          'load.duplicate-key',
          keyAt,
          `The key "${key}" stands twice in the same object.`,
          'keep one of them; the first one here is the one in force.',
        );
      else if (/^(0|[1-9]\d*)$/.test(key))
        this.#report('load.integer-key', keyAt, `The key "${key}" is a whole number, which would lose its place in the order.`, 'begin the key with a letter.');
      else if (key === '__proto__') this.#report('load.reserved-key', keyAt, 'The key "__proto__" is reserved.', 'choose another key.');
      const doubled = Object.hasOwn(result, key);
      const before = doubled ? this.#positions.get(inner) : undefined;
      const value = this.#value(inner, keyAt, depth + 1);
      if (before !== undefined) this.#positions.set(inner, before);
      else if (key !== '__proto__') result[key] = value;
      this.#pointer = pointer;
    });
    return result;
  }

  #array(pointer: string, depth: number): Json {
    const result: Json[] = [];
    this.#list(']', () => {
      result.push(this.#value(`${pointer}/${result.length}`, undefined, depth + 1));
      this.#pointer = pointer;
    });
    return result;
  }

  #list(close: string, item: () => void): void {
    this.#at++;
    this.#space();
    while (this.#text[this.#at] !== close) {
      if (this.#at >= this.#text.length) throw this.#fail('load.syntax', this.#at, `The document ends before a "${close}".`, 'close every bracket.');
      item();
      this.#space();
      const comma = this.#at;
      if (this.#text[this.#at] === ',') {
        this.#at++;
        this.#space();
        if (this.#text[this.#at] === close) this.#report('load.syntax', comma, 'There is a comma before the closing bracket.', 'remove it.');
      } else if (this.#text[this.#at] !== close) {
        if (!/["{[\w-]/.test(this.#text[this.#at] ?? ''))
          throw this.#fail(
            'load.syntax',
            this.#at,
            `"${this.#text[this.#at] ?? 'the end'}" cannot stand here.`,
            `write a comma and the next entry, or "${close}".`,
          );
        this.#report('load.syntax', this.#at, 'A comma is missing before this.', 'write a comma between entries.');
      }
    }
    this.#at++;
  }

  #string(): string {
    const start = this.#at;
    const text = /"(?:[^"\\\n\r]|\\.)*"/y;
    text.lastIndex = start;
    const raw = text.exec(this.#text)?.[0];
    if (raw === undefined)
      throw this.#fail('load.syntax', start, 'A text is not closed on its line.', 'end it with a double quote; write a line break as \\n.');
    this.#at += raw.length;
    try {
      return JSON.parse(raw) as string;
    } catch {
      this.#report('load.syntax', start, 'A text holds a character or an escape that JSON does not allow.', 'write a tab as \\t, a backslash as \\\\.');
      return raw.slice(1, -1);
    }
  }

  #space(): void {
    for (;;) {
      const space = /[ \t\r\n]+/y;
      space.lastIndex = this.#at;
      this.#at += space.exec(this.#text)?.[0].length ?? 0;
      const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
      comment.lastIndex = this.#at;
      const found = comment.exec(this.#text)?.[0];
      if (found === undefined) return;
      this.#report('load.comment', this.#at, 'JSON has no comments.', 'put the words into "description".');
      this.#at += found.length;
    }
  }

  #place(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  #report(code: string, offset: number, message: string, mend: string): void {
    this.#problems.push({ code, ...this.#place(offset), pointer: this.#pointer, message, mend });
  }

  #fail(code: string, offset: number, message: string, mend: string): Unreadable {
    this.#report(code, offset, message, mend);
    return new Unreadable();
  }
}
