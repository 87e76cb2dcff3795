import type { Answer, Person } from '../support/person.ts';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts';
import type { Store } from '../../engine/store/face.ts';
import { startLendingServer } from './lending-server.ts';
import { openDesk, payOrder, prepareOrder } from './loan-journey.ts';

/** A database with loans that were paid out on 2026-01-15 on the ordinary way, to be copied for each server of a test. */
export interface PreparedLoans {
  /** Level, level, equal principal, in turn; 100,000.00 at 12 % over 12 months, due on the fifteenth. */
  readonly loans: readonly string[];
  readonly tokens: { readonly cashier: string; readonly accountant: string };
  copy(): Promise<FreshDatabase>;
  drop(): Promise<void>;
}

export async function prepareLoans(count: number): Promise<PreparedLoans> {
  const database = await freshDatabase();
  const server = await startLendingServer(undefined, { database });
  const desk = await openDesk(server);
  const loans: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const shape =
      index % 3 === 2
        ? ({ method: 'EQUAL_PRINCIPAL', product: 'equal-principal-business' } as const)
        : ({ method: 'LEVEL', product: 'level-business' } as const);
    const { order } = await prepareOrder(desk, 'D', index, { amount: '100000.00', term: 12, ...shape });
    loans.push(await payOrder(desk, order, `D-${index}-pay`));
  }
  const tokens = {
    cashier: await (await server.signIn('wu.hao')).token('day-end'),
    accountant: await (await server.signIn('zheng.lin')).token('day-end'),
  };
  await server.stop();
  await server.engine.close();
  return { loans, tokens, copy: () => database.copy(), drop: () => database.drop() };
}

/** Starts the day-end of a date, with the missed ones before it, and waits for its end; answers the run with its steps. */
export async function runDayEnd(person: Person, date: string): Promise<Answer['body']> {
  const started = await person.post('/api/batch/jobs/day-end/runs', { date });
  if (started.status !== 202) throw new Error(`${date}: ${started.status} ${started.text}`);
  return ended(person, started.body.id);
}

export async function ended(person: Person, run: string): Promise<Answer['body']> {
  const events = await person.get(`/api/batch/runs/${run}`, { accept: 'text/event-stream' });
  const last = events.text.trim().split('\n').at(-1) ?? '';
  return JSON.parse(last.replace(/^data: /, ''));
}

/** Everything that day-ends write, without the times at which they did. */
export async function standingOf({ store }: { readonly store: Pick<Store, 'database'> }): Promise<Readonly<Record<string, readonly object[]>>> {
  const { database } = store;
  return {
    loans: await database.query(
      'select id, state, balance, dpd, dpd_principal, dpd_interest, bucket, tier, overdue_principal, overdue_interest, overdue_booked, past_maturity from app.loan order by id',
    ),
    accruals: await database.query('select loan, through, aged_through, interest, memo from app.loan_accrual order by loan'),
    rows: await database.query('select id, state, penalty_due, outstanding from app.loan_instalment order by id'),
    facts: await database.query('select loan, day, standing, balance, bucket, past_due_since from app.loan_day_fact order by loan, day'),
    books: await database.query('select account, sum(debit) as debit, sum(credit) as credit from app.journal_line group by account order by account'),
    days: await database.query(
      'select day, loans, balance, overdue_loans, overdue_principal, receivable, memo_interest, behind, digest from app.business_day order by day',
    ),
  };
}
