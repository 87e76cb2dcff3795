import type { SourceFile } from '../../../engine/pipeline.ts';
import type { Draft, ShopDocument } from '../shop.ts';

/** One thing that can be wrong with a document of the shop, and what its author is told. */
export interface Broken {
  /** What is wrong, as a sentence about the document. */
  readonly name: string;
  readonly code: string;
  readonly pointer: string;
  /** 1-based line in the file as written by two spaces, one key a line. */
  readonly line: number;
  /** Part of the mend. */
  readonly mend: string | RegExp;
  readonly severity?: 'warning';
  readonly file?: string;
  /** One document of the shop changed, or a whole text in its place. */
  readonly document?: ShopDocument;
  readonly change?: string | ((draft: Draft) => void);
  /** A file of its own. */
  readonly extra?: SourceFile | readonly SourceFile[];
}

/** The customer as text, with further properties from line 9 on. */
export const customer = (properties: string) =>
  `{\n  "kind": "entity",\n  "name": "customer",\n  "title": "客户",\n  "traits": ["owned"],\n  "properties": {\n    "name": { "$ref": "/types/text", "title": "姓名" },\n    "credit": { "$ref": "/types/money", "title": "额度" }${properties}\n  }\n}\n`;
