import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { Refusal } from '../../kernel/refusal.ts';
import type { AppEnvironment } from '../app-types.ts';
import type { PersonSession } from '../../store/people/person-session.ts';
import type { AppServices } from '../services.ts';
import { clientOf } from './client.ts';
import { checkCsrf } from './csrf.ts';
import { languageOf } from './language.ts';
import type { Limits } from './request-limits.ts';

export const sessionCookie = 'loom_session';

/** Paths that a person may call before she has changed an initial password. */
const beforePasswordChange = ['/api/session', '/api/session/password'];

/** Finds the person behind the cookie or the bearer token and pins the release: what a request began with, it ends with. */
export function authenticate(services: AppServices, limits: Limits): MiddlewareHandler<AppEnvironment> {
  return async (context, next) => {
    const release = services.serving.current();
    const now = services.now();
    const bearer = /^Bearer\s+(\S{1,300})$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const token = bearer === undefined ? getCookie(context, sessionCookie) : undefined;
    let session: PersonSession | undefined;
    if (bearer !== undefined) session = await services.sessions.byToken(release, bearer, now);
    else if (token !== undefined && token.length <= 200) session = await services.sessions.bySession(release, token, now);
    // A person who has chosen no language is answered in her browser's.
    if (session && !session.actor.language) session = { ...session, actor: { ...session.actor, language: languageOf(context, services) } };
    if (!session) {
      limits.takeForAddress(clientOf(context).address);
      throw new Refusal('access.no-session');
    }
    context.set('session', session);
    context.set('sessionToken', token);
    context.set('call', { release, actor: session.actor, now, today: services.today(now), zone: services.zone, requestId: context.get('requestId') });
    if (token !== undefined) checkCsrf(context, token);
    limits.takeForActor(session.actor.userId);
    if (session.mustChangePassword && !beforePasswordChange.includes(context.req.path)) throw new Refusal('access.password-change-required');
    return next();
  };
}
