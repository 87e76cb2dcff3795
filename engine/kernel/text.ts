/** Characters that count as blank everywhere: in `isBlank` here and in SQL's btrim, which gets this very text. */
export const whitespace = '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

const blank = new Set(whitespace);

/** True when nothing but white space is in it. */
export function isBlank(text: string): boolean {
  for (const character of text) if (!blank.has(character)) return false;
  return true;
}

/** Order by Unicode code point, as PostgreSQL's collation "C" has it. JavaScript's `<` compares UTF-16 units and would
 *  place a supplementary character (𠮷) before U+E000 to U+FFFF. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return unitRank(left) < unitRank(right) ? -1 : 1;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}

/** Surrogates stand for code points above all others. */
function unitRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Length in code points. */
export function textLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** For comparing without regard to width and case: NFKC, then A to Z to lower case. Letters beyond ASCII keep their case,
 *  because lower-casing them differs between databases. */
export function foldText(text: string): string {
  return text.normalize('NFKC').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** False for texts that PostgreSQL cannot hold: with U+0000 or half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
