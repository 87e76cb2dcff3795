import type { Engine } from './open-engine.ts';
import { readArguments } from './arguments.ts';
import { type Command, CommandError, type World } from './command.ts';
import { withEngine } from './open-engine-for-command.ts';

export const userCommand: Command = {
  name: 'user',
  summary: 'people who sign in: add, password, token, list',
  usage: [
    'loom user add <username> --name <name> [--unit <code>] [--role <role> …]   asks for a first password, to be changed at sign-in',
    'loom user password <username>                                            sets a new one, to be changed at sign-in',
    'loom user token <username> [--name <purpose>]                            prints an API token, once',
    'loom user list',
    '',
    'Works beside a running server. Without a terminal the password is the first line of standard input.',
  ],
  async run(world, args) {
    const [verb = 'list', ...rest] = args;
    const { positionals, text, list } = readArguments(rest, { texts: ['name', 'unit'], lists: ['role'] });
    const username = positionals[0];
    if (verb !== 'list' && username === undefined) throw new CommandError(`loom user ${verb} needs a user name.`, 2);
    return withEngine(world, { publish: false }, async (engine) => {
      if (verb === 'list') return printPeople(world, engine);
      if (verb === 'add')
        return add(world, engine, { username: username ?? '', name: text('name') ?? username ?? '', unit: text('unit') ?? null, roles: list('role') });
      if (verb === 'password') return setPassword(world, engine, username ?? '');
      if (verb === 'token') return makeToken(world, engine, username ?? '', text('name') ?? 'command line');
      throw new CommandError(`There is no "loom user ${verb}". There are add, password, token, list.`, 2);
    });
  },
};

async function printPeople(world: World, { accounts }: Engine): Promise<number> {
  const people = await accounts.list();
  for (const person of people)
    world.print(
      [
        person.username.padEnd(20),
        person.name.padEnd(12),
        person.roles.join(', '),
        ...(person.active ? [] : ['(not active)']),
        ...(person.hasPassword ? [] : ['(no password)']),
      ].join('  '),
    );
  if (people.length === 0) world.print('There are no people yet.');
  return 0;
}

async function add(
  world: World,
  { accounts }: Engine,
  person: { username: string; name: string; unit: string | null; roles: readonly string[] },
): Promise<number> {
  const password = await askPassword(world);
  const id = await accounts.add(person);
  await accounts.setPassword(id, password, { mustChange: true });
  world.print(`${person.username} can sign in and must then choose a password of her own.`);
  return 0;
}

async function setPassword(world: World, engine: Engine, username: string): Promise<number> {
  const person = await find(engine, username);
  await engine.accounts.setPassword(person.id, await askPassword(world), { mustChange: true });
  world.print(`${username} has a new password, her sessions have ended, and she must choose one of her own.`);
  return 0;
}

async function makeToken(world: World, engine: Engine, username: string, name: string): Promise<number> {
  const person = await find(engine, username);
  world.print(await engine.accounts.createToken(person.id, name));
  return 0;
}

async function find({ accounts }: Engine, username: string) {
  const person = (await accounts.list()).find((one) => one.username === username);
  if (!person) throw new CommandError(`There is no person "${username}". \`loom user list\` shows who there is.`);
  return person;
}

async function askPassword(world: World): Promise<string> {
  const password = await world.askSecret('First password: ');
  if (!password) throw new CommandError('No password was given.');
  return password;
}
