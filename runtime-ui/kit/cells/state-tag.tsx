import { type StateColor, stateNames } from '../theme/tokens.ts';

/** A state in words with its colour: a dot, so that it never rests on colour alone, and a quiet tint. */
export function StateTag(props: { readonly title: string; readonly color?: string | undefined; readonly plain?: boolean }) {
  const color = toStateColor(props.color);
  return (
    <span className={props.plain === true ? 'state-tag is-plain' : 'state-tag'} data-color={color}>
      <i aria-hidden />
      {props.title}
    </span>
  );
}

/** Documents may name a colour in antd's words; everything becomes one of the six. */
export function toStateColor(name: string | undefined): StateColor {
  if (name === undefined) return 'grey';
  if ((stateNames as readonly string[]).includes(name)) return name as StateColor;
  return (
    (
      {
        gray: 'grey',
        default: 'grey',
        processing: 'blue',
        success: 'green',
        warning: 'orange',
        error: 'red',
        yellow: 'gold',
        volcano: 'orange',
        cyan: 'blue',
        geekblue: 'blue',
        purple: 'blue',
        lime: 'green',
        magenta: 'red',
      } as const
    )[name as 'gray'] ?? 'grey'
  );
}
