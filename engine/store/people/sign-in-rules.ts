import type { Release } from '../../model/index.ts';

/** Settings of the platform pack that sign-in follows. */
export interface SignInRules {
  readonly attempts: number;
  readonly lockMinutes: number;
  readonly idleMinutes: number;
  readonly minimumLength: number;
  /** IANA zone of the installation. */
  readonly zone: string;
}

const kept = new WeakMap<Release, SignInRules>();

export function signInRules(release: Release): SignInRules {
  const known = kept.get(release);
  if (known) return known;
  const number = (name: string, fallback: number) => Number(release.settings.get(name)?.default ?? fallback);
  const rules = {
    attempts: number('sign-in-attempts', 5),
    lockMinutes: number('sign-in-lock-minutes', 15),
    idleMinutes: number('session-idle-minutes', 120),
    minimumLength: number('password-minimum-length', 10),
    zone: zoneOf(release),
  };
  kept.set(release, rules);
  return rules;
}

export function zoneOf(release: Release): string {
  return String(release.settings.get('time-zone')?.default ?? 'Asia/Shanghai');
}
