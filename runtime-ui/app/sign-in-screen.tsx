import { useQuery } from '@tanstack/react-query';
import { api, useWords } from '../kit/index.ts';
import { Mark } from './mark.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { LanguageSwitch } from './language-switch.tsx';

export function SignInScreen(props: { onSignedIn(): Promise<void> }) {
  const words = useWords();
  const product = useQuery({
    queryKey: ['welcome'],
    retry: false,
    queryFn: async ({ signal }) => (await api.get<{ productName: string }>('/api/welcome', { signal })).productName,
  });
  return (
    <main className="sign-in-page">
      <div className="sign-in-weave" aria-hidden />
      <section className="sign-in-card">
        <header>
          <Mark size={36} />
          <div>
            <h1>{words('signIn.title')}</h1>
            {product.data === undefined ? null : <p className="quiet">{product.data}</p>}
          </div>
        </header>
        <SignInForm onSignedIn={props.onSignedIn} />
        <footer className="quiet">
          <span>{words('signIn.help')}</span>
          <LanguageSwitch />
        </footer>
      </section>
    </main>
  );
}
