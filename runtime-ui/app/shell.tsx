import { useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Drawer, Dropdown } from 'antd';
import { useState } from 'react';
import { Link, Outlet, useLocation, useNavigate, useNavigation } from 'react-router';
import { api, forgetTab, Icon, readLocal, useAppearance, useIsPhone, useKeys, useLanguage, useLate, useSession, useWords, writeLocal } from '../kit/index.ts';
import { useTaskCounts } from '../render/flow/task-data.ts';
import { QuickCreateProvider } from '../render/record/quick-create.tsx';
import { Crumbs } from './crumbs.tsx';
import { GlobalSearch } from './global-search.tsx';
import { JobTray } from './job-tray.tsx';
import { KeyMap } from './key-map.tsx';
import { useChangeLanguage } from './language-switch.tsx';
import { LineBar } from './line-bar.tsx';
import { Mark } from './mark.tsx';
import { SideMenu } from './side-menu.tsx';

/** The frame around every screen: menu by right, search, business date, tasks, person. */
export function Shell() {
  const words = useWords();
  const session = useSession();
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const location = useLocation();
  const [isFolded, setFolded] = useState(() => readLocal<boolean>('menu.folded') ?? false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const isComing = useLate(useNavigation().state === 'loading');
  const counts = useTaskCounts();
  const todo = counts.data?.todo ?? 0;
  const fold = () => {
    setFolded(!isFolded);
    writeLocal('menu.folded', !isFolded);
  };
  useKeys({
    '?': () => setHelpOpen(true),
    'g h': () => void navigate('/'),
    'g t': () => void navigate('/tasks'),
    'mod+k': () => setSearching(true),
    '/': () => setSearching(true),
  });
  const brand = (
    <Link to="/" className="brand" aria-label={`${session.productName} · ${words('app.home')}`}>
      <Mark size={24} />
      {isFolded && !isPhone ? null : <span>{session.productName}</span>}
    </Link>
  );
  return (
    <QuickCreateProvider>
      <a className="skip-link" href="#content">
        {words('app.skip')}
      </a>
      <div className={isFolded ? 'shell is-folded' : 'shell'}>
        {isPhone ? (
          <Drawer open={isMenuOpen} placement="left" size={280} title={brand} onClose={() => setMenuOpen(false)} classNames={{ body: 'menu-drawer' }}>
            <SideMenu isFolded={false} onChosen={() => setMenuOpen(false)} />
          </Drawer>
        ) : (
          <nav className="side" aria-label={words('app.menu')}>
            {brand}
            <SideMenu isFolded={isFolded} />
            <Button
              className="fold-button"
              type="text"
              size="small"
              icon={<Icon name="sidebar" />}
              aria-label={words(isFolded ? 'app.expand' : 'app.collapse')}
              title={words(isFolded ? 'app.expand' : 'app.collapse')}
              onClick={fold}
            />
          </nav>
        )}
        <div className="stage">
          <header className="top">
            {isPhone ? (
              <Button type="text" icon={<Icon name="menu" size={20} />} aria-label={words('app.menu')} onClick={() => setMenuOpen(true)} />
            ) : (
              <Crumbs />
            )}
            <span className="spring" />
            <button type="button" className="search-opener" onClick={() => setSearching(true)} aria-label={words('app.searchShort')}>
              <Icon name="search" size={15} />
              <span>{words('app.searchShort')}</span>
              <kbd>Ctrl K</kbd>
            </button>
            <span className="business-date" title={words('app.businessDate')}>
              <Icon name="calendar" size={14} />
              <time className="tabular" dateTime={session.businessDate}>
                {session.businessDate}
              </time>
            </span>
            <JobTray />
            <Badge count={todo} size="small" offset={[-6, 6]} className="waiting-badge">
              <Button
                type="text"
                icon={<Icon name="tasks" size={18} />}
                aria-label={`${words('app.tasks')} ${todo}`}
                title={words('app.tasks')}
                onClick={() => void navigate('/tasks')}
              />
            </Badge>
            <PersonMenu onHelp={() => setHelpOpen(true)} />
          </header>
          <LineBar />
          {isComing ? <div className="coming" role="progressbar" aria-label={words('app.loading')} /> : null}
          <main id="content" className="content" tabIndex={-1} key={location.pathname.split('/').slice(0, 3).join('/')}>
            <Outlet />
          </main>
        </div>
      </div>
      <GlobalSearch open={isSearching} onClose={() => setSearching(false)} />
      <KeyMap open={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </QuickCreateProvider>
  );
}

function PersonMenu(props: { onHelp(): void }) {
  const words = useWords();
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const appearance = useAppearance();
  const language = useLanguage();
  const changeLanguage = useChangeLanguage();
  const signOut = async () => {
    await api.delete('/api/session', { anonymous: true }).catch(() => undefined);
    forgetTab();
    client.clear();
    globalThis.location.assign('/');
  };
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <span className="who">
                <strong>{session.person.name}</strong>
                <span className="quiet">{[session.unit?.name ?? '', session.roles[0]?.title ?? ''].filter((part) => part !== '').join(' · ')}</span>
              </span>
            ),
          },
          { type: 'divider' },
          { key: 'me', label: words('app.me'), icon: <Icon name="user" size={15} /> },
          {
            key: 'theme',
            label: words(appearance.theme === 'dark' ? 'app.light' : 'app.dark'),
            icon: <Icon name={appearance.theme === 'dark' ? 'sun' : 'moon'} size={15} />,
          },
          { key: 'density', label: words(appearance.density === 'compact' ? 'app.comfortable' : 'app.compact'), icon: <Icon name="menu" size={15} /> },
          { key: 'language', label: language === 'zh' ? 'English' : '中文', icon: <Icon name="globe" size={15} /> },
          { key: 'keys', label: words('app.keys'), icon: <Icon name="keyboard" size={15} /> },
          { type: 'divider' },
          { key: 'out', label: words('app.signOut'), icon: <Icon name="signOut" size={15} /> },
        ],
        onClick: ({ key }) => {
          if (key === 'me') void navigate('/me');
          else if (key === 'theme') appearance.setTheme(appearance.theme === 'dark' ? 'light' : 'dark');
          else if (key === 'density') appearance.setDensity(appearance.density === 'compact' ? 'comfortable' : 'compact');
          else if (key === 'language') void changeLanguage(language === 'zh' ? 'en' : 'zh');
          else if (key === 'keys') props.onHelp();
          else if (key === 'out') void signOut();
        },
      }}
    >
      <button type="button" className="person-button" aria-label={`${words('app.me')} ${session.person.name}`}>
        {session.person.name.slice(-1)}
      </button>
    </Dropdown>
  );
}
