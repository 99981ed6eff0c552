import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
export const END2END = fileURLToPath(new URL('../', import.meta.url));

/** The server under test. */
export const BINARY = process.env.CLIENT_PORTAL_BIN ?? join(REPOSITORY, 'target/debug/client-portal');

/** What `cargo leptos build` made: CSS, WASM and JS. */
export const SITE_ROOT = process.env.LEPTOS_SITE_ROOT ?? join(REPOSITORY, 'target/site');

export const NORTHWIND = join(END2END, 'data/northwind');

/**
 * A new empty folder. Others may enter it: a server that was started as root runs its database as another user.
 */
export function newFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `portal-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
