import { App, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { api, ProblemError, useWords } from '../kit/index.ts';
import { Mark } from './mark.tsx';

/** Sets a new password; at a first sign-in there is no way around it. */
export function PasswordScreen(props: { readonly forced?: boolean; onChanged(): Promise<void> | void }) {
  const words = useWords();
  const { message } = App.useApp();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const differs = again !== '' && next !== again;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (next !== again) return;
    setBusy(true);
    setProblem(null);
    try {
      await api.post('/api/session/password', { current, next });
      message.success(words('password.saved'));
      setCurrent('');
      setNext('');
      setAgain('');
      await props.onChanged();
    } catch (error) {
      setProblem(error instanceof ProblemError ? (error.errors[0]?.detail ?? error.message) : words('error.offline'));
    } finally {
      setBusy(false);
    }
  };
  const fields = [
    { id: 'current-password', title: words('password.current'), value: current, set: setCurrent, complete: 'current-password' },
    { id: 'new-password', title: words('password.next'), value: next, set: setNext, complete: 'new-password' },
    { id: 'new-password-again', title: words('password.again'), value: again, set: setAgain, complete: 'new-password' },
  ];
  return (
    <section className={props.forced === true ? 'sign-in-card' : 'password-card'}>
      {props.forced === true ? (
        <header>
          <Mark size={36} />
          <h1>{words('password.title')}</h1>
          <p className="quiet">{words('password.forced')}</p>
        </header>
      ) : null}
      <form className="sign-in-form" onSubmit={(event) => void submit(event)}>
        {fields.map((field) => (
          <div key={field.id} className="field">
            <label className="field-label" htmlFor={field.id}>
              {field.title}
            </label>
            <Input
              id={field.id}
              type="password"
              autoComplete={field.complete}
              value={field.value}
              onChange={(event) => field.set(event.target.value)}
              required
              {...(field.id === 'new-password-again' && differs ? { status: 'error' as const } : {})}
            />
            {field.id === 'new-password' ? <div className="field-help">{words('password.rule')}</div> : null}
            {field.id === 'new-password-again' && differs ? (
              <div className="field-error" role="alert">
                {words('password.differs')}
              </div>
            ) : null}
          </div>
        ))}
        <div className="sign-in-problem" role="alert">
          {problem}
        </div>
        <Button type="primary" htmlType="submit" loading={busy} disabled={current === '' || next === '' || next !== again} block={props.forced === true}>
          {words('password.save')}
        </Button>
      </form>
    </section>
  );
}
