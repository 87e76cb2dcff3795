import type { Hono } from 'hono';
import type { Call } from '../model/call.ts';
import type { PersonSession } from '../store/people/person-session.ts';

/** What the middlewares leave for the routes. */
export interface AppEnvironment {
  Variables: {
    requestId: string;
    /** Set behind `authenticate`. */
    call: Call;
    session: PersonSession;
    /** The cookie's token; absent for API tokens. */
    sessionToken: string | undefined;
  };
}

export type App = Hono<AppEnvironment>;
