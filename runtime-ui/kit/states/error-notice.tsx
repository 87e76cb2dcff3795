import { Button } from 'antd';
import { OfflineError, ProblemError } from '../api/problem.ts';
import { useWords } from '../i18n/words.tsx';
import { Notice } from './notice.tsx';

/** Says what went wrong with a request: the server's sentence and code, or that it could not be reached. */
export function ErrorNotice(props: { readonly error: unknown; readonly onRetry?: (() => void) | undefined; readonly compact?: boolean }) {
  const words = useWords();
  const { error } = props;
  const retry = props.onRetry === undefined ? undefined : <Button onClick={props.onRetry}>{words('common.retry')}</Button>;
  const common = { compact: props.compact === true, role: 'alert' as const };
  if (error instanceof OfflineError) return <Notice {...common} icon="globe" title={words('error.offline')} help={words('error.offlineHelp')} action={retry} />;
  if (error instanceof ProblemError) {
    if (error.status === 404) return <Notice {...common} icon="search" title={error.message} help={words('record.notFoundHelp')} code={error.code} />;
    if (error.status === 403) return <Notice {...common} icon="lock" title={error.message} help={words('error.forbiddenHelp')} code={error.code} />;
    return <Notice {...common} icon="warning" title={error.message} help={words('error.help')} code={error.code} action={retry} />;
  }
  return (
    <Notice
      {...common}
      icon="warning"
      title={words('error.title')}
      help={words('error.help')}
      code={error instanceof Error ? error.name : undefined}
      action={retry}
    />
  );
}
