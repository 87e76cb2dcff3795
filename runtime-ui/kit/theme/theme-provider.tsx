import { App, ConfigProvider, theme as antdTheme } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react';
import type { Language } from '../i18n/words.tsx';
import { useIsPhone } from '../use-is-phone.ts';
import { readLocal, writeLocal } from '../local-memory.ts';
import { applyTokens, type Density, fontFamily, palettes, type ThemeName } from './tokens.ts';

interface Appearance {
  readonly theme: ThemeName;
  readonly density: Density;
  setTheme(theme: ThemeName): void;
  setDensity(density: Density): void;
}

const AppearanceContext = createContext<Appearance | null>(null);

/** Light or dark, compact or comfortable: chosen per person, kept on the device so that the first paint is right. */
export function ThemeProvider(props: { readonly language: Language; readonly children: ReactNode }) {
  const [theme, setTheme] = useState<ThemeName>(() => readLocal<ThemeName>('theme') ?? preferredTheme());
  const [density, setDensity] = useState<Density>(() => readLocal<Density>('density') ?? 'compact');
  useLayoutEffect(() => {
    applyTokens(theme, density);
    writeLocal('theme', theme);
    writeLocal('density', density);
  }, [theme, density]);
  useLayoutEffect(() => {
    document.documentElement.lang = props.language === 'zh' ? 'zh-CN' : 'en';
    dayjs.locale(props.language === 'zh' ? 'zh-cn' : 'en');
  }, [props.language]);
  const appearance = useMemo(() => ({ theme, density, setTheme, setDensity }), [theme, density]);
  const isPhone = useIsPhone();
  const config = useMemo(() => antdConfig(theme, density, isPhone), [theme, density, isPhone]);
  return (
    <AppearanceContext value={appearance}>
      <ConfigProvider locale={moduleDefault(props.language === 'zh' ? zhCN : enUS)} theme={config} button={{ autoInsertSpace: false }} componentSize="medium">
        <App message={{ maxCount: 2 }} notification={{ placement: 'bottomRight' }} className="app-root">
          {props.children}
        </App>
      </ConfigProvider>
    </AppearanceContext>
  );
}

export function useAppearance(): Appearance {
  const appearance = useContext(AppearanceContext);
  if (appearance === null) throw new Error('useAppearance needs a ThemeProvider above it');
  return appearance;
}

function preferredTheme(): ThemeName {
  return globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** antd ships its locales as CommonJS; a bundler and a type checker unwrap them differently. */
function moduleDefault<T>(loaded: T | { readonly default: T }): T {
  return loaded !== null && typeof loaded === 'object' && 'default' in loaded ? loaded.default : loaded;
}

function antdConfig(theme: ThemeName, density: Density, isPhone: boolean) {
  const palette = palettes[theme];
  const compact = density === 'compact' && !isPhone;
  return {
    cssVar: { key: 'loom' },
    hashed: false,
    algorithm: theme === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      colorPrimaryHover: palette.accentHover,
      colorLink: palette.accent,
      colorLinkHover: palette.accentHover,
      colorSuccess: palette.state.green.dot,
      colorWarning: palette.state.orange.dot,
      colorError: palette.state.red.dot,
      colorErrorText: palette.state.red.ink,
      colorInfo: palette.state.blue.dot,
      colorText: palette.ink,
      colorTextSecondary: palette.inkSecond,
      colorTextTertiary: palette.inkThird,
      colorTextPlaceholder: palette.inkThird,
      colorTextDescription: palette.inkThird,
      colorBgBase: palette.paper,
      colorBgContainer: palette.paper,
      colorBgElevated: palette.raised,
      colorBgLayout: palette.page,
      colorBorder: palette.lineStrong,
      colorBorderSecondary: palette.line,
      colorSplit: palette.line,
      colorBgMask: theme === 'dark' ? 'rgb(0 0 0 / 55%)' : 'rgb(16 28 45 / 26%)',
      controlItemBgHover: palette.hover,
      controlItemBgActive: palette.accentTint,
      controlItemBgActiveHover: palette.accentTint,
      fontFamily,
      fontSize: compact ? 13 : 14,
      fontWeightStrong: 500,
      borderRadius: 6,
      borderRadiusLG: 8,
      borderRadiusSM: 4,
      controlHeight: isPhone ? 40 : compact ? 32 : 36,
      controlOutline: 'transparent',
      boxShadow: palette.shadow,
      boxShadowSecondary: palette.shadow,
      // Told to the library, not only to the styles: a popup waits for its motion to end before it goes.
      motion: !globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
      wireframe: false,
    },
    components: {
      Button: { primaryColor: palette.accentInk, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 400, contentFontSizeSM: 13 },
      Tabs: { horizontalItemGutter: 20, titleFontSize: compact ? 13 : 14, horizontalItemPadding: '8px 0', inkBarColor: palette.accent },
      Menu: {
        itemHeight: 36,
        itemBorderRadius: 6,
        itemSelectedBg: palette.accentTint,
        itemSelectedColor: palette.accent,
        itemMarginInline: 8,
        subMenuItemBg: 'transparent',
        itemBg: 'transparent',
      },
      Tooltip: { colorBgSpotlight: theme === 'dark' ? '#2f3845' : '#25303d' },
      Drawer: { paddingLG: 20 },
      Modal: { titleFontSize: 16 },
    },
  };
}
