/** The API page: no library, nothing from elsewhere. The script reads the OpenAPI document of whoever looks. */
export const referencePage = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Loanloom API</title><link rel="stylesheet" href="/api/docs/reference.css"></head>
<body><header><h1>Loanloom API</h1><p id="release"></p><input id="search" type="search" placeholder="/ 路径、操作或说明" aria-label="Search"></header><main id="content"><p>…</p></main><script src="/api/docs/reference.js"></script></body>
</html>
`;

export const referenceStyle = `:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:14px/1.6 system-ui,"Noto Sans SC",sans-serif;margin:0 auto;max-width:1000px;padding:24px}
header{display:flex;gap:16px;align-items:baseline;flex-wrap:wrap;border-bottom:1px solid var(--line);padding-bottom:12px}
h1{font-size:20px;margin:0}h2{font-size:16px;margin:28px 0 8px}#release{opacity:.6;margin:0;flex:1}
input{font:inherit;padding:6px 10px;border:1px solid var(--line);border-radius:6px;min-width:240px;background:transparent;color:inherit}
details{border:1px solid var(--line);border-radius:6px;margin:6px 0}summary{cursor:pointer;padding:6px 10px}
summary code{font-weight:600}summary span{opacity:.7;margin-left:10px}
details>div{padding:4px 12px 12px;border-top:1px solid var(--line)}pre{background:var(--soft);padding:10px;border-radius:6px;overflow:auto}
.get{color:#0a7d33}.post{color:#1257c4}.put,.patch{color:#9a5b00}.delete{color:#b3261e}b.method{display:inline-block;width:64px;text-transform:uppercase}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:4px 10px;border-bottom:1px solid var(--line);vertical-align:top}
`;

export const referenceScript = `'use strict';
const content = document.getElementById('content');
const element = (name, attributes, ...children) => { const node = document.createElement(name); for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value); node.append(...children); return node; };
const resolve = (api, schema, depth) => {
  if (!schema || depth > 4) return schema;
  if (schema.$ref) return resolve(api, api.components.schemas[schema.$ref.split('/').at(-1)], depth + 1);
  if (schema.properties) return { ...schema, properties: Object.fromEntries(Object.entries(schema.properties).map(([key, value]) => [key, resolve(api, value, depth + 1)])) };
  if (schema.items) return { ...schema, items: resolve(api, schema.items, depth + 1) };
  return schema;
};
const block = (title, value) => [element('h4', {}, title), element('pre', {}, JSON.stringify(value, null, 2))];
const draw = (api) => {
  document.getElementById('release').textContent = 'release ' + api.info.version;
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) for (const [method, operation] of Object.entries(methods)) {
    const tag = (operation.tags || ['platform'])[0];
    if (!groups.has(tag)) groups.set(tag, []);
    groups.get(tag).push({ path, method, operation });
  }
  content.replaceChildren();
  for (const [tag, list] of groups) {
    const section = element('section', {}, element('h2', {}, (api.tags.find((one) => one.name === tag) || {}).description || tag));
    for (const { path, method, operation } of list) {
      const details = element('details', { 'data-text': (method + ' ' + path + ' ' + operation.summary).toLowerCase() }, element('summary', {}, element('b', { class: 'method ' + method }, method), element('code', {}, path), element('span', {}, operation.summary)));
      details.addEventListener('toggle', () => {
        if (details.children.length > 1) return;
        const body = element('div', {});
        if (operation.parameters) body.append(...block('parameters', operation.parameters.map((one) => ({ name: one.name, in: one.in, required: !!one.required, description: one.description }))));
        for (const [type, media] of Object.entries((operation.requestBody || {}).content || {})) body.append(...block('body ' + type, resolve(api, media.schema, 0)));
        for (const [status, answer] of Object.entries(operation.responses)) for (const [type, media] of Object.entries(answer.content || {})) if (status !== 'default') body.append(...block(status + ' ' + type, resolve(api, media.schema, 0)));
        details.append(body);
      });
      section.append(details);
    }
    content.append(section);
  }
  const rows = api.components.schemas.Problem['x-problems'].map((one) => element('tr', { id: 'problem-' + one.code }, element('td', {}, element('code', {}, one.code)), element('td', {}, String(one.status)), element('td', {}, one.zh, element('br', {}), one.en)));
  content.append(element('section', {}, element('h2', {}, 'Problems'), element('table', {}, element('tbody', {}, ...rows))));
  if (location.hash) { const target = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (target) target.scrollIntoView(); }
};
document.getElementById('search').addEventListener('input', (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const details of content.querySelectorAll('details')) details.hidden = !details.dataset.text.includes(wanted);
});
document.addEventListener('keydown', (event) => { const search = document.getElementById('search'); if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); } });
fetch('/api/openapi.json', { credentials: 'same-origin' }).then(async (answer) => {
  const body = await answer.json();
  if (answer.ok) draw(body); else content.replaceChildren(element('p', {}, body.detail));
}, () => content.replaceChildren(element('p', {}, '无法连接服务器。 The server cannot be reached.')));
`;
