import pg from 'pg';

const date = 1082;
const timestamp = 1114;
const timestamptz = 1184;
const dates = 1182;

/** How PostgreSQL's values become JavaScript's: what would lose digits or days stays text. */
export const textTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === date || oid === timestamp) return (text: string) => text;
    if (oid === timestamptz) return instantText;
    if (oid === dates) return pg.types.getTypeParser(1009 as never, 'text');
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** `2026-01-02 03:04:05.6789+00` → `2026-01-02T03:04:05.678Z`. Sessions run in UTC. */
function instantText(text: string): string {
  const fraction = text[19] === '.' ? text.slice(20, text.indexOf('+', 20)) : '';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}
