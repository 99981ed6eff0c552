import { type Server, type Socket, createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { socketFolder } from './database.ts';
import { freePort } from './environment.ts';
import type { Portal } from './portal.ts';

/** A line to the database of a portal, which can be cut: for a second server that is to lose it. */
export class DatabaseLine {
  readonly url: string;
  readonly #port: number;
  readonly #socket: string;
  readonly #open = new Set<Socket>();
  #server: Server | undefined;

  private constructor(port: number, socket: string) {
    this.#port = port;
    this.#socket = socket;
    this.url = `postgres://portal@127.0.0.1:${port}/portal`;
  }

  static async to(portal: Portal): Promise<DatabaseLine> {
    const line = new DatabaseLine(await freePort(), join(socketFolder(portal), '.s.PGSQL.5432'));
    await line.mend();
    return line;
  }

  cut(): void {
    this.#server?.close();
    this.#server = undefined;
    for (const end of this.#open) end.destroy();
  }

  mend(): Promise<void> {
    const server = createServer((near) => this.#join(near, createConnection(this.#socket)));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
  }

  #join(near: Socket, far: Socket): void {
    for (const [end, other] of [[near, far], [far, near]] as const) {
      this.#open.add(end);
      // Lines that break are what this is for.
      end.on('error', () => undefined);
      end.once('close', () => {
        this.#open.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  }
}
