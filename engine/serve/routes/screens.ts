import type { Context } from 'hono';
import type { EntityScreens, MenuDescriptor } from '../../contract/screens.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Call } from '../../model/call.ts';
import type { App, AppEnvironment } from '../app-types.ts';
import { isUnchanged } from '../http/preconditions.ts';
import { sendJson } from '../http/send-json.ts';
import { formScreen } from '../screens/form-screen.ts';
import { listScreen } from '../screens/list-screen.ts';
import { menuScreen } from '../screens/menu-screen.ts';
import { pageScreen } from '../screens/page-screen.ts';
import { mayDo, rightsDigest } from '../screens/rights.ts';
import { ScreenCache } from '../screens/screen-cache.ts';
import { translator } from '../screens/translator.ts';

export function addScreenRoutes(app: App): void {
  const cache = new ScreenCache();
  const answer = (context: Context<AppEnvironment>, key: string, build: (call: Call) => object) => {
    const call = context.get('call');
    const digest = rightsDigest(call.release, call.actor);
    const etag = `"${call.release.hash}-${digest}"`;
    const headers = { etag, 'cache-control': 'private, no-cache', vary: 'Accept-Language, Cookie, Authorization' };
    // Built before 304 as well: a screen that a new right took away must not live on in a browser.
    const json = cache.get(`${digest} ${key}`, call.release, () => JSON.stringify(build(call)));
    return isUnchanged(context, etag) ? context.body(null, 304, headers) : sendJson(context, json, 200, headers);
  };
  const text = (call: Call) => translator(call.release, call.actor.language);

  app.get('/api/screens/menu', (context) => answer(context, 'menu', (call) => menuScreen(call, menuOf(call), text(call))));

  app.get('/api/screens/entity/:name', (context) =>
    answer(context, `entity ${context.req.param('name')}`, (call): EntityScreens => {
      const name = context.req.param('name');
      const entity = call.release.entities.get(name);
      const screens = call.release.screens.get(name);
      if (!entity || !screens) throw unknown(name);
      return {
        entity: name,
        title: text(call)(`entity:${name}`, '/title') ?? entity.title,
        list: screens.list,
        page: screens.page,
        forms: Object.fromEntries(screens.forms),
        canRead: mayDo(call, name, 'read'),
        canCreate: entity.managedBy === null && mayDo(call, name, 'create'),
      };
    }),
  );

  app.get('/api/screens/list/:name', (context) =>
    answer(context, `list ${context.req.param('name')}`, (call) => {
      const list = call.release.lists.get(context.req.param('name'));
      if (!list) throw unknown(context.req.param('name'));
      requireReadable(call, list.entity);
      return listScreen(call, list.descriptor, text(call));
    }),
  );

  app.get('/api/screens/form/:name', (context) =>
    answer(context, `form ${context.req.param('name')}`, (call) => {
      const form = call.release.forms.get(context.req.param('name'));
      if (!form) throw unknown(context.req.param('name'));
      if (form.entity !== null && form.action === null && call.release.entities.get(form.entity)?.childOf == null) requireReadable(call, form.entity);
      return formScreen(call, form, text(call));
    }),
  );

  app.get('/api/screens/page/:name', (context) =>
    answer(context, `page ${context.req.param('name')}`, (call) => {
      const page = call.release.pages.get(context.req.param('name'));
      if (!page) throw unknown(context.req.param('name'));
      if (page.entity !== null) requireReadable(call, page.entity);
      return pageScreen(call, page, text(call));
    }),
  );
}

function requireReadable(call: Call, entity: string): void {
  if (!mayDo(call, entity, 'read') && !mayDo(call, entity, 'create')) throw new Refusal('access.right-missing', { operation: 'read' });
}

/** The menu of the person's first role that names one, else `main`. */
function menuOf(call: Call): MenuDescriptor {
  const { release, actor } = call;
  const named = actor.roles
    .map((role) => String(release.documents.get(`role:${role}`)?.content['menu'] ?? '').replace(/^menu:/, ''))
    .find((name) => release.menus.has(name));
  const menu = release.menus.get(named ?? 'main') ?? [...release.menus.values()][0];
  return menu ?? { kind: 'menu', name: 'main', title: '', items: [] };
}

function unknown(name: string): Refusal {
  return new Refusal('screen.unknown', { name: name.slice(0, 100) });
}
