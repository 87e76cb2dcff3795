import { Link } from 'react-router';
import { ErrorNotice, Icon, Notice, SkeletonLines, useWords } from '../../kit/index.ts';
import { TaskLine } from '../flow/task-line.tsx';
import { useTasks } from '../flow/task-data.ts';

/** What waits for the person, soonest due first. */
export function TasksBlock() {
  const words = useWords();
  const tasks = useTasks('todo', '');
  if (tasks.error !== null) return <ErrorNotice error={tasks.error} compact onRetry={() => void tasks.refetch()} />;
  if (tasks.data === undefined) return <SkeletonLines lines={4} height={52} label={words('app.loading')} />;
  const rows = tasks.data.pages.flatMap((page) => page.rows).slice(0, 6);
  if (rows.length === 0) return <Notice icon="check" compact title={words('home.noTasks')} />;
  return (
    <>
      <ul className="task-lines">
        {rows.map((task) => (
          <TaskLine key={task.id} task={task} tab="todo" />
        ))}
      </ul>
      <Link className="block-more" to="/tasks">
        {words('home.allTasks')} <Icon name="right" size={13} />
      </Link>
    </>
  );
}
