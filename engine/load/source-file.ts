/** A document file in memory. `file` is the path that diagnostics show, `pack` the folder's pack. */
export interface SourceFile {
  readonly file: string;
  readonly pack: string;
  readonly text: string;
}
