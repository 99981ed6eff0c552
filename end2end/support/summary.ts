import type { FullConfig, Reporter, Suite } from '@playwright/test/reporter';

/** Ends the output with one line of counts, in the form that other test runners use. */
export default class Summary implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite;
  }

  onEnd(): void {
    const outcomes = (this.#suite?.allTests() ?? []).map((test) => test.outcome());
    const count = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
    const skipped = count('skipped');
    const summary = `playwright: ${count('expected', 'flaky')} passed, ${count('unexpected')} failed`;
    process.stdout.write(`\n${summary}${skipped ? `, ${skipped} skipped` : ''}\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
