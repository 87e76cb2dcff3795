import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { api, Icon, OfflineError, ProblemError, useWords } from '../kit/index.ts';

/** User name and password. One answer for all causes of failure; a locked account says until when. */
export function SignInForm(props: { readonly username?: string; onSignedIn(): Promise<void> | void }) {
  const words = useWords();
  const [username, setUsername] = useState(props.username ?? '');
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const passwordInput = useRef<InputRef>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await api.post('/api/session', { username: username.trim(), password }, { anonymous: true });
      await props.onSignedIn();
    } catch (error) {
      setProblem(error instanceof ProblemError ? error.message : error instanceof OfflineError ? words('error.offline') : words('error.title'));
      setPassword('');
      passwordInput.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  const watchCaps = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <form className="sign-in-form" onSubmit={(event) => void submit(event)} aria-describedby={problem === null ? undefined : 'sign-in-problem'}>
      <div className="field">
        <label className="field-label" htmlFor="username">
          {words('signIn.username')}
        </label>
        <Input
          id="username"
          size="large"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={props.username === undefined}
          readOnly={props.username !== undefined}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
          required
        />
      </div>
      <div className="field">
        <label className="field-label" htmlFor="password">
          {words('signIn.password')}
        </label>
        <Input
          ref={passwordInput}
          id="password"
          size="large"
          type={isShown ? 'text' : 'password'}
          autoComplete="current-password"
          autoFocus={props.username !== undefined}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          onKeyUp={watchCaps}
          required
          suffix={
            <button
              type="button"
              className="bare-button"
              aria-label={words(isShown ? 'signIn.hide' : 'signIn.show')}
              aria-pressed={isShown}
              onClick={() => setShown(!isShown)}
            >
              <Icon name={isShown ? 'eyeOff' : 'eye'} />
            </button>
          }
        />
        {capsLock ? <div className="field-help">{words('signIn.capsLock')}</div> : null}
      </div>
      <div id="sign-in-problem" className="sign-in-problem" role="alert">
        {problem === null ? null : (
          <>
            <Icon name="warning" size={15} /> {problem}
          </>
        )}
      </div>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {words('signIn.submit')}
      </Button>
    </form>
  );
}
