import { isObject } from '../kernel/json.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Call, FieldModel, ImportModel } from '../model/index.ts';
import type { Store, Transaction } from '../store/face.ts';
import { inSavepoint } from '../store/savepoint.ts';
import { readCell } from './cell.ts';
import type { ActionRunner } from './face.ts';
import { isId } from './record-checks.ts';
import { mayRunFreeAction, requireOperation } from './rights.ts';

/** Cells as texts by column header; `line` as a person counts them. */
export interface ImportTable {
  readonly headers: readonly string[];
  readonly rows: Iterable<ImportRow> | AsyncIterable<ImportRow>;
}

export interface ImportRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string | null>>;
}

export interface ImportProblem {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly detail: string;
}

export interface ImportResult {
  /** Rows written (or, in a dry run, rows that would be). */
  readonly done: number;
  /** Rows that were there already. */
  readonly skipped: number;
  readonly problems: readonly ImportProblem[];
}

export interface Importer {
  /** Runs the import's action for each row. A row is one unit: a bad row leaves nothing of itself and does not stop the
   *  others. Rows whose match key is there already are skipped, so a run that broke off is simply started again.
   *  Refuses import.unknown, access.right-missing. */
  run(
    call: Call,
    name: string,
    table: ImportTable,
    options: { readonly dryRun: boolean },
    report: (done: number, total?: number) => void,
  ): Promise<ImportResult>;
}

/** Rows that share a transaction, each in a part of its own: commits are what costs. */
const batchSize = 100;

