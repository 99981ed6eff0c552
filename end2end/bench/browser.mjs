/** A browser for measurements, started as in playwright.config.ts. */
import { chromium } from '@playwright/test';
import { LAUNCH_OPTIONS } from '../support/browser.mjs';

export async function openBrowser(address, session) {
  const browser = await chromium.launch(LAUNCH_OPTIONS);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ name: 'session', value: session, url: address }]);
  return { browser, page: await context.newPage() };
}
