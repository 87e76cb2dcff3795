import type { JsonObject } from '../../kernel/json.ts';

/** Routes that are there whatever the documents say: method, path, what it does, answer's status. */
const routes: readonly (readonly [method: string, path: string, summary: string, status: number, body?: 'json' | 'file'])[] = [
  ['post', '/api/session', 'Sign in with username and password', 204, 'json'],
  ['get', '/api/session', 'The person, her roles, the release', 200],
  ['delete', '/api/session', 'Sign out', 204],
  ['post', '/api/session/password', 'Change the own password', 204, 'json'],
  ['put', '/api/session/language', 'Choose the language', 204, 'json'],
  ['get', '/api/session/devices', 'Own sessions', 200],
  ['delete', '/api/session/devices/{id}', 'End one of the own sessions', 204],
  ['get', '/api/session/tokens', 'Own API tokens', 200],
  ['post', '/api/session/tokens', 'Make an API token; shown once', 201, 'json'],
  ['delete', '/api/session/tokens/{id}', 'Revoke an API token', 204],
  ['get', '/api/screens/menu', 'The menu', 200],
  ['get', '/api/screens/entity/{name}', 'Where the screens of an entity are', 200],
  ['get', '/api/screens/list/{name}', 'A list descriptor', 200],
  ['get', '/api/screens/form/{name}', 'A form descriptor', 200],
  ['get', '/api/screens/page/{name}', 'A page descriptor', 200],
  ['get', '/api/lookup/{entity}', 'Records for a picker', 200],
  ['get', '/api/documents/{kind}', 'Documents for a picker', 200],
  ['get', '/api/search', 'Search over all entities', 200],
  ['get', '/api/tasks', 'Tasks by tab', 200],
  ['get', '/api/tasks/counts', 'How many tasks wait', 200],
  ['get', '/api/tasks/{id}', 'A task with its record and path', 200],
  ['post', '/api/tasks/{id}/{verb}', 'Decide a task', 200, 'json'],
  ['post', '/api/flows/{id}/{verb}', 'Withdraw, cancel, comment or urge an approval', 200, 'json'],
  ['post', '/api/operations/{operation}', 'A calculation that changes nothing', 200, 'json'],
  ['post', '/api/operations/{operation}/export', 'The same as XLSX or CSV, where the operation has a table', 200, 'json'],
  ['post', '/api/files', 'Upload a file, at most 20 MB', 201, 'file'],
  ['get', '/api/files/{id}', 'Download a file', 200],
  ['get', '/api/exports/{name}', 'A list as XLSX or CSV; long ones become a job', 200],
  ['post', '/api/imports/{name}', 'Import a spreadsheet as a job', 202, 'file'],
  ['get', '/api/jobs/{id}', 'A job, also as server-sent events', 200],
  ['get', '/api/batch/jobs', 'Batch jobs and where they stand', 200],
  ['post', '/api/batch/jobs/{name}/runs', 'Run a date, or take a failed one up again', 202, 'json'],
  ['get', '/api/batch/runs', 'Batch runs, newest date first', 200],
  ['get', '/api/batch/runs/{id}', 'A run with steps and quarantine, also as server-sent events', 200],
  ['get', '/api/batch/quarantine', 'Records that wait to be mended', 200],
  ['post', '/api/batch/quarantine/{id}/retry', 'Bring a mended record up to date', 200],
  ['get', '/api/preferences/{key}', 'A personal preference', 200],
  ['put', '/api/preferences/{key}', 'Keep a personal preference', 204, 'json'],
  ['get', '/api/settings', 'Settings of the installation', 200],
  ['put', '/api/settings/{name}', 'Set a setting; null goes back to the default', 200, 'json'],
  ['get', '/api/welcome', 'What the sign-in page shows', 200],
  ['post', '/api/design/check', 'Check a change set', 200, 'json'],
  ['post', '/api/design/publish', 'Publish a change set', 201, 'json'],
  ['post', '/api/design/rollback', 'Go back to an earlier release', 200, 'json'],
  ['get', '/api/design/releases', 'Releases, newest first', 200],
  ['get', '/api/design/documents', 'Effective documents', 200],
  ['get', '/api/design/documents/{kind}/{name}', 'One effective document and its site layer', 200],
];

export const platformPaths: Readonly<Record<string, JsonObject>> = buildPaths();

function buildPaths(): Record<string, JsonObject> {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const [method, path, summary, status, body] of routes) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
    (paths[path] ??= {})[method] = {
      operationId: `${method}${path
        .replace(/^\/api/, '')
        .replaceAll(/[/{}]+/g, '-')
        .replace(/-$/, '')}`,
      tags: ['platform'],
      summary,
      ...(names.length > 0 ? { parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })) } : {}),
      ...(body === 'json' ? { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } } } : {}),
      ...(body === 'file'
        ? {
            requestBody: {
              required: true,
              content: {
                'multipart/form-data': {
                  schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } } },
                },
              },
            },
          }
        : {}),
      responses: {
        [status]: { description: 'Done' },
        default: { description: 'Refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      },
    };
  }
  return paths;
}