export function createImporter(room: {
  readonly store: Store;
  readonly runner: ActionRunner;
  readonly sentences: (refusal: Pick<Refusal, 'code' | 'params'>, language: string) => string;
}): Importer {
  const { store } = room;

  return {
    async run(call, name, table, options, report) {
      const model = call.release.imports.get(name);
      const action = model === undefined ? undefined : call.release.actions.get(model.action);
      if (model === undefined || action === undefined) throw new Refusal('import.unknown', { name });
      if (action.on !== null) requireOperation(call, action.on, `action:${action.name}`);
      else if (!mayRunFreeAction(call, action.name)) throw new Refusal('access.right-missing', { operation: action.title });
      const columns = columnsOf(model, table.headers);
      const missing = columns.filter((column) => column.header === undefined && column.required);
      if (missing.length > 0) {
        const problem = (title: string): ImportProblem => ({
          line: 1,
          column: title,
          code: 'import.header-missing',
          detail: room.sentences({ code: 'import.header-missing', params: { header: title } }, call.actor.language),
        });
        return { done: 0, skipped: 0, problems: missing.map((column) => problem(column.title)) };
      }
      const total = { done: 0, skipped: 0, seen: 0, problems: [] as ImportProblem[] };
      for await (const batch of batches(table.rows)) {
        const result = await runBatch(call, model, columns, batch, options.dryRun);
        total.done += result.done;
        total.skipped += result.skipped;
        total.problems.push(...result.problems);
        total.seen += batch.length;
        report(total.seen);
      }
      return { done: total.done, skipped: total.skipped, problems: total.problems };
    },
  };

  async function runBatch(asked: Call, model: ImportModel, columns: readonly Column[], batch: readonly ImportRow[], dryRun: boolean): Promise<ImportResult> {
    let result: ImportResult = { done: 0, skipped: 0, problems: [] };
    const undone = new DryRun();
    try {
      await store.enter(asked, async (tx, call) => {
        const count = { done: 0, skipped: 0, problems: [] as ImportProblem[] };
        // A sheet names the same few records again and again.
        const found: Found = new Map();
        for (const row of batch) {
          try {
            const outcome = await inSavepoint(tx, () => runRow(tx, call, model, { columns, row, found }));
            count[outcome]++;
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            count.problems.push(...problemsOf(call, columns, row, error));
          }
        }
        // A retried transaction counts anew.
        result = count;
        if (dryRun) throw undone;
      });
    } catch (error) {
      if (error !== undone) throw error;
    }
    return result;
  }

  async function runRow(
    tx: Transaction,
    call: Call,
    model: ImportModel,
    { columns, row, found }: { readonly columns: readonly Column[]; readonly row: ImportRow; readonly found: Found },
  ): Promise<'done' | 'skipped'> {
    const input: Record<string, unknown> = {};
    for (const column of columns) {
      const text = column.header === undefined ? null : (row.values[column.header] ?? null);
      const value = readCell(column.field, text);
      const key = `${column.field.to ?? column.field.of ?? ''} ${String(value)}`;
      input[column.key] = found.get(key) ?? (await lookedUp(tx, call, column.field, value));
      if (column.field.base === 'reference' && isId(String(input[column.key]))) found.set(key, input[column.key]);
    }
    const required = columns.filter((column) => column.required && (input[column.key] === null || input[column.key] === undefined));
    if (required.length > 0)
      throw new Refusal(
        'record.invalid',
        { count: required.length },
        required.map((column) => ({ pointer: `/${column.key}`, code: 'value.required' })),
      );
    const where = Object.fromEntries(model.match.map((key) => [key, input[key] ?? null]));
    if (Object.values(where).some((value) => value !== null) && (await store.find(tx, call, model.entity, where, { limit: 1 })).length > 0) return 'skipped';
    await room.runner.perform(tx, call, { action: model.action, recordId: null, input, as: 'person' });
    return 'done';
  }

  /** A reference is written in a sheet as people name the record: by a unique property, or by its whole label. */
  async function lookedUp(tx: Transaction, call: Call, field: FieldModel, value: unknown): Promise<unknown> {
    if (typeof value !== 'string') return value;
    if (field.base === 'document') {
      if (call.release.documents.has(`${field.of}:${value}`)) return value;
      return [...call.release.documents.values()].find((document) => document.kind === field.of && document.content['title'] === value)?.name ?? value;
    }
    if (field.base !== 'reference' || field.to === undefined || isId(value)) return value;
    const target = call.release.entities.get(field.to);
    for (const key of [...(target?.fields.values() ?? [])]
      .filter((one) => (one.unique || one.serial !== undefined) && one.sensitive === undefined && (one.base === 'text' || one.base === 'serial'))
      .map((one) => one.key)) {
      const found = await store.find(tx, call, field.to, { [key]: value }, { limit: 2 });
      if (found.length === 1) return found[0]?.id;
    }
    const labelled = (await store.lookup(call, field.to, { search: value, ids: null, limit: 10 })).filter((row) => row.label === value);
    return labelled.length === 1 ? labelled[0]?.id : value;
  }

  function problemsOf(call: Call, columns: readonly Column[], row: ImportRow, refusal: Refusal): readonly ImportProblem[] {
    const say = (code: string, params: Readonly<Record<string, unknown>>) => room.sentences({ code, params }, call.actor.language);
    if (refusal.errors.length === 0) return [{ line: row.line, column: null, code: refusal.code, detail: say(refusal.code, refusal.params) }];
    return refusal.errors.map((error) => {
      const key = error.pointer.split('/')[1];
      const column = columns.find((one) => one.key === key);
      return { line: row.line, column: column?.header ?? column?.title ?? key ?? null, code: error.code, detail: say(error.code, error.params ?? {}) };
    });
  }
}

interface Column {
  readonly key: string;
  readonly field: FieldModel;
  readonly required: boolean;
  /** As the table spells it; undefined when the table has no such column. */
  readonly header: string | undefined;
  /** As the document names it. */
  readonly title: string;
}

function columnsOf(model: ImportModel, headers: readonly string[]): readonly Column[] {
  const written = isObject(model.document['columns']) ? model.document['columns'] : {};
  const folded = new Map(headers.map((header) => [fold(header), header]));
  return [...model.columns].map(([key, { field, required }]) => {
    const column = isObject(written[key]) ? written[key] : {};
    const names = [column['header'], ...(Array.isArray(column['headers']) ? column['headers'] : []), field.title].filter((name) => typeof name === 'string');
    const header = names.map((name) => folded.get(fold(name))).find((found) => found !== undefined);
    return { key, field, required, header, title: names[0] ?? key };
  });
}

/** Headers match whatever their width, case and spaces; a star marks a required column in many sheets. */
function fold(header: string): string {
  return header.normalize('NFKC').replaceAll(/[\s*]/g, '').toLowerCase();
}

async function* batches(rows: ImportTable['rows']): AsyncGenerator<readonly ImportRow[]> {
  let batch: ImportRow[] = [];
  for await (const row of rows) {
    if (Object.values(row.values).every((value) => value === null || value.trim() === '')) continue;
    batch.push(row);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Records by what the sheet calls them. */
type Found = Map<string, unknown>;

class DryRun extends Error {}
