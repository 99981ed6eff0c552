import { join } from 'node:path';
import { expect, test } from '../support/demo.ts';
import { END2END } from '../support/environment.ts';
import { PAGES, open } from '../support/pages.ts';

for (const described of PAGES.filter(({ shots }) => shots)) {
  test(`picture of ${described.name}`, async ({ pageOf, demo, isMobile }) => {
    const page = await pageOf(described.as);
    for (const colorScheme of described.shots === 'all' ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme });
      await open(page, described, { demo, pageOf });
      await expect(page.getByRole('main')).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (described.as !== 'nobody') await expect(page.getByRole('banner')).toBeVisible();
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({
        path: join(END2END, 'screenshots', `${described.name}-${isMobile ? 'phone' : 'desktop'}-${colorScheme}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
    }
  });
}
