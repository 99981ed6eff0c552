import { expectNoSidewaysScroll, expectNothingForAxe } from '../support/axe.ts';
import { DatabaseLine } from '../support/database-line.ts';
import { expect, test } from '../support/demo.ts';
import { PAGES, open } from '../support/pages.ts';
import { Portal } from '../support/portal.ts';
import { STATES } from '../support/states.ts';

for (const described of [...PAGES, ...STATES]) {
  test(`${described.name} has nothing for axe to find, light and dark, and does not scroll sideways`, async ({ pageOf, demo, guard, isMobile }) => {
    if (described.status) guard.allow(new RegExp(`\\b${described.status}\\b`));
    const page = await pageOf(described.as);
    expect(await open(page, described, { demo, pageOf })).toBe(described.status ?? 200);
    await expectNothingForAxe(page);
    await expectNoSidewaysScroll(page, isMobile);
  });
}

test('the page of a portal without its database has nothing for axe to find, and goes on by itself', async ({ demo, newPage, guard, isMobile }) => {
  guard.allow(/\b503\b/);
  const line = await DatabaseLine.to(demo.portal);
  const portal = await Portal.create('second-server', { DATABASE_URL: line.url });
  try {
    await portal.serve();
    const page = await newPage({ baseURL: portal.url });
    line.cut();
    // Without the header by which it comes again, so that it holds still.
    await page.route('**/login', async (route) => {
      const response = await route.fetch();
      const { refresh: _, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    expect((await page.goto('/login'))?.status()).toBe(503);
    await expectNothingForAxe(page);
    await expectNoSidewaysScroll(page, isMobile);

    await page.unroute('**/login');
    expect((await page.goto('/login'))?.status()).toBe(503);
    await line.mend();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 20_000 });
  } finally {
    await portal.stop();
    line.cut();
  }
});
