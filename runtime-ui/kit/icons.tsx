import type { CSSProperties } from 'react';

/** Line icons on a 24 grid, stroke 1.6: one weight everywhere. Documents name them; an unknown name draws the dot. */
const paths: Readonly<Record<string, string>> = {
  dot: 'M12 12h.01M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
  home: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-6h4v6',
  tasks: 'M9 6h11M9 12h11M9 18h11M4 6l1 1 1.5-2M4 12l1 1 1.5-2M4 18l1 1 1.5-2',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM20 20l-4.1-4.1',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5l4.5 4.5L19 7',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  up: 'M5 15l7-7 7 7',
  down: 'M5 9l7 7 7-7',
  arrowUp: 'M12 19V5M6 11l6-6 6 6',
  arrowDown: 'M12 5v14M6 13l6 6 6-6',
  filter: 'M4 6h16M7 12h10M10 18h4',
  columns: 'M4 5h16v14H4zM10 5v14M15 5v14',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  upload: 'M12 20V9M7 13.5l5-5 5 5M5 4h14',
  edit: 'M4 20h4L19 9l-4-4L4 16v4ZM13.5 6.5l4 4',
  trash: 'M4 7h16M9 7V4.5h6V7M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  folder: 'M3 6h6l2 2h10v11H3z',
  paperclip: 'M20 11.5 12 19.4a5 5 0 0 1-7-7.1L13.3 4a3.4 3.4 0 0 1 4.8 4.8L10 16.9a1.8 1.8 0 0 1-2.5-2.5L15 7',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3.5V7M16 3.5V7',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.5l3 2',
  user: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.700 1.900 7.500 5.500',
  users:
    'M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7ZM2.500 19.500c.600-3.200 3.200-4.800 6.500-4.800s5.900 1.600 6.500 4.800M15.500 5.300a3.500 3.500 0 0 1 0 6.500M17.500 15c2.200.600 3.600 2.100 4 4.500',
  building: 'M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3',
  shield: 'M12 3.500 5 6v5.500c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6z',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  key: 'M14.500 4a5.500 5.500 0 1 0 1 9.800L17 15h2v2h2v-3.500l-4.700-4.700A5.500 5.500 0 0 0 14.500 4ZM13 8.500h.01',
  setting:
    'M12 8.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7ZM12 3v2.500M12 18.500V21M3 12h2.500M18.500 12H21M5.600 5.600l1.800 1.800M16.600 16.600l1.800 1.800M18.400 5.600l-1.800 1.800M7.400 16.600l-1.800 1.800',
  tool: 'M14.500 6.500a4 4 0 0 1 5-2.200l-2.700 2.700.200 2 2 .200 2.700-2.700a4 4 0 0 1-5.200 5L8 20l-4-4 8.500-8.500a4 4 0 0 1 2-1Z',
  money: 'M3 6.500h18v11H3zM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5ZM6 9.500v5M18 9.500v5',
  wallet: 'M4 7h15v12H4zM4 7l11-3.500V7M15.500 13h.01',
  bank: 'M4 9.500 12 4l8 5.500M5 9.500h14M6.500 10v7M10.200 10v7M13.800 10v7M17.500 10v7M4 20h16',
  chart: 'M4 4v16h16M8 16v-4M12 16V8M16 16v-6',
  book: 'M5 4h10a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h10',
  box: 'M4 7.500 12 3l8 4.500v9L12 21l-8-4.500zM4 7.500l8 4.500 8-4.500M12 12v9',
  archive: 'M3 5h18v4H3zM5 9v11h14V9M10 13h4',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500h4',
  phone: 'M8 3h8v18H8zM11 18h2',
  scale: 'M12 4v16M7 20h10M5 7h14M5 7l-2.500 6h5zM19 7l-2.500 6h5z',
  percent: 'M6 18 18 6M7.500 6a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3ZM16.500 15a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3Z',
  flow: 'M5 4h6v5H5zM13 15h6v5h-6zM8 9v3.500h8V15',
  layers: 'M12 4 3.500 8.500 12 13l8.500-4.500zM3.500 13 12 17.500l8.500-4.500',
  tag: 'M4 4h7l9 9-7 7-9-9zM8 8h.01',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400',
  moon: 'M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10Z',
  globe: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM4 12h16M12 4c2.500 2.300 3.500 5 3.500 8s-1 5.700-3.500 8c-2.500-2.300-3.500-5-3.500-8s1-5.700 3.500-8Z',
  keyboard: 'M3 6.500h18v11H3zM6.500 10h.01M10 10h.01M14 10h.01M17.500 10h.01M8 14h8',
  signOut: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  menu: 'M4 7h16M4 12h16M4 17h16',
  sidebar: 'M4 5h16v14H4zM9.500 5v14',
  pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12ZM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5Z',
  eyeOff:
    'M4 4l16 16M9.900 5.800A9 9 0 0 1 12 5.500c6 0 9.500 6.500 9.500 6.500a16 16 0 0 1-2.800 3.500M6.200 7.500A15 15 0 0 0 2.500 12S6 18.500 12 18.500a9 9 0 0 0 4-.9M10.200 10.200a2.500 2.500 0 0 0 3.600 3.600',
  refresh: 'M20 11a8 8 0 0 0-14.500-3.500M4 4v4h4M4 13a8 8 0 0 0 14.500 3.500M20 20v-4h-4',
  warning: 'M12 4 2.500 20h19zM12 10v4.500M12 17.300h.01',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 11v5M12 8h.01',
  empty: 'M4 13l2.500-8h11L20 13v6H4zM4 13h5l1 2.500h4L15 13h5',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  drag: 'M9 6h.01M9 12h.01M9 18h.01M15 6h.01M15 12h.01M15 18h.01',
  history: 'M4 5v4h4M4.500 9A8 8 0 1 1 4 13M12 8v4.500l3 2',
  star: 'M12 4l2.400 5 5.600.700-4.100 3.800 1.100 5.500-5-2.700L7 19l1.100-5.500L4 9.700 9.600 9z',
};

const aliases: Readonly<Record<string, string>> = {
  inbox: 'tasks',
  task: 'tasks',
  todo: 'tasks',
  customer: 'users',
  people: 'users',
  team: 'users',
  person: 'user',
  staff: 'user',
  settings: 'setting',
  gear: 'setting',
  administration: 'shield',
  organisation: 'building',
  org: 'building',
  coins: 'money',
  cash: 'wallet',
  ledger: 'book',
  account: 'bank',
  report: 'chart',
  product: 'box',
  contract: 'file',
  document: 'file',
  risk: 'shield',
  approval: 'flow',
  list: 'menu',
  wrench: 'tool',
  audit: 'history',
  collateral: 'lock',
  calculator: 'percent',
  collection: 'bell',
};

export function Icon(props: {
  readonly name: string;
  readonly size?: number;
  readonly label?: string;
  readonly style?: CSSProperties;
  readonly className?: string;
}) {
  const path = paths[props.name] ?? paths[aliases[props.name] ?? ''] ?? paths['dot'];
  const size = props.size ?? 16;
  return (
    <svg
      className={props.className === undefined ? 'icon' : `icon ${props.className}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={props.name === 'more' || props.name === 'drag' ? 2.6 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={props.label === undefined ? 'presentation' : 'img'}
      aria-hidden={props.label === undefined}
      aria-label={props.label}
      style={props.style}
    >
      <path d={path} />
    </svg>
  );
}
