import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a file that only its owner reads; an existing file keeps its content and gets the right mode. */
export async function readOrWriteSecretFile(file: string, make: () => string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) {
    await chmod(file, 0o600);
    return known.trim();
  }
  const text = make();
  await writeSecretFile(file, `${text}\n`);
  return text;
}

export async function writeSecretFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
}
