import { useState } from 'react';
import { FieldWidget, maskedText, useLanguage, type Widget } from '../../../runtime-ui/kit/index.ts';
import { problems } from '../problems.ts';

/** The kit's own input with the official check under it: wrong characters are named before anything is sent. */
export function checkedWidget(check: (value: string) => string | undefined): Widget {
  return function CheckedWidget(props) {
    const language = useLanguage();
    const [isLeft, setLeft] = useState(false);
    const { value, field } = props;
    const code = isLeft && typeof value === 'string' && value !== '' && maskedText(value) === null ? check(value) : undefined;
    return (
      <div role="group" onBlur={() => setLeft(true)} onFocus={() => setLeft(false)}>
        <FieldWidget {...props} field={{ ...field, widget: field.sensitive === true ? 'sensitive' : 'text' }} invalid={props.invalid || code !== undefined} />
        {code === undefined ? null : (
          <div role="alert" style={{ color: 'var(--state-red-ink)', fontSize: 12 }}>
            {problems[code as keyof typeof problems][language]}
          </div>
        )}
      </div>
    );
  };
}
