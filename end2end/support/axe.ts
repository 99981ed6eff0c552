import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/** What is on screen now must have nothing for axe to find, light and dark. */
export async function expectNothingForAxe(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The usual mode opens a page of its own to put frames of other sites together; there are none.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    // Dark is the same page in other colours: there is one rule about those.
    const { violations } = await (colorScheme === 'dark' ? axe.withRules('color-contrast') : axe).analyze();
    const findings = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({ colorScheme, id, help, target, failureSummary })),
    );
    expect(findings).toEqual([]);
  }
}

/** WCAG 2.2 asks for no scrolling in two directions down to this width, in CSS pixels. */
const NARROW_PX = 320;

/** Nothing may be wider than the page, at this size and at the narrowest of its kind. */
export async function expectNoSidewaysScroll(page: Page, isPhone: boolean): Promise<void> {
  for (const width of isPhone ? [390, NARROW_PX] : [1440, 1024]) {
    await page.setViewportSize({ width, height: 844 });
    const overflow = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow, `at ${width} pixels`).toBe(0);
  }
}
