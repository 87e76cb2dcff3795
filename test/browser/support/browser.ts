import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '..', '..', '..');

/** Widths that every screen must work at. */
export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export interface Screen {
  readonly page: Page;
  /** What went wrong unseen: errors in the console, refused scripts, uncaught errors, requests to other hosts. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly language?: string;
  readonly theme?: 'light' | 'dark';
}

export interface TestBrowser {
  /** A person's own browser: cookies and storage of nobody else. */
  open(url: string, options?: OpenOptions): Promise<Screen>;
  close(): Promise<void>;
}

/** A real Chromium from npm, no system packages. Not the switches that the package suggests for functions in the cloud:
 *  a single process dies with its first closed page, and disabled web security would hide refused scripts. */
export async function openBrowser(): Promise<TestBrowser> {
  const unwanted = ['--single-process', '--no-zygote', '--disable-web-security'];
  const browser = await playwright.launch({
    executablePath: await unpackedChromium(),
    args: chromium.args.filter((argument) => !unwanted.includes(argument)),
    headless: true,
  });
  return { open: (url, options = {}) => openScreen(browser, url, options), close: () => browser.close() };
}

async function openScreen(browser: Browser, url: string, options: OpenOptions): Promise<Screen> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: options.viewport ?? desktop,
    locale: options.language ?? 'zh-CN',
    colorScheme: options.theme ?? 'light',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    hasTouch: (options.viewport?.width ?? 1440) < 768,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  const page = await context.newPage();
  page.setDefaultTimeout(25_000);
  const problems: string[] = [];
  await watch(context, page, url, problems);
  return { page, problems, close: () => context.close() };
}

async function watch(context: BrowserContext, page: Page, url: string, problems: string[]): Promise<void> {
  await context.addInitScript(() => {
    globalThis.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}\n${error.stack ?? ''}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // A refusal of the server is an answer, and Chromium notes each one as an error of loading.
    if (message.text().startsWith('Failed to load resource') && new URL(message.location().url || url).pathname.startsWith('/api/')) return;
    if (message.text().includes('ERR_INTERNET_DISCONNECTED')) return;
    problems.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const target = new URL(request.url());
    if (target.protocol.startsWith('http') && target.origin !== new URL(url).origin) problems.push(`left the house: ${request.url()}`);
  });
}

/** Path of the program. The package unpacks into the folder for temporary files, under a fixed name, and looks neither at
 *  its version nor at whose it is nor at who else is unpacking: here each user and version has a folder, which stands
 *  whole or not at all. */
async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8')) as { version: string };
  const folder = join(tmpdir(), `loom-browser-${userInfo().username}-${version}`);
  if (!existsSync(folder)) {
    const own = await mkdtemp(`${folder}-`);
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = own;
    try {
      await chromium.executablePath();
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
    // Somebody else may have been first; then that one is taken.
    await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }));
  }
  return join(folder, 'chromium');
}

/** Signs a person in by hand, as she does. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/');
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('.content').waitFor();
}

/** Waits until nothing is being fetched and the fonts are there: a picture of it is the picture that people see. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  // Letters that a screen shows for the first time bring their part of the font after the first answer.
  await page.evaluate(async () => {
    for (let round = 0; round < 3; round += 1) {
      await document.fonts.ready;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
  });
}

/** Takes a picture for the manuals when `LOOM_PICTURES` names a folder; otherwise nothing. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['LOOM_PICTURES'];
  if (folder === undefined || folder === '') return;
  await page.locator('.ant-message-notice').first().waitFor({ state: 'detached' });
  await settled(page);
  const file = join(root, folder, `${name}.png`);
  await mkdir(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
}
