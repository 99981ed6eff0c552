import { defineConfig, devices } from '@playwright/test';
import { LAUNCH_OPTIONS } from './support/browser.mjs';

/** What needs the WASM, or says the same with and without it. */
const NEEDS_SCRIPT = ['**/main-job.spec.ts', '**/*.hydrate.spec.ts', '**/axe.spec.ts', '**/screenshots.spec.ts'];

export const PHONE = {
  ...devices['Pixel 7'],
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
};

const DESKTOP = {
  ...devices['Desktop Chrome'],
  viewport: { width: 1440, height: 900 },
};

/** Only takes pictures: axe goes through the same pages. */
const PICTURES = process.env.UPDATE_SCREENSHOTS === '1' ? [] : ['**/screenshots.spec.ts'];

/** Steps through a run that takes seconds; a phone takes part in it. */
const BRINGS_ITS_PHONE = '**/run-page.hydrate.spec.ts';

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  // Each worker has servers and databases of its own; two cores are busy with one.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./support/summary.ts']],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: LAUNCH_OPTIONS,
  },
  projects: [
    { name: 'desktop', use: DESKTOP, testIgnore: ['**/no-js.spec.ts', ...PICTURES] },
    { name: 'phone', use: PHONE, testIgnore: ['**/no-js.spec.ts', BRINGS_ITS_PHONE, ...PICTURES] },
    { name: 'no-js', use: { ...DESKTOP, javaScriptEnabled: false }, testIgnore: NEEDS_SCRIPT },
    { name: 'no-js-phone', use: { ...PHONE, javaScriptEnabled: false }, testMatch: '**/no-js.spec.ts' },
  ],
});
