import { join } from 'node:path';
import type { World } from './command.ts';
import type { Settings } from './settings.ts';
import { readOrWriteSecretFile } from './write-secret-file.ts';

/** The key of encrypted fields: given, or on the embedded database made once and kept in the data folder. */
export async function readSecret(world: World, settings: Settings): Promise<string> {
  return settings.secret ?? readOrWriteSecretFile(join(settings.dataFolder, 'secret'), () => Buffer.from(world.randomBytes(32)).toString('base64url'));
}
