#!/usr/bin/env node
/**
 * A real SMTP server (npm's smtp-server) that keeps a ledger for tests: before it answers 250 to a mail it has
 * appended one line for each recipient to a file and had the disk confirm it. What a mail server "has got" can so
 * be compared with what the portal believes it sent.
 *
 *   node smtp/ledger-server.mjs --ledger FILE [--port N] [--host ADDRESS] [--mail-dir FOLDER] [--control FILE]
 *                               [--until-stdin-ends] [faults]
 *
 *   --ledger FILE          JSON lines: {"recipient", "message_id", "time", "file"?}; appended to, made when missing
 *   --port N               0 or nothing: a free one
 *   --host ADDRESS         127.0.0.1
 *   --mail-dir FOLDER      also keeps each mail as an .eml file there; its name is the line's "file"
 *   --control FILE         JSON object with the faults below, read at the start when it exists, and again whenever it
 *                          changes or SIGHUP comes; it replaces all faults in force, those given as flags too
 *   --until-stdin-ends     stops when standard input ends, so that it never outlives the test that started it
 *
 * Standard output has one JSON object a line. The first is {"event":"listening","host","port","pid"}; after each
 * change of the faults comes {"event":"faults","faults":{…}}, or {"event":"error","message"} when the file is wrong.
 * SIGTERM and SIGINT end it with exit code 0.
 *
 * Faults, as flags or, with underscores, in the control file. "After N" counts mails accepted since the faults in
 * force were set, so 0 means from now on.
 *
 *   --refuse-recipient REGEX:CODE:TEXT   answers RCPT TO with CODE TEXT (451, 550, …) when the address matches; may be
 *                                        given several times, in the file as a list; the first that matches counts
 *   --refuse-data CODE:TEXT              answers CODE TEXT at the end of every mail
 *   --busy-after N                       after N mails, answers 421 to MAIL FROM and closes the connection
 *   --hang-after N                       after N mails, reads mails to their end and never answers
 *   --close-after N                      after N mails, drops the connection in the middle of the mail
 *   --delay-ms N                         waits before it enters a mail in the ledger
 *   --delay-answer-ms N                  waits between the entry in the ledger and the 250
 *   --refuse-connections                 stops listening and drops every connection, until it is taken back
 */
