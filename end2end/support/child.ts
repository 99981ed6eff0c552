import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const STOP_TIMEOUT_MS = 15_000;
const OUTPUT_LINES_KEPT = 200;

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A process that was started here and is stopped here, by its id. */
export class Child {
  readonly #name: string;
  readonly #process: ChildProcess;
  readonly #output: string[] = [];
  readonly #exited: Promise<number | null>;
  readonly #firstLine: Promise<string>;
  #isRunning = true;

  constructor(command: string, args: string[], options: { env?: NodeJS.ProcessEnv; cwd?: string } = {}) {
    this.#name = [command, ...args].join(' ');
    this.#process = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#exited = new Promise((resolve) => {
      const end = (code: number | null) => {
        this.#isRunning = false;
        resolve(code);
      };
      this.#process.once('exit', end);
      this.#process.once('error', (error) => {
        this.#keep(error.message);
        end(null);
      });
    });
    this.#firstLine = new Promise((resolve, reject) => {
      createInterface({ input: this.#process.stdout! }).on('line', (line) => {
        this.#keep(line);
        resolve(line);
      });
      createInterface({ input: this.#process.stderr! }).on('line', (line) => this.#keep(line));
      void this.#exited.then(() => reject(new Error(`${this.#name} ended at once\n${this.output}`)));
    });
    this.#firstLine.catch(() => undefined);
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** What it has printed lately. */
  get output(): string {
    return this.#output.join('\n');
  }

  firstLine(): Promise<string> {
    return this.#firstLine;
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    if (!this.#isRunning) return;
    this.#process.kill('SIGTERM');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(impatience);
  }

  #keep(line: string): void {
    this.#output.push(line);
    if (this.#output.length > OUTPUT_LINES_KEPT) this.#output.shift();
  }
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; stdin?: string } = {},
): Promise<Finished> {
  const { stdin, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...rest, stdio: 'pipe' });
    const finished: Finished = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (finished.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (finished.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...finished, code }));
    // A command that reads no input may have ended before this arrives.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin ?? '');
  });
}
