import pg from 'pg';

export interface ListenOptions {
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  /** Called after every reconnection: messages sent meanwhile are lost, so the listener reads its state again. */
  readonly onReconnect: () => void;
  readonly log: (message: string, error?: unknown) => void;
}

const slowestRetry = 10_000;

/** LISTEN on a connection of its own, which is made again (50 ms, doubling to 10 s) whenever it is lost. */
export async function listenOn(url: string, options: ListenOptions): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let stopped = false;
  let retry = 50;
  let timer: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url });
    // Without this listener a terminated backend would end the whole process.
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next.on('notification', (message) => options.onMessage(message.payload ?? ''));
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(options.channel)}`);
    client = next;
    retry = 50;
  }

  function lost(from: pg.Client): void {
    if (stopped || from !== client) return;
    client = undefined;
    options.log(`the listener on "${options.channel}" lost its connection`);
    timer = setTimeout(reconnect, retry);
  }

  function reconnect(): void {
    if (stopped) return;
    connect().then(
      () => options.onReconnect(),
      () => {
        retry = Math.min(retry * 2, slowestRetry);
        timer = setTimeout(reconnect, retry);
      },
    );
  }

  await connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
