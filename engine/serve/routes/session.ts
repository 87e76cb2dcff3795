import { deleteCookie, setCookie } from 'hono/cookie';
import type { SessionBody } from '../../contract/wire.ts';
import { isObject } from '../../kernel/json.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Release } from '../../model/index.ts';
import type { App } from '../app-types.ts';
import { sessionCookie } from '../http/authenticate.ts';
import { clientOf } from '../http/client.ts';
import { checkOrigin, csrfToken } from '../http/csrf.ts';
import { readJson } from '../http/read-json.ts';
import type { Limits } from '../http/request-limits.ts';
import { functionsOf, rightsDigest } from '../screens/rights.ts';
import { translator } from '../screens/translator.ts';
import type { AppServices } from '../services.ts';

/** What one may call without a session: sign in, and set up the first administrator through the one-time link. */
export function addOpenSessionRoutes(app: App, services: AppServices, limits: Limits): void {
  app.get('/api/welcome', (context) => {
    limits.takeForAddress(clientOf(context).address);
    return context.json({ productName: productName(services, services.serving.current()) });
  });

  app.post('/api/session', async (context) => {
    const client = clientOf(context);
    limits.takeForAddress(client.address);
    checkOrigin(context);
    const body = await readTexts(context, ['username', 'password']);
    const token = await services.sessions.signIn(services.serving.current(), {
      username: body.username ?? '',
      password: body.password ?? '',
      address: client.address,
      userAgent: (context.req.header('user-agent') ?? '').slice(0, 300),
      now: services.now(),
    });
    // The session's life is kept in the database; the cookie ends with the browser.
    setCookie(context, sessionCookie, token, { httpOnly: true, sameSite: 'Lax', secure: client.secure, path: '/' });
    return context.body(null, 204);
  });

  app.post('/api/setup', async (context) => {
    limits.takeForAddress(clientOf(context).address);
    checkOrigin(context);
    const body = await readTexts(context, ['code', 'username', 'name', 'password']);
    await services.accounts.setUp({ code: body.code ?? '', username: body.username ?? '', name: body.name ?? '', password: body.password ?? '' });
    return context.body(null, 204);
  });
}

export function addSessionRoutes(app: App, services: AppServices): void {
  app.get('/api/session', (context) => {
    const { release, actor, today } = context.get('call');
    const { unit, mustChangePassword } = context.get('session');
    const text = translator(release, actor.language);
    const roles = actor.roles.map((name) => ({ name, title: text(`role:${name}`, '/title') ?? release.roles.get(name)?.title ?? name }));
    const landing = actor.roles.map((name) => release.roles.get(name)?.landing).find((place) => place) ?? null;
    const token = context.get('sessionToken');
    const body: SessionBody = {
      person: { id: actor.userId, username: actor.username, name: actor.name },
      roles,
      unit,
      language: actor.language || release.language,
      release: release.hash,
      rights: rightsDigest(release, actor),
      landing: landing ? `/${landing.replace(':', '/')}` : '/',
      businessDate: today,
      productName: productName(services, release),
      mustChangePassword,
      functions: functionsOf(release, actor),
      csrfToken: token === undefined ? '' : csrfToken(token),
    };
    return context.json(body);
  });

  app.delete('/api/session', async (context) => {
    const token = context.get('sessionToken');
    if (token !== undefined) await services.sessions.signOut(token, context.get('call').now);
    deleteCookie(context, sessionCookie, { path: '/' });
    return context.body(null, 204);
  });

  app.post('/api/session/password', async (context) => {
    const { current, next } = await readTexts(context, ['current', 'next']);
    await services.sessions.changePassword(context.get('call'), current ?? '', next ?? '');
    return context.body(null, 204);
  });

  app.put('/api/session/language', async (context) => {
    const { language = '' } = await readTexts(context, ['language']);
    const { release } = context.get('call');
    if (![release.language, ...release.languages].includes(language)) throw invalid('language', 'value.not-a-choice', { value: language });
    await services.sessions.setLanguage(context.get('call'), language);
    return context.body(null, 204);
  });

  app.get('/api/session/devices', async (context) => context.json({ rows: await services.sessions.devices(context.get('call')) }));
  app.delete('/api/session/devices/:id', async (context) => {
    if (!(await services.sessions.endDevice(context.get('call'), context.req.param('id')))) throw new Refusal('record.not-found');
    return context.body(null, 204);
  });

  app.get('/api/session/tokens', async (context) => context.json({ rows: await services.sessions.tokens(context.get('call')) }));
  app.post('/api/session/tokens', async (context) => {
    const { name = '' } = await readTexts(context, ['name']);
    return context.json({ token: await services.sessions.createToken(context.get('call'), name.slice(0, 100)) }, 201);
  });
  app.delete('/api/session/tokens/:id', async (context) => {
    if (!(await services.sessions.revokeToken(context.get('call'), context.req.param('id')))) throw new Refusal('record.not-found');
    return context.body(null, 204);
  });
}

function productName(services: AppServices, release: Release): string {
  return String(services.settings.value(release, 'product-name') ?? '');
}

/** An object of texts; each name is required, at most 1,000 characters. */
async function readTexts(context: Parameters<typeof readJson>[0], names: readonly string[]): Promise<Partial<Record<string, string>>> {
  const body = await readJson(context);
  if (!isObject(body)) throw new Refusal('request.malformed', { reason: { zh: '应为 JSON 对象', en: 'expected a JSON object' } });
  const errors = names.flatMap((name) => {
    const value = body[name];
    if (value === undefined || value === null || value === '') return [{ pointer: `/${name}`, code: 'value.required' }];
    if (typeof value !== 'string') return [{ pointer: `/${name}`, code: 'value.type', params: { expected: { zh: '文本', en: 'text' } } }];
    return value.length > 1_000 ? [{ pointer: `/${name}`, code: 'value.too-long', params: { limit: 1_000 } }] : [];
  });
  for (const key of Object.keys(body)) if (!names.includes(key)) errors.push({ pointer: `/${key}`, code: 'value.unknown-property' });
  if (errors.length > 0) throw new Refusal('record.invalid', { count: errors.length }, errors);
  return body as Partial<Record<string, string>>;
}

function invalid(name: string, code: string, params: Record<string, unknown>): Refusal {
  return new Refusal('record.invalid', { count: 1 }, [{ pointer: `/${name}`, code, params }]);
}
