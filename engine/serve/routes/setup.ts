import type { App } from '../app-types.ts';

/** The page of the one-time link `/setup#<code>`: the code stays behind the `#`, so that no log ever holds it. It needs
 *  none of the built screens, because it must work on an installation that has just begun. */
export function addSetupPage(app: App): void {
  const send = (path: string, body: string, type: string) =>
    app.get(path, (context) => context.body(body, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }));
  send('/setup', page, 'text/html');
  send('/setup/setup.js', script, 'text/javascript');
}

const page = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>初始化</title>
<style>body{font:15px/1.6 system-ui,"Noto Sans SC",sans-serif;max-width:380px;margin:10vh auto;padding:0 20px}h1{font-size:20px}label{display:block;margin:14px 0 4px}input{font:inherit;width:100%;box-sizing:border-box;padding:8px 10px;border:1px solid #bbb;border-radius:6px}button{font:inherit;margin-top:20px;width:100%;padding:9px;border:0;border-radius:6px;background:#1257c4;color:#fff}p[role=alert]{color:#b3261e;min-height:1.6em}</style></head>
<body><h1>创建第一位系统管理员</h1><p>此链接只能使用一次。</p>
<form id="form"><label for="username">登录名</label><input id="username" name="username" autocomplete="username" required pattern="[a-z][a-z0-9._\\-]*" maxlength="40">
<label for="name">姓名</label><input id="name" name="name" required maxlength="60">
<label for="password">密码</label><input id="password" name="password" type="password" autocomplete="new-password" required minlength="10">
<p role="alert" id="message"></p><button>创建并前往登录</button></form><script src="/setup/setup.js"></script></body></html>
`;

const script = `'use strict';
const form = document.getElementById('form');
const message = document.getElementById('message');
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  message.textContent = '';
  const button = form.querySelector('button');
  button.disabled = true;
  const fields = Object.fromEntries(new FormData(form));
  try {
    const answer = await fetch('/api/setup', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: location.hash.slice(1), ...fields }) });
    if (answer.ok) { location.replace('/'); return; }
    const problem = await answer.json();
    message.textContent = [problem.detail, ...(problem.errors || []).map((error) => error.detail)].join(' ');
  } catch { message.textContent = '无法连接服务器，请稍后再试。'; }
  button.disabled = false;
});
`;
