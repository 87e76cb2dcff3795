import { Button } from 'antd';
import { useWords } from '../../kit/index.ts';

/** Says that what is shown was typed earlier and never saved. */
export function DraftBar(props: { onDiscard(): void }) {
  const words = useWords();
  return (
    <div className="draft-bar" role="status">
      {words('form.draft')}
      <Button type="link" size="small" onClick={props.onDiscard}>
        {words('form.discard')}
      </Button>
    </div>
  );
}
