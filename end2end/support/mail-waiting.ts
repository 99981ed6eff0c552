import { expect } from '@playwright/test';
import { type MailServer, type ReceivedMail } from './mail-server.ts';

/** Does something that sends a mail to this address, and waits for that mail. */
export async function mailFrom(server: MailServer, recipient: string, act: () => Promise<void>): Promise<ReceivedMail> {
  const count = () => server.ledger().filter((entry) => entry.recipient === recipient).length;
  const before = count();
  await act();
  await expect.poll(count, { message: `a mail to ${recipient}`, timeout: 30_000 }).toBe(before + 1);
  return (await server.mails()).findLast((mail) => mail.recipient === recipient)!;
}
