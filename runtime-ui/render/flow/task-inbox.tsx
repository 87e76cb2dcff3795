import { Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { TaskTab } from '../../../engine/contract/wire.ts';
import { ErrorNotice, Icon, Notice, SkeletonLines, useDebounced, useKeys, useLate, useWords } from '../../kit/index.ts';
import { taskTabs, useTaskCounts, useTasks } from './task-data.ts';
import { TaskLine } from './task-line.tsx';

/** The person's tasks: to do, done, started by her, copied to her, free to claim. */
export function TaskInbox() {
  const words = useWords();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const wanted = parameters.get('tab') as TaskTab | null;
  const tab = wanted !== null && taskTabs.includes(wanted) ? wanted : 'todo';
  const [typed, setTyped] = useState(parameters.get('q') ?? '');
  const search = useDebounced(typed, 250);
  useEffect(() => {
    if (search !== (parameters.get('q') ?? ''))
      setParameters(
        (before) => {
          if (search === '') before.delete('q');
          else before.set('q', search);
          return before;
        },
        { replace: true },
      );
  }, [search]);
  const counts = useTaskCounts();
  const tasks = useTasks(tab, search);
  const late = useLate(tasks.isPending);
  const input = useRef<InputRef>(null);
  const rows = tasks.data?.pages.flatMap((page) => page.rows) ?? [];
  const [active, setActive] = useState(-1);
  const task = rows[active];
  useKeys({
    '/': () => input.current?.focus(),
    j: () => setActive(Math.min(rows.length - 1, active + 1)),
    k: () => setActive(Math.max(0, active - 1)),
    Enter:
      task === undefined
        ? undefined
        : () => void navigate(tab === 'todo' || tab === 'pool' || tab === 'copied' ? `/tasks/${task.id}` : `/record/${task.entity}/${task.recordId}`),
  });
  const countOf = (key: TaskTab) =>
    key === 'todo' ? counts.data?.todo : key === 'copied' ? counts.data?.copied : key === 'pool' ? counts.data?.pool : undefined;
  return (
    <div className="list-screen task-inbox">
      <header className="screen-head">
        <h1>{words('task.inbox')}</h1>
      </header>
      <div className="view-tabs">
        <div role="tablist" aria-label={words('task.inbox')}>
          {taskTabs
            .filter((key) => key !== 'pool' || (counts.data?.pool ?? 0) > 0 || tab === 'pool')
            .map((key) => (
              <span key={key} className="view-tab" data-current={key === tab || undefined}>
                <button
                  type="button"
                  role="tab"
                  aria-selected={key === tab}
                  onClick={() => {
                    setActive(-1);
                    setParameters({ tab: key });
                  }}
                >
                  {words(`task.${key}`)}
                  {(countOf(key) ?? 0) > 0 ? <span className="count tabular">{countOf(key)}</span> : null}
                </button>
              </span>
            ))}
        </div>
      </div>
      <div className="list-bar" role="search">
        <Input
          ref={input}
          className="list-search"
          prefix={<Icon name="search" size={15} />}
          placeholder={words('task.search')}
          aria-label={words('task.search')}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className="list-body">
        {tasks.error !== null ? (
          <ErrorNotice error={tasks.error} onRetry={() => void tasks.refetch()} />
        ) : tasks.data === undefined ? (
          late ? (
            <SkeletonLines lines={8} height={56} label={words('app.loading')} />
          ) : null
        ) : rows.length === 0 ? (
          tab === 'todo' && search === '' ? (
            <Notice icon="check" title={words('task.empty')} help={words('task.emptyHelp')} />
          ) : (
            <Notice icon="empty" title={words('task.emptyOther')} />
          )
        ) : (
          <ul className="task-lines">
            {rows.map((row, index) => (
              <TaskLine key={`${row.id}${row.instanceId}`} task={row} tab={tab} isActive={index === active} />
            ))}
          </ul>
        )}
        {tasks.hasNextPage ? (
          <div className="load-more">
            <Button loading={tasks.isFetchingNextPage} onClick={() => void tasks.fetchNextPage()}>
              {words('common.more')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
