import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '../../kernel/refusal.ts';

/** Earlier passwords that may not come back. */
export const historyLength = 5;
/** Longest password taken; a longer one would only cost time. */
const longest = 200;

/** argon2id with the library's defaults (19 MB, 2 passes), as OWASP names them. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'));
}

export async function isPassword(stored: string, password: string): Promise<boolean> {
  return password.length <= longest && verify(stored, password.normalize('NFKC')).catch(() => false);
}

let dummy: Promise<string> | undefined;

/** Takes the time of a real check, so that an unknown name cannot be told from a wrong password. */
export async function spendTime(password: string): Promise<void> {
  dummy ??= hashPassword('nobody has this one');
  await isPassword(await dummy, password);
}

/** Refuses access.password-weak: too short, the user name in it, or one of the last. */
export async function requireGoodPassword(
  password: string,
  rules: { readonly minimum: number; readonly username: string; readonly earlier: readonly string[] },
): Promise<void> {
  const weak = new Refusal('access.password-weak', { minimum: rules.minimum });
  if ([...password].length < rules.minimum || password.length > longest) throw weak;
  // A short name turns up in good passwords by chance; a long one only on purpose.
  const holdsName =
    rules.username.length >= 5 ? password.toLowerCase().includes(rules.username.toLowerCase()) : password.toLowerCase() === rules.username.toLowerCase();
  if (holdsName || new Set(password).size < 4) throw weak;
  for (const earlier of rules.earlier) if (await isPassword(earlier, password)) throw weak;
}
