import { isAbsolute, join, resolve } from 'node:path';
import { CommandError, type World } from './command.ts';

/** The environment of a server, checked. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly archiveDatabaseUrl: string | null;
  /** Pack folders, lowest layer first. */
  readonly packs: readonly string[];
  readonly secret: string | null;
  readonly logLevel: string;
  readonly smtpUrl: string | null;
}

const known = ['LOOM_DATA', 'LOOM_PACKS', 'LOOM_SECRET', 'LOOM_LOG'];
const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

/** Reads the environment and refuses what it does not know: a misspelt setting must not be ignored in silence. */
export function readSettings(world: World, overrides: { readonly packs?: readonly string[]; readonly dataFolder?: string } = {}): Settings {
  const { environment } = world;
  const value = (name: string) => environment[name]?.trim() || null;
  const unknown = Object.keys(environment).filter((name) => name.startsWith('LOOM_') && !known.includes(name));
  if (unknown.length > 0)
    throw new CommandError(
      `Unknown setting ${unknown.join(', ')}. Known are ${known.join(', ')}, and PORT, HOST, DATABASE_URL, ARCHIVE_DATABASE_URL, SMTP_URL.`,
      2,
    );
  const port = Number(value('PORT') ?? '8080');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new CommandError(`PORT is "${value('PORT')}"; it must be a number from 0 to 65535.`, 2);
  const logLevel = value('LOOM_LOG') ?? 'warn';
  if (!logLevels.includes(logLevel)) throw new CommandError(`LOOM_LOG is "${logLevel}"; it must be one of ${logLevels.join(', ')}.`, 2);
  const databaseUrl = databaseAddress('DATABASE_URL', value('DATABASE_URL'));
  const secret = value('LOOM_SECRET');
  if (databaseUrl !== null && secret === null)
    throw new CommandError(
      'LOOM_SECRET is missing: with DATABASE_URL the key for encrypted fields must be given (at least 32 characters), the same for every node.',
      2,
    );
  if (secret !== null && secret.length < 32) throw new CommandError('LOOM_SECRET is too short: it must have at least 32 characters.', 2);
  const packs = overrides.packs ??
    value('LOOM_PACKS')
      ?.split(',')
      .map((pack) => pack.trim())
      .filter(Boolean) ?? ['metadata/platform', 'metadata/microloan', ...(databaseUrl === null ? ['metadata/demo'] : [])];
  return {
    port,
    host: value('HOST') ?? '127.0.0.1',
    dataFolder: resolve(world.folder, overrides.dataFolder ?? value('LOOM_DATA') ?? 'data'),
    databaseUrl,
    archiveDatabaseUrl: databaseAddress('ARCHIVE_DATABASE_URL', value('ARCHIVE_DATABASE_URL')),
    packs: packs.map((pack) => packFolder(world, pack)),
    secret,
    logLevel,
    smtpUrl: value('SMTP_URL'),
  };
}

/** A bare name is a pack of `metadata/`; anything else is a folder. */
function packFolder(world: World, pack: string): string {
  if (isAbsolute(pack)) return pack;
  return /^[a-z][a-z0-9-]*$/.test(pack) ? join(world.root, 'metadata', pack) : join(world.root, pack);
}

function databaseAddress(name: string, value: string | null): string | null {
  if (value === null) return null;
  if (!/^postgres(ql)?:\/\//.test(value)) throw new CommandError(`${name} must be an address such as postgresql://user:password@host:5432/database.`, 2);
  return value;
}
