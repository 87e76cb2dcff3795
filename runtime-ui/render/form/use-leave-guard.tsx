import { App } from 'antd';
import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';
import { useWords } from '../../kit/index.ts';

/** Asks before a page with unsaved entries is left, whichever way it is left. */
export function useLeaveGuard(isChanged: boolean): { allow(): void } {
  const words = useWords();
  const { modal } = App.useApp();
  const allowed = useRef(false);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isChanged && !allowed.current && currentLocation.pathname !== nextLocation.pathname);
  const asked = useRef(false);
  useEffect(() => {
    if (blocker.state !== 'blocked' || asked.current) return;
    asked.current = true;
    modal.confirm({
      title: words('form.leaveTitle'),
      content: words('form.leave'),
      okText: words('form.leaveOk'),
      cancelText: words('form.stay'),
      onOk: () => blocker.proceed?.(),
      onCancel: () => blocker.reset?.(),
      afterClose: () => {
        asked.current = false;
      },
    });
  }, [blocker, modal, words]);
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    globalThis.addEventListener('beforeunload', warn);
    return () => globalThis.removeEventListener('beforeunload', warn);
  }, [isChanged]);
  return {
    allow: () => {
      allowed.current = true;
    },
  };
}
