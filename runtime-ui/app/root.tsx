import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { RouterProvider } from 'react-router';
import type { SessionBody } from '../../engine/contract/wire.ts';
import {
  api,
  ErrorNotice,
  ProblemError,
  readLocal,
  SessionContext,
  setCsrfToken,
  signedInAgain,
  ThemeProvider,
  toLanguage,
  useConnection,
  WordsProvider,
  writeLocal,
  type Language,
} from '../kit/index.ts';
import { makeRouter } from './router.tsx';
import { PasswordScreen } from './password-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import { SignInAgain } from './sign-in-again.tsx';

/** Who is there decides what is drawn: sign-in, a forced change of password, or the application. */
export function Root() {
  const client = useQueryClient();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      try {
        return await api.get<SessionBody>('/api/session', { signal, anonymous: true });
      } catch (error) {
        if (error instanceof ProblemError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
    refetchInterval: 300_000,
  });
  const person = session.data ?? null;
  const language: Language = person === null ? (readLocal<Language>('language') ?? toLanguage(navigator.language)) : toLanguage(person.language);
  if (person !== null) setCsrfToken(person.csrfToken);
  useEffect(() => {
    writeLocal('language', language);
    document.title = person?.productName ?? document.title;
  }, [language, person?.productName]);
  const refresh = () => client.invalidateQueries({ queryKey: ['session'] });
  return (
    <WordsProvider language={language}>
      <ThemeProvider language={language}>
        {session.error !== null && person === null ? (
          <main className="whole-page">
            <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
          </main>
        ) : session.data === undefined ? null : person === null ? (
          <SignInScreen onSignedIn={refresh} />
        ) : person.mustChangePassword ? (
          <SessionContext value={person}>
            <main className="whole-page sign-in-page">
              <PasswordScreen forced onChanged={refresh} />
            </main>
          </SessionContext>
        ) : (
          <SignedIn key={person.person.id} session={person} onRefresh={refresh} />
        )}
      </ThemeProvider>
    </WordsProvider>
  );
}

function SignedIn(props: { readonly session: SessionBody; onRefresh(): Promise<void> }) {
  const router = useMemo(() => makeRouter(), []);
  const { signedOut } = useConnection();
  return (
    <SessionContext value={props.session}>
      <RouterProvider router={router} />
      {signedOut ? (
        <SignInAgain
          username={props.session.person.username}
          onSignedIn={async (next) => {
            setCsrfToken(next.csrfToken);
            if (next.person.id !== props.session.person.id) globalThis.location.assign('/');
            signedInAgain();
            await props.onRefresh();
          }}
        />
      ) : null}
    </SessionContext>
  );
}
