import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  boundValue,
  compileCondition,
  conditionForBrowser,
  conditionToSql,
  type BoundValue,
  type Condition,
  type FactRow,
} from '../../engine/condition/index.ts';
import { openDatabase, type OpenDatabase } from '../../engine/store/database/open-database.ts';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts';
import { orderCondition, orderRow } from './conditions-arbitrary.ts';
import { operatorCases, throughCases } from './operator-cases.ts';
import { columnName, context, emptyOrder, orderColumns, orderScope, partColumns, tables, workshopTarget } from './workshop.ts';

/** The law of conditions: evaluated in memory, as SQL and on the screen they say the same of every row. */

let fresh: FreshDatabase;
let database: OpenDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase(fresh.url, { connections: 1 });
  await database.query(tables);
});

afterAll(async () => {
  await database?.close();
  await fresh?.drop();
});

const seed = Number(process.env['CONDITION_SEED'] ?? Date.now() % 2 ** 31);
const rowCount = 100;
const runs = Number(process.env['CONDITION_RUNS'] ?? 300);

test(`${runs} random conditions say the same of ${rowCount} random rows in memory, in SQL and on the screen (seed ${seed})`, async () => {
  const rows = fc.sample(orderRow, { numRuns: rowCount, seed });
  await insert(rows);
  await fc.assert(
    fc.asyncProperty(orderCondition, async (source) => {
      const condition = compile(source);
      const inSql = await askDatabase(source);
      const inMemory = rows.map((row) => condition.evaluate(row, context));
      expect(inSql).toEqual(inMemory);
      const sent = compile(JSON.parse(JSON.stringify(conditionForBrowser(source))) as Condition);
      expect(rows.map((row) => sent.evaluate(JSON.parse(JSON.stringify(row)) as FactRow, context))).toEqual(inMemory);
    }),
    { numRuns: runs, seed },
  );
}, 300_000);

test('each row of the operator tables says the same in SQL', async () => {
  for (const { fact, operator, value, holds, fails, ...rest } of [...operatorCases, ...throughCases]) {
    const reads = 'reads' in rest ? (rest.reads as string) : fact;
    await insert([...holds, ...fails].map((each) => ({ ...emptyOrder, [reads]: each })));
    const answers = await askDatabase({ fact, operator, ...(value === undefined ? {} : { value }) } as Condition);
    expect(answers, `${fact} ${operator} ${JSON.stringify(value)} of ${JSON.stringify([...holds, ...fails])}`).toEqual([
      ...holds.map(() => true),
      ...fails.map(() => false),
    ]);
  }
}, 120_000);

function compile(source: Condition) {
  const faults: string[] = [];
  const condition = compileCondition(source, { scope: orderScope, place: 'test', uses: ['E', 'Q', 'V'], report: (...words) => faults.push(words.join(' ')) });
  if (!condition) throw new Error(`${faults.join('\n')}\n${JSON.stringify(source)}`);
  return condition;
}

/** One answer a row; null would be a leaf that is UNKNOWN and fails the comparison. */
async function askDatabase(source: Condition): Promise<readonly unknown[]> {
  const bound: BoundValue[] = [];
  const predicate = conditionToSql(
    compile(source).node,
    workshopTarget((value, cast) => `$${bound.push(value)}::${cast}`),
  );
  const text = `select (${predicate}) as answer from orders o order by o.id`;
  const answers = await database.pool.query(
    text,
    bound.map((value) => boundValue(value, context)),
  );
  return answers.rows.map((row: { answer: unknown }) => row.answer);
}

async function insert(rows: readonly FactRow[]): Promise<void> {
  await database.query('truncate orders, parts');
  for (const [index, row] of rows.entries()) {
    const values = orderColumns.map((path) => row[path] ?? null);
    await database.pool.query(
      `insert into orders (id, ${orderColumns.map(columnName).join(', ')}) values (${index}, ${values.map((_, place) => `$${place + 1}`).join(', ')})`,
      values,
    );
    for (const part of row['parts'] as readonly FactRow[]) {
      await database.pool.query(
        `insert into parts (order_id, ${partColumns.map(columnName).join(', ')}) values (${index}, $1, $2, $3, $4, $5)`,
        partColumns.map((path) => part[path] ?? null),
      );
    }
  }
}
