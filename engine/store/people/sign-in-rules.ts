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

/** Present value of a setting; undefined when the release has no such setting. */
export type SettingValue = (release: Release, name: string) => unknown;

export function signInRules(release: Release, settingValue: SettingValue): SignInRules {
  const number = (name: string, fallback: number) => Number(settingValue(release, name) ?? fallback);
  return {
    attempts: number('sign-in-attempts', 5),
    lockMinutes: number('sign-in-lock-minutes', 15),
    idleMinutes: number('session-idle-minutes', 120),
    minimumLength: number('password-minimum-length', 10),
    zone: zoneOf(release, settingValue),
  };
}

export function zoneOf(release: Release, settingValue: SettingValue): string {
  return String(settingValue(release, 'time-zone') ?? 'Asia/Shanghai');
}
