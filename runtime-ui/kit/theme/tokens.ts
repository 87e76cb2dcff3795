/** Every colour, size and shadow of the screens. Colour means state and nothing else: surfaces and text are ink on paper,
 *  and the six state colours are the only hues. Text colours keep 4.5:1 on the surfaces they are used on. */

export type ThemeName = 'light' | 'dark';
export type Density = 'compact' | 'comfortable';

export const stateNames = ['grey', 'blue', 'gold', 'green', 'orange', 'red'] as const;
export type StateColor = (typeof stateNames)[number];

interface Palette {
  readonly paper: string;
  readonly page: string;
  readonly raised: string;
  readonly hover: string;
  readonly pressed: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly inkSecond: string;
  readonly inkThird: string;
  readonly accent: string;
  readonly accentHover: string;
  readonly accentInk: string;
  readonly accentTint: string;
  readonly focus: string;
  readonly shadow: string;
  readonly state: Readonly<Record<StateColor, { readonly ink: string; readonly tint: string; readonly dot: string }>>;
}

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  light: {
    paper: '#ffffff',
    page: '#f6f7f9',
    raised: '#ffffff',
    hover: '#f2f4f7',
    pressed: '#e9edf2',
    line: '#e6e9ee',
    lineStrong: '#cfd5de',
    ink: '#18212c',
    inkSecond: '#4d5a6a',
    inkThird: '#687587',
    accent: '#1f3a5f',
    accentHover: '#2c4f7f',
    accentInk: '#ffffff',
    accentTint: '#e9eef5',
    focus: '#3b76c4',
    shadow: '0 1px 2px rgb(16 28 45 / 5%), 0 8px 24px rgb(16 28 45 / 9%)',
    state: {
      grey: { ink: '#4d5a6a', tint: '#eef0f3', dot: '#8a95a5' },
      blue: { ink: '#1d5fae', tint: '#e8f1fb', dot: '#2f7fd8' },
      gold: { ink: '#7f5a06', tint: '#fbf3d9', dot: '#d29b12' },
      green: { ink: '#1c6b45', tint: '#e5f4ec', dot: '#2c9c66' },
      orange: { ink: '#98470f', tint: '#fdeee2', dot: '#e2762c' },
      red: { ink: '#b3261e', tint: '#fcebe9', dot: '#d93a30' },
    },
  },
  dark: {
    paper: '#14181e',
    page: '#0f1318',
    raised: '#1b2027',
    hover: '#1e242c',
    pressed: '#272e38',
    line: '#262d36',
    lineStrong: '#3b4552',
    ink: '#e7ebf0',
    inkSecond: '#b2bcc9',
    inkThird: '#8d99a8',
    accent: '#a9c4ea',
    accentHover: '#c1d6f2',
    accentInk: '#0f1a28',
    accentTint: '#222d3b',
    focus: '#6ea3ea',
    shadow: '0 1px 2px rgb(0 0 0 / 40%), 0 10px 28px rgb(0 0 0 / 45%)',
    state: {
      grey: { ink: '#b2bcc9', tint: '#262d36', dot: '#7d8998' },
      blue: { ink: '#8fbef5', tint: '#16293f', dot: '#4f94e6' },
      gold: { ink: '#e3bd5c', tint: '#332a10', dot: '#d29b12' },
      green: { ink: '#7fd0a5', tint: '#13301f', dot: '#37a871' },
      orange: { ink: '#f0a875', tint: '#38230f', dot: '#e2762c' },
      red: { ink: '#f49a93', tint: '#3b1a18', dot: '#e0554c' },
    },
  },
};

export const fontFamily = "'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif";

const rowHeight: Readonly<Record<Density, number>> = { compact: 32, comfortable: 40 };

/** Writes the palette as custom properties on the root element, where the kit's own style sheets read them. */
export function applyTokens(theme: ThemeName, density: Density): void {
  const palette = palettes[theme];
  const root = document.documentElement;
  root.dataset['theme'] = theme;
  root.dataset['density'] = density;
  root.style.colorScheme = theme;
  const { state, ...plain } = palette;
  for (const [name, value] of Object.entries(plain)) root.style.setProperty(`--${kebab(name)}`, value);
  for (const name of stateNames) {
    root.style.setProperty(`--state-${name}-ink`, state[name].ink);
    root.style.setProperty(`--state-${name}-tint`, state[name].tint);
    root.style.setProperty(`--state-${name}-dot`, state[name].dot);
  }
  root.style.setProperty('--row', `${rowHeight[density]}px`);
  root.style.setProperty('--control', density === 'compact' ? '32px' : '36px');
  root.style.setProperty('--text', density === 'compact' ? '13px' : '14px');
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
