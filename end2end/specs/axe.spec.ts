import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../support/demo.ts';
import { PAGES, open } from '../support/pages.ts';

/** WCAG 2.2 asks for no scrolling in two directions down to this width, in CSS pixels. */
const NARROW_PX = 320;

for (const described of PAGES) {
  test(`${described.name} has nothing for axe to find, light and dark, and does not scroll sideways`, async ({ pageOf, guard, isMobile }) => {
    if (described.status) guard.allow(new RegExp(`\\b${described.status}\\b`));
    const page = await pageOf(described.as);
    expect(await open(page, described)).toBe(described.status ?? 200);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const findings = violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, failureSummary }) => ({ colorScheme, id, help, target, failureSummary })),
      );
      expect(findings).toEqual([]);
    }
    for (const width of isMobile ? [390, NARROW_PX] : [1440, 1024]) {
      await page.setViewportSize({ width, height: 844 });
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(overflow, `at ${width} pixels`).toBe(0);
    }
  });
}
