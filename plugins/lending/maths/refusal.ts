/** A calculation that cannot be done as asked. `code` is stable and documented in the README of the
 *  folder that raises it; `params` hold the figures that explain it, as decimal strings.
 *  Codes shared by every folder: NOT_A_DECIMAL, NOT_A_DATE, NOT_A_UNIT, UNSUPPORTED_CONVENTION, TOO_MANY_ROWS. */
export class MathsRefusal extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;

  constructor(code: string, params: Record<string, string> = {}) {
    const details = Object.entries(params)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
    super(details === '' ? code : `${code}: ${details}`);
    this.name = 'MathsRefusal';
    this.code = code;
    this.params = params;
  }
}

/** The convention is a legal input of the format, but these plugins have no definition for it. */
export function unsupported(what: string): MathsRefusal {
  return new MathsRefusal('UNSUPPORTED_CONVENTION', { what });
}
