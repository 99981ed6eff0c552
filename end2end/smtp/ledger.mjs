/**
 * An append-only ledger of JSON lines. A line is on the disk before its promise resolves; lines that wait
 * together share one fdatasync, so that thousands a second are possible.
 */
import { closeSync, openSync } from 'node:fs';
import { fdatasync, write } from 'node:fs';
import { promisify } from 'node:util';

const writeAsync = promisify(write);
const fdatasyncAsync = promisify(fdatasync);

export class Ledger {
  #fd;
  #waiting = [];
  #writing = false;

  constructor(path) {
    this.#fd = openSync(path, 'a');
  }

  /** Resolves when every given entry is on the disk. */
  append(entries) {
    return new Promise((resolve, reject) => {
      const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
      this.#waiting.push({ text, resolve, reject });
      if (!this.#writing) {
        this.#writing = true;
        // One turn of the event loop gathers what other connections have ready.
        setImmediate(() => this.#drain());
      }
    });
  }

  async #drain() {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      try {
        const bytes = Buffer.from(group.map(({ text }) => text).join(''));
        let done = 0;
        while (done < bytes.length) {
          done += (await writeAsync(this.#fd, bytes, done)).bytesWritten ?? 0;
        }
        await fdatasyncAsync(this.#fd);
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#writing = false;
  }

  close() {
    closeSync(this.#fd);
  }
}
