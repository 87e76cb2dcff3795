import { action } from './action.ts';
import { dict } from './dict.ts';
import { entity } from './entity.ts';
import { flow } from './flow.ts';
import { form } from './form.ts';
import { i18n } from './i18n.ts';
import { importKind } from './import.ts';
import { job } from './job.ts';
import type { Kind } from './kind.ts';
import { list } from './list.ts';
import { menu } from './menu.ts';
import { pack } from './pack.ts';
import { page } from './page.ts';
import { policy } from './policy.ts';
import { role } from './role.ts';
import { seed } from './seed.ts';
import { setting } from './setting.ts';
import { test } from './test.ts';
import { trait } from './trait.ts';
import { type } from './type.ts';

/** The engine's kinds, in the order in which they are compiled: a kind may ask for models of those before it. */
export const kinds: readonly Kind[] = [
  pack,
  i18n,
  type,
  trait,
  dict,
  entity,
  setting,
  role,
  action,
  flow,
  form,
  list,
  page,
  menu,
  policy,
  importKind,
  job,
  seed,
  test,
];
