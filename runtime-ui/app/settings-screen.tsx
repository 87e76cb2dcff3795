import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { SettingBody } from '../../engine/contract/wire.ts';
import { api, ErrorNotice, FieldWidget, formatAgo, isStale, ProblemError, SkeletonLines, textOf, useWords } from '../kit/index.ts';

/** What administrators set without a publish, each on its own: a value, its bounds, who changed it last. */
export function SettingsScreen() {
  const words = useWords();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: async ({ signal }) => (await api.get<{ rows: readonly SettingBody[] }>('/api/settings', { signal })).rows,
  });
  return (
    <div className="settings-screen">
      <header className="screen-head">
        <h1>{words('settings.title')}</h1>
      </header>
      <p className="quiet">{words('settings.help')}</p>
      {settings.error !== null ? (
        <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />
      ) : settings.data === undefined ? (
        <SkeletonLines lines={6} height={64} label={words('app.loading')} />
      ) : (
        <div className="block setting-list">
          {settings.data.map((setting) => (
            <SettingForm key={`${setting.name} ${setting.version}`} setting={setting} />
          ))}
        </div>
      )}
    </div>
  );
}

function SettingForm(props: { readonly setting: SettingBody }) {
  const { setting } = props;
  const { field } = setting;
  const words = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [value, setValue] = useState(setting.value);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isChanged = JSON.stringify(value ?? null) !== JSON.stringify(setting.value ?? null);
  const isDefault = JSON.stringify(setting.value) === JSON.stringify(setting.default);
  const save = async (next: unknown) => {
    setBusy(true);
    setProblem(null);
    try {
      await api.put(`/api/settings/${setting.name}`, { value: next }, { version: setting.version });
      message.success(words('common.saved'));
      await Promise.all([client.invalidateQueries({ queryKey: ['settings'] }), client.invalidateQueries({ queryKey: ['session'] })]);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(isStale(error) ? words('settings.stale') : (error.errors[0]?.detail ?? error.message));
      if (isStale(error)) await client.invalidateQueries({ queryKey: ['settings'] });
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged && !busy) void save(value ?? null);
  };
  const id = `setting-${setting.name}`;
  return (
    <form className="setting" onSubmit={submit}>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {field.title}
        </label>
        <FieldWidget id={id} field={field} value={value} onChange={setValue} readOnly={false} invalid={problem !== null} describedBy={`${id}-help`} />
        <div id={`${id}-help`} className="field-help">
          {problem === null ? null : (
            <span role="alert" className="field-error">
              {problem}{' '}
            </span>
          )}
          <span className="quiet">
            {[
              field.help ?? '',
              isDefault ? '' : words('settings.default', { value: textOf(field, setting.default, words) }),
              setting.updatedAt === null
                ? ''
                : words('settings.changed', { person: setting.updatedBy?.label ?? '', when: formatAgo(setting.updatedAt, Date.now(), words) }),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
          </span>
        </div>
      </div>
      <div className="setting-buttons">
        <Button htmlType="submit" type="primary" disabled={!isChanged} loading={busy}>
          {words('common.save')}
        </Button>
        {isDefault ? null : (
          <Button disabled={busy} onClick={() => void save(null)}>
            {words('settings.back')}
          </Button>
        )}
      </div>
    </form>
  );
}
