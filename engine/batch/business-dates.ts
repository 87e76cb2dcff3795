import { lastClosedDate } from '../kernel/closing-time.ts';
import { addDays } from '../kernel/dates.ts';
import { dateOf } from '../kernel/instants.ts';
import type { Release } from '../model/index.ts';
import { businessDateChannel, type BusinessDateRows } from '../store/batch/business-date-rows.ts';
import type { Database } from '../store/face.ts';

/** Which date new entries carry. */
export interface BusinessDates {
  /** From memory: a date that is opened on any node reaches every node with a notice. */
  today(release: Release, now: string, zone: string): string;
  /** Ends a date: everybody enters the next from now on. Answers when what was entered under it is
   *  committed; whatever comes later is entered under the next one. */
  close(date: string): Promise<void>;
  follow(): Promise<() => Promise<void>>;
}

/** A notice that was missed is made up for after this long, milliseconds. */
const pollEvery = 15_000;

export function createBusinessDates(services: {
  readonly database: Database;
  readonly rows: BusinessDateRows;
  readonly log: (message: string, error: unknown) => void;
}): BusinessDates {
  const { database, rows } = services;
  let open: string | null = null;
  const take = (date: string | null) => {
    if (date !== null && (open === null || open < date)) open = date;
  };

  return {
    today(release, now, zone) {
      const cutOff = [...release.jobs.values()].find((job) => job.cutOff !== null)?.cutOff;
      if (cutOff === null || cutOff === undefined) return dateOf(now, zone);
      const byClock = addDays(lastClosedDate(now, zone, cutOff), 1);
      return open !== null && open > byClock ? open : byClock;
    },
    async close(date) {
      const next = addDays(date, 1);
      await rows.advance(next);
      take(next);
      await rows.drain(date);
    },
    async follow() {
      const look = () => void rows.open().then(take, (error: unknown) => services.log('the business date cannot be read', error));
      const stopListening = await database.listen(businessDateChannel, take, look);
      take(await rows.open());
      const timer = setInterval(look, pollEvery);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await stopListening();
      };
    },
  };
}
