import { Button, Modal } from 'antd';
import type { FieldDescriptor, FormDescriptor } from '../../../engine/contract/screens.ts';
import { Cell, StateTag, useWords } from '../../kit/index.ts';
import { sameValue } from '../form/wire-values.ts';

type Values = Readonly<Record<string, unknown>>;

export interface StaleChange {
  readonly field: FieldDescriptor;
  readonly theirs: unknown;
  readonly mine: unknown;
  /** Both sides have changed it since it was opened. */
  readonly isConflict: boolean;
}

/** What a person has changed, beside what is there by now. */
export function staleChanges(form: FormDescriptor, opened: Values, mine: Values, theirs: Values): StaleChange[] {
  return Object.values(form.fields)
    .filter((field) => field.formula === undefined && !sameValue(opened[field.key], mine[field.key]))
    .map((field) => ({ field, theirs: theirs[field.key], mine: mine[field.key], isConflict: !sameValue(opened[field.key], theirs[field.key]) }));
}

/** Somebody else has saved in between: shows both, and lays one's own changes over the new version on request. */
export function StaleDialog(props: { readonly changes: readonly StaleChange[]; onReapply(): void; onReload(): void }) {
  const words = useWords();
  return (
    <Modal
      open
      title={words('stale.title')}
      width={680}
      closable={false}
      mask={{ closable: false }}
      footer={
        <>
          <Button onClick={props.onReload}>{words('stale.reload')}</Button>
          <Button type="primary" onClick={props.onReapply}>
            {words('stale.reapply')}
          </Button>
        </>
      }
    >
      <p>{words('stale.help')}</p>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{words('stale.field')}</th>
            <th scope="col">{words('stale.theirs')}</th>
            <th scope="col">{words('stale.mine')}</th>
          </tr>
        </thead>
        <tbody>
          {props.changes.map((change) => (
            <tr key={change.field.key}>
              <th scope="row">
                {change.field.title}
                {change.isConflict ? <StateTag title={words('stale.conflict')} color="orange" plain /> : null}
              </th>
              <td>
                <Cell column={change.field} value={change.theirs} />
              </td>
              <td>
                <strong>
                  <Cell column={change.field} value={change.mine} />
                </strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
