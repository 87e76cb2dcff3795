import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/500.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/list.css';
import './styles/form.css';
import './styles/record.css';
import './styles/settings.css';
import './styles/batch.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { OfflineError, ProblemError, registerPluginUis } from '../kit/index.ts';
import type { PluginUi } from '../kit/index.ts';
import { Root } from './root.tsx';

const chunks = import.meta.glob<{ default: PluginUi }>('../../plugins/*/ui/index.tsx');
registerPluginUis(Object.fromEntries(Object.entries(chunks).map(([path, load]) => [path.split('/').at(-3) ?? path, load])));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      networkMode: 'always',
      // A refusal stays a refusal; only a lost line is worth another try.
      retry: (count, error) => error instanceof OfflineError && count < 20,
      retryDelay: (count) => Math.min(1000 * 2 ** count, 10_000),
    },
    mutations: { networkMode: 'always', retry: (count, error) => !(error instanceof ProblemError) && error instanceof OfflineError && count < 1 },
  },
});

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Root />
    </QueryClientProvider>
  </StrictMode>,
);
