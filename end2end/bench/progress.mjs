/**
 * What a run's page shows while the run goes on: node bench/progress.mjs ADDRESS SESSION
 * Prints {"shown": [{"at", "value"}]}: milliseconds since 1970, and the progress bar's value from then on.
 */
import { openBrowser } from './browser.mjs';

const PATIENCE_MS = 5 * 60 * 1000;

const [address, session] = process.argv.slice(2);
const { browser, page } = await openBrowser(address, session);
const shown = [];
let finish;
const finished = new Promise((resolve) => (finish = resolve));
await page.exposeFunction('tellProgress', (at, value, most) => {
  shown.push({ at, value });
  if (value >= most) finish();
});
await page.addInitScript(() => {
  const tell = () => {
    const bar = document.querySelector('[role="progressbar"]');
    if (!bar) return;
    const [value, most] = ['aria-valuenow', 'aria-valuemax'].map((name) => Number(bar.getAttribute(name)));
    // It is on the screen with the next frame.
    requestAnimationFrame(() => window.tellProgress(Date.now(), value, most));
  };
  document.addEventListener('DOMContentLoaded', () => {
    tell();
    new MutationObserver(tell).observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-valuenow'] });
  });
});
await page.goto(address);
const impatience = setTimeout(() => {
  console.error('the run has not ended');
  process.exit(1);
}, PATIENCE_MS);
await finished;
clearTimeout(impatience);
await browser.close();
console.log(JSON.stringify({ shown }));
