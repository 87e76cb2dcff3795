import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { Icon, setOffline, useConnection, useWords } from '../kit/index.ts';

/** Says that the line is down, and tries again; nothing on the page is lost. */
export function LineBar() {
  const words = useWords();
  const client = useQueryClient();
  const { offline } = useConnection();
  useEffect(() => {
    const lost = () => setOffline(true);
    globalThis.addEventListener('offline', lost);
    return () => globalThis.removeEventListener('offline', lost);
  }, []);
  useEffect(() => {
    if (!offline) return;
    const probe = async () => {
      const response = await fetch('/health', { cache: 'no-store' }).catch(() => null);
      if (response === null) return;
      setOffline(false);
      await client.refetchQueries({ type: 'active', predicate: (query) => query.state.status === 'error' || query.state.fetchFailureCount > 0 });
    };
    const timer = setInterval(() => void probe(), 3000);
    const back = () => void probe();
    globalThis.addEventListener('online', back);
    return () => {
      clearInterval(timer);
      globalThis.removeEventListener('online', back);
    };
  }, [offline, client]);
  if (!offline) return null;
  return (
    <div className="line-bar" role="alert">
      <Icon name="warning" size={15} />
      {words('line.offline')}
      <Button size="small" onClick={() => void client.refetchQueries({ type: 'active' })}>
        {words('line.retry')}
      </Button>
    </div>
  );
}
