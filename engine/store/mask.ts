/** How a clear value becomes the text that people without the right see. Values too short for their pattern become stars,
 *  four at least: what is kept must never be all there is. */
export function maskValue(pattern: string, value: string): string {
  const characters = [...value];
  const made = masks[pattern]?.(characters);
  return made ?? '*'.repeat(Math.max(4, pattern === 'all' ? 4 : characters.length));
}

type Mask = (characters: readonly string[]) => string | undefined;

const keep =
  (head: number, tail: number): Mask =>
  (characters) => {
    const hidden = characters.length - head - tail;
    if (hidden < Math.max(1, head + tail > 4 ? 4 : 1)) return undefined;
    return characters.slice(0, head).join('') + '*'.repeat(hidden) + (tail === 0 ? '' : characters.slice(-tail).join(''));
  };

const compoundSurnames = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '司徒',
  '令狐',
  '夏侯',
  '轩辕',
  '端木',
  '百里',
  '南宫',
  '西门',
  '长孙',
  '宇文',
  '独孤',
]);

const masks: Readonly<Record<string, Mask>> = {
  tail: keep(0, 4),
  phone: keep(3, 4),
  identity: keep(6, 2),
  passport: keep(1, 2),
  card: (characters) => (characters.length < 8 ? undefined : `**** **** **** ${characters.slice(-4).join('')}`),
  name(characters) {
    if (characters.length < 2) return undefined;
    const surname = characters.length > 2 && compoundSurnames.has(characters.slice(0, 2).join('')) ? 2 : 1;
    return characters.slice(0, surname).join('') + '*'.repeat(characters.length - surname);
  },
  email(characters) {
    const at = characters.indexOf('@');
    return at < 1 ? undefined : `${characters[0]}***${characters.slice(at).join('')}`;
  },
  all: () => undefined,
};
