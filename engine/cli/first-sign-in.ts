import { join } from 'node:path';
import type { Engine } from './open-engine.ts';
import type { World } from './command.ts';
import type { Settings } from './settings.ts';
import { writeSecretFile } from './write-secret-file.ts';

const fileName = 'first-passwords.txt';

/** How to sign in, in lines to print. With a demo every person who has no password yet gets a random one, in a file that
 *  only the owner reads; without one, and nobody who could sign in, a one-time link makes the first administrator. */
export async function firstSignIn(
  world: World,
  settings: Settings,
  engine: Engine,
  place: { readonly url: string; readonly hasDemo: boolean },
): Promise<readonly string[]> {
  const { accounts } = engine;
  const file = join(settings.dataFolder, fileName);
  if (place.hasDemo) {
    const people = await accounts.withoutPassword();
    if (people.length === 0) return [`Sign in with a name and password of ${file}.`];
    const lines: string[] = [];
    for (const person of people) {
      const password = randomPassword(world);
      await accounts.setPassword(person.id, password, { mustChange: false });
      lines.push(`${person.username}\t${password}\t${person.name}\t${person.roles.join(', ')}`);
    }
    await writeSecretFile(file, `# name, password, person, roles. Made on the first start; only you can read this file.\n${lines.join('\n')}\n`);
    return [`Sign in with a name and password of ${file} (${people.length} people, for example ${people[0]?.username}).`];
  }
  if (await accounts.canAnybodySignIn()) return [];
  const code = await accounts.createSetUpCode();
  return ['Nobody can sign in yet. Open this link once, within a day, to create the first administrator:', `  ${place.url}/setup#${code}`];
}

/** 16 characters that are not mistaken for each other: 80 bits. */
function randomPassword(world: World): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  let text = '';
  while (text.length < 16) for (const byte of world.randomBytes(32)) if (byte < 248 && text.length < 16) text += letters[byte % 31];
  return text.replace(/(.{4})(?=.)/g, '$1-');
}
