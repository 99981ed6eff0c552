import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { Child } from './child.ts';
import { END2END } from './environment.ts';

export interface LedgerEntry {
  recipient: string;
  message_id: string;
  time: string;
  file: string;
}

export interface ReceivedMail {
  recipient: string;
  subject: string;
  text: string;
  html: string;
}

/** Faults by the names that stand at the top of smtp/ledger-server.mjs. */
export type Faults = Partial<{
  refuse_recipient: string[];
  refuse_data: string;
  busy_after: number;
  hang_after: number;
  close_after: number;
  delay_ms: number;
  delay_answer_ms: number;
  refuse_connections: boolean;
}>;

/** A real SMTP server, and what it has got. */
export class MailServer {
  readonly port: number;
  readonly #child: Child;
  readonly #folder: string;

  private constructor(child: Child, folder: string, port: number) {
    this.#child = child;
    this.#folder = folder;
    this.port = port;
  }

  static async start(folder: string): Promise<MailServer> {
    const child = new Child(process.execPath, [
      join(END2END, 'smtp/ledger-server.mjs'),
      '--ledger', join(folder, 'ledger.jsonl'),
      '--mail-dir', join(folder, 'received'),
      '--control', join(folder, 'faults.json'),
      '--until-stdin-ends',
    ]);
    const { port } = JSON.parse(await child.firstLine()) as { port: number };
    return new MailServer(child, folder, port);
  }

  /** Takes effect within a tenth of a second. */
  setFaults(faults: Faults): void {
    const path = join(this.#folder, 'faults.json');
    writeFileSync(`${path}.new`, JSON.stringify(faults));
    renameSync(`${path}.new`, path);
  }

  ledger(): LedgerEntry[] {
    const path = join(this.#folder, 'ledger.jsonl');
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LedgerEntry);
  }

  /** All mails, in the order they came. */
  async mails(): Promise<ReceivedMail[]> {
    return Promise.all(
      this.ledger().map(async ({ recipient, file }) => {
        const mail = await simpleParser(readFileSync(join(this.#folder, 'received', file)));
        return { recipient, subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html || '' };
      }),
    );
  }

  async stop(): Promise<void> {
    await this.#child.stop();
    if (!process.env.END2END_KEEP) rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The one invitation link of a mail; its two forms must agree. */
export function invitationLink(mail: ReceivedMail, url: string): string {
  const links = (text: string) =>
    new Set([...text.matchAll(/https?:\/\/[^\s"'<>]*\/invitation\/[\w-]+/g)].map(([link]) => link));
  const [inText, inHtml] = [links(mail.text), links(mail.html)];
  const [link] = inText;
  if (!link || inText.size !== 1 || inHtml.size !== 1 || !inHtml.has(link)) {
    throw new Error(`mail to ${mail.recipient}: text has ${[...inText]}, HTML has ${[...inHtml]}`);
  }
  if (!link.startsWith(`${url}/`)) throw new Error(`mail to ${mail.recipient}: ${link} does not lead to ${url}`);
  return link;
}
