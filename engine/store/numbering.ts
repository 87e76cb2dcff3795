import { invariant } from '../kernel/refusal.ts';
import { connectionOf } from './database/open-database.ts';
import type { Transaction } from './face.ts';

const nextStatement = {
  name: 'next-number',
  text: 'insert into loom.number_counter (name, value) values ($1::text, 1) on conflict (name) do update set value = loom.number_counter.value + 1 returning value::int',
};

/** Next number of a template such as `SQ{yyyyMMdd}{seq:4}`. The counter's row stays locked until the transaction ends, so
 *  numbers have no gaps: whoever rolls back gives the number to the next. The counter restarts with the date part. */
export async function nextNumber(tx: Transaction, template: string, today: string): Promise<string> {
  const dated = template.replaceAll(/\{([yMd]+)\}/g, (_, pattern: string) => datePart(pattern, today));
  const sequence = /\{seq(?::(\d+))?\}/.exec(dated);
  invariant(sequence !== null, `the number template "${template}" has {seq:n}`);
  const rows = await connectionOf(tx).run(nextStatement, [dated]);
  return dated.replace(sequence[0], String(rows[0]?.[0]).padStart(Number(sequence[1] ?? 1), '0'));
}

function datePart(pattern: string, today: string): string {
  return pattern.replaceAll(/y+|M+|d+/g, (letters) => {
    if (letters.startsWith('y')) return letters.length === 2 ? today.slice(2, 4) : today.slice(0, 4);
    return letters.startsWith('M') ? today.slice(5, 7) : today.slice(8, 10);
  });
}
