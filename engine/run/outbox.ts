import type { Store, Transaction, Values } from '../store/face.ts';
import { claimMessages, markDelivered, markFailed, type OutboxMessage } from '../store/outbox-statements.ts';
import { inSavepoint } from '../store/savepoint.ts';

/** Hears messages whose topic it names, or begins with (`task.` hears `task.created`). Writes through the transaction happen
 *  once; anything outside of the database may happen again when a node dies, so it needs its own key. */
export interface Subscriber {
  readonly topics: readonly string[];
  deliver(tx: Transaction, message: { readonly id: string; readonly topic: string; readonly payload: Values; readonly at: string }): Promise<void>;
}

export interface OutboxWorker {
  /** Delivers what is due now; answers how many messages it settled. */
  drain(): Promise<number>;
  /** Drains again and again, `pauseMillis` after an empty round. */
  start(pauseMillis: number): void;
  /** Waits for the round that runs. */
  stop(): Promise<void>;
}

/** Deliveries of one message before it is left for a person to look at. */
const attemptLimit = 10;
const batchSize = 50;

export function createOutboxWorker({
  store,
  subscribers,
  now,
  onError,
}: {
  readonly store: Pick<Store, 'database'>;
  readonly subscribers: readonly Subscriber[];
  readonly now: () => string;
  readonly onError: (error: unknown, message: OutboxMessage | null) => void;
}): OutboxWorker {
  let isRunning = false;
  let round: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function drainBatch(): Promise<number> {
    return store.database.transaction(async (tx) => {
      const messages = await claimMessages(tx, { now: now(), limit: batchSize });
      const delivered: string[] = [];
      for (const message of messages) {
        try {
          await inSavepoint(tx, async () => {
            for (const subscriber of subscribers) if (hears(subscriber, message.topic)) await subscriber.deliver(tx, message);
          });
          delivered.push(message.id);
        } catch (error) {
          onError(error, message);
          const attempts = message.attempts + 1;
          await markFailed(tx, {
            id: message.id,
            error: error instanceof Error ? error.message : String(error),
            nextAttemptAt: attempts >= attemptLimit ? null : later(now(), attempts),
          });
        }
      }
      await markDelivered(tx, delivered, now());
      return messages.length;
    });
  }

  async function drain(): Promise<number> {
    let settled = 0;
    for (let count = await drainBatch(); count > 0; count = await drainBatch()) {
      settled += count;
      if (count < batchSize) break;
    }
    return settled;
  }

  return {
    drain,
    start(pauseMillis) {
      isRunning = true;
      const next = (): void => {
        if (!isRunning) return;
        round = drain()
          .catch((error: unknown) => onError(error, null))
          .finally(() => {
            timer = isRunning ? setTimeout(next, pauseMillis) : undefined;
          });
      };
      next();
    },
    async stop() {
      isRunning = false;
      clearTimeout(timer);
      await round;
    },
  };
}

function hears(subscriber: Subscriber, topic: string): boolean {
  return subscriber.topics.some((one) => one === topic || (one.endsWith('.') && topic.startsWith(one)));
}

/** Pauses grow: 2, 4, 8 … seconds, an hour at most. */
function later(now: string, attempts: number): string {
  return new Date(Date.parse(now) + Math.min(3_600, 2 ** attempts) * 1_000).toISOString();
}
