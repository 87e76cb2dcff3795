import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { api, ErrorNotice, formatInstant, type Language, SkeletonLines, StateTag, useAppearance, useLanguage, useSession, useWords } from '../kit/index.ts';
import { useChangeLanguage } from './language-switch.tsx';
import { PasswordScreen } from './password-screen.tsx';

interface Device {
  readonly id: string;
  readonly current?: boolean;
  readonly userAgent?: string | null;
  readonly address?: string | null;
  readonly lastSeenAt?: string | null;
  readonly createdAt?: string | null;
}

/** The person's own: who she is here, how it looks, where she is signed in, her password. */
export function AccountScreen() {
  const words = useWords();
  const session = useSession();
  const appearance = useAppearance();
  const language = useLanguage();
  const changeLanguage = useChangeLanguage();
  return (
    <div className="account-screen">
      <header className="screen-head">
        <h1>
          {session.person.name}
          <span className="quiet account-roles">
            {[session.unit?.name ?? '', ...session.roles.map((role) => role.title)].filter((part) => part !== '').join(' · ')}
          </span>
        </h1>
      </header>
      <section className="block">
        <h2 className="block-title">{words('app.theme')}</h2>
        <div className="account-choices">
          <Radio.Group
            value={appearance.theme}
            onChange={(event) => appearance.setTheme(event.target.value as 'light')}
            optionType="button"
            options={[
              { value: 'light', label: words('app.light') },
              { value: 'dark', label: words('app.dark') },
            ]}
          />
          <Radio.Group
            value={appearance.density}
            onChange={(event) => appearance.setDensity(event.target.value as 'compact')}
            optionType="button"
            options={[
              { value: 'compact', label: words('app.compact') },
              { value: 'comfortable', label: words('app.comfortable') },
            ]}
          />
          <Radio.Group
            value={language}
            onChange={(event) => void changeLanguage(event.target.value as Language)}
            optionType="button"
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
      </section>
      <section className="block">
        <h2 className="block-title">{words('app.devices')}</h2>
        <Devices />
      </section>
      <section className="block">
        <h2 className="block-title">{words('app.password')}</h2>
        <PasswordScreen onChanged={() => undefined} />
      </section>
    </div>
  );
}

function Devices() {
  const words = useWords();
  const client = useQueryClient();
  const devices = useQuery({
    queryKey: ['devices'],
    queryFn: async ({ signal }) => (await api.get<{ rows: readonly Device[] }>('/api/session/devices', { signal })).rows,
  });
  if (devices.error !== null) return <ErrorNotice error={devices.error} compact onRetry={() => void devices.refetch()} />;
  if (devices.data === undefined) return <SkeletonLines lines={2} height={40} label={words('app.loading')} />;
  return (
    <ul className="device-list">
      {devices.data.map((device) => (
        <li key={device.id}>
          <span>{browserName(device.userAgent ?? '')}</span>
          <span className="quiet tabular">
            {device.address ?? ''} · {words('devices.seen')} {formatInstant(device.lastSeenAt ?? device.createdAt)}
          </span>
          {device.current === true ? (
            <StateTag title={words('devices.this')} color="green" />
          ) : (
            <Button
              size="small"
              onClick={async () => {
                await api.delete(`/api/session/devices/${device.id}`);
                await client.invalidateQueries({ queryKey: ['devices'] });
              }}
            >
              {words('devices.end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function browserName(userAgent: string): string {
  const browser = /(Edg|Firefox|Chrome|Safari)\/(\d+)/.exec(userAgent);
  const system = /(Windows|Mac OS X|Android|iPhone|Linux)/.exec(userAgent)?.[1] ?? '';
  const name = browser === null ? userAgent.slice(0, 40) : `${browser[1] === 'Edg' ? 'Edge' : browser[1]} ${browser[2]}`;
  return system === '' ? name : `${name} · ${system}`;
}
