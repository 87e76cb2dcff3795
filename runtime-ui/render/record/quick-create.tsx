import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { type QuickCreate, QuickCreateContext } from '../../kit/index.ts';
import type { QuickCreateRequest } from './quick-create-request.ts';

const QuickCreateDrawer = lazy(() => import('./quick-create-drawer.tsx').then((module) => ({ default: module.QuickCreateDrawer })));

/** Lets any reference picker below make a new record in a drawer, without leaving the form it is part of. */
export function QuickCreateProvider(props: { readonly children: ReactNode }) {
  const [request, setRequest] = useState<QuickCreateRequest | null>(null);
  const open: QuickCreate = useCallback((entity, onCreated) => setRequest({ entity, onCreated }), []);
  return (
    <QuickCreateContext value={open}>
      {props.children}
      {request === null ? null : (
        <Suspense>
          <QuickCreateDrawer request={request} onClose={() => setRequest(null)} />
        </Suspense>
      )}
    </QuickCreateContext>
  );
}
