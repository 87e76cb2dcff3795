import { afterAll, beforeAll } from 'vitest';
import { openBrowser, type TestBrowser } from './browser.ts';
import { openShop, type Shop } from './shop.ts';

/** The shop and the browser of the test file that calls `inTheShop`: there from its first test to its last. */
export let shop: Shop;
export let browser: TestBrowser;

/** Opens both before the tests of a file and closes them after it. `prepare` fills the shop further. */
export function inTheShop(prepare?: (shop: Shop) => Promise<unknown>): void {
  beforeAll(async () => {
    shop = await openShop();
    browser = await openBrowser();
    await prepare?.(shop);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
  });
}
