import type { FormDescriptor } from '../../../engine/contract/screens.ts';
import { Icon, type ProblemError, useWords } from '../../kit/index.ts';

/** What stands against the form, at its top: the server's sentence when it refused the whole, and one line a field that
 *  jumps there. */
export function ProblemList(props: {
  readonly refusal: ProblemError | null;
  readonly problems: ReadonlyMap<string, string>;
  readonly form: FormDescriptor;
  onJump(pointer: string): void;
}) {
  const words = useWords();
  if (props.problems.size === 0 && (props.refusal === null || props.refusal.errors.length > 0)) return null;
  return (
    <div className="problem-list" role="alert" tabIndex={-1}>
      <div className="problem-head">
        <Icon name="warning" />
        <strong>{props.problems.size > 0 ? words('form.errors', { count: props.problems.size }) : props.refusal?.message}</strong>
        {props.refusal === null ? null : <code>{props.refusal.code}</code>}
      </div>
      {props.problems.size === 0 ? null : (
        <ul>
          {[...props.problems].map(([pointer, message]) => (
            <li key={pointer}>
              <button type="button" onClick={() => props.onJump(pointer)}>
                <span className="problem-field">{titleAt(props.form, pointer, (row) => words('grid.row', { row }))}</span>
                {message}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function titleAt(form: FormDescriptor, pointer: string, rowTitle: (row: number) => string): string {
  const [key = '', row, column] = pointer.split('/').slice(1);
  const field = form.fields[key];
  if (field === undefined) return '';
  if (row === undefined) return field.title;
  const child = field.children?.find((item) => item.key === column);
  return [field.title, /^\d+$/.test(row) ? rowTitle(Number(row) + 1) : '', child?.title ?? ''].filter((part) => part !== '').join(' · ');
}
