/**
 * Sends mails as fast as nodemailer's pool does: node bench/nodemailer.mjs PORT MAILS BYTES CONNECTIONS
 * Prints {"mails_per_second"}.
 */
import nodemailer from 'nodemailer';

const [port, mails, bytes, maxConnections] = process.argv.slice(2).map(Number);
const transport = nodemailer.createTransport({
  host: '127.0.0.1',
  port,
  pool: true,
  maxConnections,
  maxMessages: Infinity,
  ignoreTLS: true,
});
// The headers are a few hundred bytes of it.
const text = `${'x'.repeat(76)}\r\n`.repeat(Math.max(1, Math.round((bytes - 400) / 78)));

const begun = performance.now();
await Promise.all(
  Array.from({ length: mails }, (_, i) =>
    transport.sendMail({ from: 'portal@bench.example', to: `client-${i}@bench.example`, subject: 'Your client portal', text }),
  ),
);
const seconds = (performance.now() - begun) / 1000;
transport.close();
console.log(JSON.stringify({ mails_per_second: mails / seconds }));
