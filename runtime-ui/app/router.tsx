import { createBrowserRouter, Navigate, useParams, useRouteError, useSearchParams } from 'react-router';
import { ErrorNotice, SkeletonLines, useSession, useWords } from '../kit/index.ts';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

/** Every address of the application; each screen is a chunk of its own. */
export function makeRouter() {
  return createBrowserRouter([
    {
      path: '/',
      element: <Shell />,
      errorElement: <Fault />,
      hydrateFallbackElement: <Waiting />,
      children: [
        {
          errorElement: <Fault />,
          children: [
            { index: true, element: <Landing /> },
            {
              path: 'list/:name',
              lazy: () =>
                import('../render/list/list-screen.tsx').then(({ ListScreen }) => ({
                  Component: () => <ListScreen key={useParams()['name']} name={useParams()['name'] ?? ''} />,
                })),
            },
            {
              path: 'page/:name',
              lazy: () => import('./free-page.tsx').then(({ FreePage }) => ({ Component: () => <FreePage name={useParams()['name'] ?? ''} /> })),
            },
            {
              path: 'record/:entity/:id',
              lazy: () =>
                import('../render/record/record-view.tsx').then(({ RecordView }) => ({
                  Component: () => {
                    const { entity = '', id = '' } = useParams();
                    return <RecordView key={`${entity}/${id}`} entity={entity} id={id} page={null} />;
                  },
                })),
            },
            {
              path: 'record/:entity/:id/edit',
              lazy: () =>
                import('../render/record/edit-screen.tsx').then(({ EditScreen }) => ({
                  Component: () => {
                    const { entity = '', id = '' } = useParams();
                    return <EditScreen key={`${entity}/${id}`} entity={entity} id={id} />;
                  },
                })),
            },
            {
              path: 'new/:entity',
              lazy: () =>
                import('../render/record/create-screen.tsx').then(({ CreateScreen }) => ({
                  Component: () => {
                    const { entity = '' } = useParams();
                    const form = useSearchParams()[0].get('form');
                    return <CreateScreen key={`${entity}/${form}`} entity={entity} form={form} />;
                  },
                })),
            },
            { path: 'tasks', lazy: () => import('../render/flow/task-inbox.tsx').then(({ TaskInbox }) => ({ Component: TaskInbox })) },
            {
              path: 'tasks/:id',
              lazy: () =>
                import('../render/flow/task-screen.tsx').then(({ TaskScreen }) => ({
                  Component: () => <TaskScreen key={useParams()['id']} id={useParams()['id'] ?? ''} />,
                })),
            },
            {
              path: 'import/:name',
              lazy: () => import('./import-screen.tsx').then(({ ImportScreen }) => ({ Component: () => <ImportScreen name={useParams()['name'] ?? ''} /> })),
            },
            {
              path: 'panel/:name',
              lazy: () => import('./panel-screen.tsx').then(({ PanelScreen }) => ({ Component: () => <PanelScreen name={useParams()['name'] ?? ''} /> })),
            },
            {
              path: 'batch',
              lazy: () => import('../render/batch/batch-screen.tsx').then(({ BatchScreen }) => ({ Component: () => <BatchScreen id={null} /> })),
            },
            {
              path: 'batch/:id',
              lazy: () =>
                import('../render/batch/batch-screen.tsx').then(({ BatchScreen }) => ({ Component: () => <BatchScreen id={useParams()['id'] ?? null} /> })),
            },
            { path: 'settings', lazy: () => import('./settings-screen.tsx').then(({ SettingsScreen }) => ({ Component: SettingsScreen })) },
            { path: 'me', lazy: () => import('./account-screen.tsx').then(({ AccountScreen }) => ({ Component: AccountScreen })) },
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ]);
}

/** The page where the person's work begins. */
function Landing() {
  const { landing } = useSession();
  return <Navigate to={landing === '' || landing === '/' ? '/page/home' : landing} replace />;
}

function Waiting() {
  const words = useWords();
  return <SkeletonLines lines={8} label={words('app.loading')} />;
}

function Fault() {
  const error = useRouteError();
  return <ErrorNotice error={error} onRetry={() => globalThis.location.reload()} />;
}