import { readFileSync, statSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { FAULT_OPTIONS, faultsFromFlags, readFaults } from './faults.mjs';
import { Ledger } from './ledger.mjs';

const CONTROL_POLL_MS = 50;
/** Longer than any test waits for an answer that does not come. */
const SOCKET_TIMEOUT_MS = 15 * 60 * 1000;
const MAX_MAIL_BYTES = 20 * 1024 * 1024;

const options = readFlags();
const ledger = new Ledger(options.ledger);
let faults = options.faults;
let acceptedSinceFaults = 0;
let mailNumber = 0;
let port = options.port;

const smtp = new SMTPServer({
  name: 'ledger.invalid',
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  socketTimeout: SOCKET_TIMEOUT_MS,
  size: MAX_MAIL_BYTES,
  onMailFrom: (_address, _session, callback) =>
    callback(reached(faults.busy_after) ? smtpError(421, 'Too busy, try again later') : null),
  onRcptTo: ({ address }, _session, callback) => {
    const rule = faults.refuse_recipient?.find(({ pattern }) => pattern.test(address));
    callback(rule ? smtpError(rule.code, rule.text) : null);
  },
  onData: (stream, session, callback) => {
    receive(stream, session).then(
      (answer) => answer && callback(answer instanceof Error ? answer : null, answer),
      (error) => callback(smtpError(451, error.message)),
    );
  },
});
// A client that goes away is a part of these tests, not an error.
smtp.on('error', () => {});

/** Reads one mail; gives the text of the 250, an error to answer with, or nothing when no answer is to be given. */
async function receive(stream, session) {
  const chunks = [];
  for await (const chunk of stream) {
    if (reached(faults.close_after)) return drop(session);
    chunks.push(chunk);
  }
  if (reached(faults.hang_after)) return new Promise(() => {});
  if (faults.refuse_data) return smtpError(faults.refuse_data.code, faults.refuse_data.text);
  if (faults.delay_ms) await sleep(faults.delay_ms);

  const raw = Buffer.concat(chunks);
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  const entry = { message_id: messageId(raw), time: new Date().toISOString() };
  if (options.mailDir) entry.file = await keep(raw, recipients[0]);
  await ledger.append(recipients.map((recipient) => ({ recipient, ...entry })));
  acceptedSinceFaults += 1;
  if (faults.delay_answer_ms) await sleep(faults.delay_answer_ms);
  return `OK: mail ${++mailNumber}`;
}

function drop(session) {
  for (const connection of smtp.connections) {
    if (connection.id === session.id) connection._socket.destroy();
  }
}

function messageId(raw) {
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.toString('latin1', 0, end === -1 ? raw.length : end).replace(/\r\n[ \t]+/g, ' ');
  return /^message-id:\s*(\S+)/im.exec(head)?.[1] ?? null;
}

let filesKept = 0;
async function keep(raw, recipient) {
  const name = `${String(++filesKept).padStart(6, '0')}-${recipient.replace(/[^\w.@+-]/g, '_')}.eml`;
  await writeFile(join(options.mailDir, name), raw);
  return name;
}

function reached(limit) {
  return limit !== undefined && acceptedSinceFaults >= limit;
}

function smtpError(responseCode, text) {
  return Object.assign(new Error(text), { responseCode });
}

function tell(event, more) {
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

function listen() {
  return new Promise((resolve, reject) => {
    smtp.server.once('error', reject);
    smtp.server.listen({ port, host: options.host, backlog: 511 }, () => {
      smtp.server.off('error', reject);
      port = smtp.server.address().port;
      resolve();
    });
  });
}

async function applyFaults(next) {
  faults = next;
  acceptedSinceFaults = 0;
  if (faults.refuse_connections && smtp.server.listening) {
    const closed = new Promise((resolve) => smtp.server.close(resolve));
    for (const connection of smtp.connections) connection._socket.destroy();
    await closed;
  } else if (!faults.refuse_connections && !smtp.server.listening) {
    await listen();
  }
}

let controlSeen;
let controlBusy = Promise.resolve();
function readControl(force) {
  if (!options.control) return;
  controlBusy = controlBusy.then(async () => {
    const stamp = statSync(options.control, { throwIfNoEntry: false });
    const seen = stamp && `${stamp.mtimeMs} ${stamp.size} ${stamp.ino}`;
    if (!stamp || (seen === controlSeen && !force)) return;
    controlSeen = seen;
    try {
      const values = JSON.parse(readFileSync(options.control, 'utf8'));
      await applyFaults(readFaults(values));
      tell('faults', { faults: values });
    } catch (error) {
      tell('error', { message: `${options.control}: ${error.message}` });
    }
  });
  return controlBusy;
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        ledger: { type: 'string' },
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        'mail-dir': { type: 'string' },
        control: { type: 'string' },
        'until-stdin-ends': { type: 'boolean', default: false },
        ...FAULT_OPTIONS,
      },
    });
    if (!values.ledger) throw new Error('--ledger FILE is missing');
    const wanted = Number(values.port);
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535) throw new Error('--port takes 0 to 65535');
    if (values['mail-dir']) mkdirSync(values['mail-dir'], { recursive: true });
    return {
      ledger: values.ledger,
      port: wanted,
      host: values.host,
      mailDir: values['mail-dir'],
      control: values.control,
      untilStdinEnds: values['until-stdin-ends'],
      faults: faultsFromFlags(values),
    };
  } catch (error) {
    process.stderr.write(`ledger-server: ${error.message}\n`);
    process.exit(2);
  }
}

function stop() {
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('SIGHUP', () => readControl(true));
if (options.untilStdinEnds) process.stdin.resume().on('end', stop).on('error', stop);

await listen();
if (faults.refuse_connections) await applyFaults(faults);
tell('listening', { host: options.host, port, pid: process.pid });
if (options.control) {
  await readControl(false);
  setInterval(() => readControl(false), CONTROL_POLL_MS);
}
