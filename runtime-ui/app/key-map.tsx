import { Modal } from 'antd';
import { useWords } from '../kit/index.ts';

/** All keys in one place. */
export function KeyMap(props: { readonly open: boolean; onClose(): void }) {
  const words = useWords();
  const keys = [
    ['/', words('keys.search')],
    ['Ctrl K', words('app.searchShort')],
    ['n', words('keys.new')],
    ['e', words('keys.edit')],
    ['j  k', words('keys.rows')],
    ['x', words('keys.select')],
    ['o', words('keys.open')],
    ['Enter', words('keys.full')],
    ['Ctrl Enter', words('keys.submit')],
    ['Esc', words('keys.back')],
    ['g h', words('keys.home')],
    ['g t', words('keys.tasks')],
    ['?', words('keys.help')],
  ] as const;
  return (
    <Modal open={props.open} title={words('keys.title')} footer={null} width={520} onCancel={props.onClose}>
      <dl className="key-map">
        {keys.map(([key, title]) => (
          <div key={key}>
            <dt>
              {key
                .split(' ')
                .filter((part) => part !== '')
                .map((part) => (
                  <kbd key={part}>{part}</kbd>
                ))}
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
