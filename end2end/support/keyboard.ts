import { type Locator, type Page, expect } from '@playwright/test';

const MOST_STEPS = 80;

/** Presses Tab until the element has the focus, as somebody without a mouse does. Each stop on the way must be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focusedWithoutMark), 'has the focus and does not show it').toBeNull();
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** The focused element's markup, when nothing on screen tells that it has the focus. */
function focusedWithoutMark(): string | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const marks = (candidate: Element, pseudo?: string) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate, pseudo);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  };
  // A field may be marked by what stands around it, and a link that covers its row by what covers the row.
  const isMarked =
    marks(element) || marks(element, '::after') || (element.parentElement !== null && marks(element.parentElement));
  return isMarked ? null : element.outerHTML.slice(0, 200);
}

/** Goes round with Tab: every stop must lie inside. */
export async function expectFocusKept(page: Page, container: Locator, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  const stops = new Set<string>();
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press(key);
    const stop = await container.evaluate((element) => {
      const active = document.activeElement;
      // Between the last and the first stop the browser's own bar may have it.
      if (active === document.body) return '';
      return active && element.contains(active) ? active.outerHTML.slice(0, 100) : null;
    });
    expect(stop, 'the focus stays inside').not.toBeNull();
    if (stop) stops.add(stop);
  }
  expect(stops.size, 'stops inside').toBeGreaterThan(1);
}
