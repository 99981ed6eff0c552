import { type BrowserContextOptions, type Page, test as base, expect } from '@playwright/test';
import { PageGuard } from './guard.ts';

interface Fixtures {
  guard: PageGuard;
  /** A page in a browser of its own, as on another person's device. */
  newPage: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Playwright's test, with every page under guard. */
export const test = base.extend<Fixtures>({
  guard: async ({ javaScriptEnabled }, use) => {
    const guard = new PageGuard(javaScriptEnabled ?? true);
    await use(guard);
    expect(guard.findings, 'console messages and failed requests').toEqual([]);
  },
  context: async ({ context, guard }, use) => {
    guard.watch(context);
    await use(context);
  },
  newPage: async ({ browser, guard, baseURL }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL, ...options });
      contexts.push(context);
      guard.watch(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
