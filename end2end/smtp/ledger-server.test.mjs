/** Checks of the ledger server itself, with nodemailer as the client: node --test smtp/ledger-server.test.mjs */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';

const SERVER = fileURLToPath(new URL('./ledger-server.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
const running = [];
after(() => {
  for (const child of running) child.kill('SIGTERM');
  rmSync(folder, { recursive: true });
});

let runs = 0;
async function start(...flags) {
  const name = join(folder, String(++runs));
  const control = `${name}.json`;
  const child = spawn(process.execPath, [
    SERVER, '--ledger', `${name}.ledger`, '--mail-dir', `${name}.mail`, '--control', control, '--until-stdin-ends', ...flags,
  ], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value);
  const { port } = await next();
  return {
    child,
    port,
    ledger: () =>
      existsSync(`${name}.ledger`)
        ? readFileSync(`${name}.ledger`, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
        : [],
    files: () => readdirSync(`${name}.mail`),
    async faults(values) {
      // Written beside and renamed, so that the server never reads half of it.
      writeFileSync(`${control}.new`, JSON.stringify(values));
      renameSync(`${control}.new`, control);
      return next();
    },
    client: (more) => nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...more }),
  };
}

const mail = (to, more) => ({ from: 'portal@company.example', to, subject: 'Hello', text: 'Text', html: '<p>HTML</p>', ...more });

test('a mail is in the ledger when it has been accepted', async () => {
  const server = await start();
  const { messageId } = await server.client().sendMail(mail(['a@b.example', 'c@d.example'], { messageId: '<one@portal>' }));
  assert.equal(messageId, '<one@portal>');
  const entries = server.ledger();
  assert.deepEqual(entries.map(({ recipient, message_id }) => [recipient, message_id]), [
    ['a@b.example', '<one@portal>'],
    ['c@d.example', '<one@portal>'],
  ]);
  assert.deepEqual(server.files(), [entries[0].file]);
});

test('many connections at once lose nothing', async () => {
  const server = await start();
  const client = server.client({ pool: true, maxConnections: 16, maxMessages: Infinity });
  const count = 2000;
  await Promise.all(Array.from({ length: count }, (_, i) => client.sendMail(mail(`r${i}@b.example`))));
  client.close();
  assert.equal(new Set(server.ledger().map(({ recipient }) => recipient)).size, count);
});

test('recipients are refused by pattern, with code and words', async () => {
  const server = await start('--refuse-recipient', '^bad@:550:no such person', '--refuse-recipient', 'slow:451:try later');
  const client = server.client();
  await assert.rejects(client.sendMail(mail('bad@b.example')), /550 no such person/);
  await assert.rejects(client.sendMail(mail('slow@b.example')), /451 try later/);
  await client.sendMail(mail('good@b.example'));
  assert.deepEqual(server.ledger().map(({ recipient }) => recipient), ['good@b.example']);
});

test('faults change while the server runs', async () => {
  const server = await start('--busy-after', '1');
  const send = (more) => server.client(more).sendMail(mail('a@b.example'));
  await send();
  await assert.rejects(send(), /421/);
  assert.deepEqual(await server.faults({ refuse_data: '554:not this one' }), { event: 'faults', faults: { refuse_data: '554:not this one' } });
  await assert.rejects(send(), /554 not this one/);
  await server.faults({ close_after: 0 });
  await assert.rejects(send(), /closed|ECONNRESET|EPIPE/i);
  await server.faults({ hang_after: 0 });
  await assert.rejects(send({ socketTimeout: 300 }), /timeout/i);
  await server.faults({ refuse_connections: true });
  await assert.rejects(send(), /ECONNREFUSED/);
  assert.equal((await server.faults({ no_such: 1 })).event, 'error');
  await server.faults({});
  await send();
  assert.equal(server.ledger().length, 2);
});

test('a mail that is cut off is not in the ledger', async () => {
  const server = await start();
  await new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write('EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n');
    socket.on('data', (answer) => {
      if (!String(answer).includes('354')) return;
      socket.write('Message-ID: <cut@portal>\r\n\r\nHalf of');
      socket.end();
    });
    socket.on('close', resolve);
  });
  await server.client().sendMail(mail('last@b.example'));
  assert.deepEqual(server.ledger().map(({ recipient }) => recipient), ['last@b.example']);
});

test('it stops when standard input ends', async () => {
  const server = await start();
  const code = new Promise((resolve) => server.child.on('exit', resolve));
  server.child.stdin.end();
  assert.equal(await code, 0);
});
