import type { ProblemBody } from '../../contract/wire.ts';
import type { ProblemDefinition } from '../../contract/problems.ts';
import type { Refusal } from '../../kernel/refusal.ts';

export type ProblemCatalogue = Readonly<Record<string, ProblemDefinition>>;

/** The body of a refusal (RFC 9457) in the person's language. A code that is not in the catalogue is a programmer's
 *  mistake and is answered as `server.unexpected`, so that no unlisted code ever leaves the server. */
export function renderProblem(
  refusal: Refusal,
  place: { readonly catalogue: ProblemCatalogue; readonly language: string; readonly requestId: string },
): ProblemBody {
  const known = place.catalogue[refusal.code];
  const code = known ? refusal.code : 'server.unexpected';
  const definition = known ?? place.catalogue['server.unexpected'];
  const params = known ? refusal.params : { reference: place.requestId };
  const status = definition?.status ?? 500;
  const errors = known
    ? refusal.errors.map((error) => ({
        pointer: error.pointer,
        code: error.code,
        // A diagnostic's code is in the reference of documents, not among the problems; it brings its own sentence.
        detail: sentence(place.catalogue[error.code], error.params ?? {}, place.language) || parameterText(error.params?.['message'], place.language),
      }))
    : [];
  return {
    type: `/api/docs#problem-${code}`,
    title: titleOf(status, place.language),
    status,
    code,
    detail: sentence(definition, params, place.language),
    instance: `urn:request:${place.requestId}`,
    ...(errors.length > 0 ? { errors } : {}),
  };
}

/** A parameter may be a text, a number, or a text in each language (`{ zh, en }`). */
function sentence(definition: ProblemDefinition | undefined, params: Readonly<Record<string, unknown>>, language: string): string {
  const text = definition ? (language.startsWith('en') ? definition.en : definition.zh) : '';
  return text.replaceAll(/\{([A-Za-z0-9_]+)\}/g, (_, name: string) => parameterText(params[name], language));
}

/** Longest text that a parameter may put into a sentence. */
const parameterLength = 300;

function parameterText(value: unknown, language: string): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value
      .map((item) => parameterText(item, language))
      .join(language.startsWith('en') ? ', ' : '、')
      .slice(0, parameterLength);
  if (typeof value === 'object') {
    const byLanguage = value as Record<string, unknown>;
    return parameterText(byLanguage[language.startsWith('en') ? 'en' : 'zh'] ?? byLanguage['en'], language);
  }
  // Control characters would let a value break out of the line in logs and terminals.
  return String(value)
    .replaceAll(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, ' ')
    .slice(0, parameterLength);
}

const titles: Readonly<Record<number, readonly [zh: string, en: string]>> = {
  400: ['请求格式不正确', 'Malformed request'],
  401: ['未登录', 'Not signed in'],
  403: ['没有权限', 'Not permitted'],
  404: ['不存在', 'Not found'],
  409: ['与当前状态冲突', 'Conflict'],
  413: ['内容过大', 'Too large'],
  415: ['不支持的格式', 'Unsupported media type'],
  422: ['内容未通过检查', 'Refused'],
  423: ['已锁定', 'Locked'],
  429: ['请求过于频繁', 'Too many requests'],
  500: ['系统错误', 'Server error'],
  503: ['暂不可用', 'Unavailable'],
};

function titleOf(status: number, language: string): string {
  const pair = titles[status] ?? titles[500];
  return pair ? pair[language.startsWith('en') ? 1 : 0] : '';
}
