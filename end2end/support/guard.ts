import type { BrowserContext } from '@playwright/test';

/** What Chromium says of WASM that was loaded ahead for scripts that may not run. */
const NOT_USED = /\.wasm was preloaded using link preload but not used/;

/** The bell of a page whose session has just ended asks once more. */
export const BELL_OF_AN_ENDED_SESSION = /401.*notifications\/events|notifications\/events.*401/;

/**
 * Watches every page of a test: nothing may be written to the console as an error or a warning, no request may fail,
 * and no answer may be an error, unless the test says that it provokes it.
 */
export class PageGuard {
  readonly #findings: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** With JavaScript off the browser refuses scripts by itself. */
  constructor(readonly runsScripts: boolean) {}

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      if (!this.runsScripts && NOT_USED.test(message.text())) return;
      this.#findings.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#findings.push(`uncaught: ${error.error().message}`));
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      const isRefusedScript = !this.runsScripts && request.resourceType() === 'script';
      // The browser gives up its own requests when a page is left.
      if (reason !== 'net::ERR_ABORTED' && !isRefusedScript) this.#findings.push(`request failed: ${request.url()} ${reason}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) this.#findings.push(`answer ${response.status()}: ${response.url()}`);
    });
  }

  /** Names what this test provokes; matched against the finding's whole text. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  get findings(): string[] {
    return this.#findings.filter((finding) => !this.#allowed.some((pattern) => pattern.test(finding)));
  }
}
