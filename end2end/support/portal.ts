import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child, type Finished, run } from './child.ts';
import { BINARY, SITE_ROOT, freePort, newFolder } from './environment.ts';

const READY_TIMEOUT_MS = 90_000;
const READY_POLL_MS = 100;

export type Role = 'member' | 'power_user' | 'admin';

export interface Person {
  email: string;
  name: string;
  password: string;
}

/** One installation of the portal: a folder, a database and an address of its own. */
export class Portal {
  readonly url: string;
  /** Where the server keeps its database, mails and documents. */
  readonly dataFolder: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #server: Child | undefined;

  private constructor(folder: string, port: number, host: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.dataFolder = join(folder, 'data');
    this.url = `http://${host}:${port}`;
    this.#env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LANG: 'C.UTF-8',
      RUST_LOG: process.env.RUST_LOG ?? 'warn',
      LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
      LEPTOS_SITE_ROOT: SITE_ROOT,
      LEPTOS_HASH_FILES: 'true',
      PORTAL_DATA_DIR: this.dataFolder,
      PORTAL_PUBLIC_URL: this.url,
      ...env,
    };
    mkdirSync(this.dataFolder, { mode: 0o755 });
  }

  /** `host` is what browsers call this machine: passkeys are for names. */
  static async create(name: string, env: NodeJS.ProcessEnv = {}, host = '127.0.0.1'): Promise<Portal> {
    return new Portal(newFolder(name), await freePort(), host, env);
  }

  /** Runs one of the binary's commands. */
  command(args: string[], stdin?: string): Promise<Finished> {
    return run(BINARY, args, { env: this.#env, cwd: this.#folder, stdin });
  }

  /** The same, for commands that must succeed. */
  async mustRun(args: string[], stdin?: string): Promise<string> {
    const { code, stdout, stderr } = await this.command(args, stdin);
    if (code !== 0) throw new Error(`client-portal ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`);
    return stdout;
  }

  async createStaff(role: Role, person: Person): Promise<void> {
    await this.mustRun(
      ['create-staff', '--email', person.email, '--name', person.name, '--role', role, '--password-stdin'],
      `${person.password}\n`,
    );
  }

  /** Starts the server and waits until it says that it is ready. */
  async serve(): Promise<void> {
    const server = new Child(BINARY, ['serve'], { env: this.#env, cwd: this.#folder });
    this.#server = server;
    const deadline = Date.now() + READY_TIMEOUT_MS;
    for (;;) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      if (!server.isRunning || Date.now() > deadline) {
        await server.stop();
        throw new Error(`the portal did not become ready\n${server.output}`);
      }
      await sleep(READY_POLL_MS);
    }
  }

  /** Stops the server, as for a new version, and starts it again: same database, same address. */
  async restart(): Promise<void> {
    await this.#server?.stop();
    await this.serve();
  }

  /** What the server has printed lately. */
  get output(): string {
    return this.#server?.output ?? '';
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    if (!process.env.END2END_KEEP) rmSync(this.#folder, { recursive: true, force: true });
  }
}
