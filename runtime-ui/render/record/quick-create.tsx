import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import type { Reference } from '../../../engine/contract/wire.ts';
import { type QuickCreate, QuickCreateContext } from '../../kit/index.ts';

export interface QuickCreateRequest {
  readonly entity: string;
  onCreated(row: Reference): void;
}

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
