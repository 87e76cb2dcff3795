import { Modal } from 'antd';
import type { SessionBody } from '../../engine/contract/wire.ts';
import { api, useWords } from '../kit/index.ts';
import { SignInForm } from './sign-in-form.tsx';

/** The session has ended while something was being done: sign in over it, and what was typed is still there. */
export function SignInAgain(props: { readonly username: string; onSignedIn(session: SessionBody): Promise<void> }) {
  const words = useWords();
  return (
    <Modal open title={words('signIn.again')} footer={null} closable={false} width={400} keyboard={false} mask={{ closable: false }}>
      <p className="quiet">{words('signIn.againHelp')}</p>
      <SignInForm username={props.username} onSignedIn={async () => props.onSignedIn(await api.get<SessionBody>('/api/session', { anonymous: true }))} />
      <button type="button" className="text-button" onClick={() => globalThis.location.assign('/')}>
        {words('signIn.other')}
      </button>
    </Modal>
  );
}
