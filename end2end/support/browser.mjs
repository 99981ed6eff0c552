import { existsSync } from 'node:fs';

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

/** The browser: named by the environment, else the distribution's, else the one that `npx playwright install` brings. */
const executablePath =
  process.env.PLAYWRIGHT_CHROMIUM_PATH ?? (existsSync(DEBIAN_CHROMIUM) ? DEBIAN_CHROMIUM : undefined);

const isRoot = process.getuid?.() === 0;

/** A browser that speaks to nobody but the portal. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** How Playwright starts it, in tests and in measurements. */
export const LAUNCH_OPTIONS = {
  ...(executablePath ? { executablePath } : {}),
  args: [...QUIET, ...(isRoot ? ['--no-sandbox'] : [])],
};
