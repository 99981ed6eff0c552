/**
 * The faults the server can be told to have: read from flags at the start and from a control file while it runs.
 * Both use the same names, dashes in flags and underscores in the file.
 */

/** What each fault's value looks like; the sentences stand at the top of ledger-server.mjs. */
const KINDS = {
  refuse_recipient: 'rules',
  refuse_data: 'answer',
  busy_after: 'count',
  hang_after: 'count',
  close_after: 'count',
  delay_ms: 'count',
  delay_answer_ms: 'count',
  refuse_connections: 'switch',
};

const ANSWER = /^(\d{3}):(.+)$/s;
const RULE = /^(.+?):(\d{3}):(.+)$/s;

function answer(text) {
  const parts = ANSWER.exec(text);
  if (!parts) throw new Error(`"${text}" is not CODE:TEXT`);
  return { code: Number(parts[1]), text: parts[2] };
}

function rule(text) {
  const parts = RULE.exec(text);
  if (!parts) throw new Error(`"${text}" is not REGEX:CODE:TEXT`);
  return { pattern: new RegExp(parts[1], 'i'), code: Number(parts[2]), text: parts[3] };
}

function count(value) {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`"${value}" is not a count`);
  return number;
}

const READ = {
  rules: (value) => [value].flat().map(rule),
  answer,
  count,
  switch: (value) => value === true || value === 'true',
};

/** Command line options for util.parseArgs, one for each fault. */
export const FAULT_OPTIONS = Object.fromEntries(
  Object.entries(KINDS).map(([name, kind]) => [
    name.replaceAll('_', '-'),
    kind === 'switch' ? { type: 'boolean' } : { type: 'string', multiple: kind === 'rules' },
  ]),
);

/** Checks the given values and returns them ready for use; an unknown name or a wrong value throws. */
export function readFaults(values) {
  const faults = {};
  for (const [name, value] of Object.entries(values)) {
    const kind = KINDS[name];
    if (!kind) throw new Error(`there is no fault "${name}"; there are ${Object.keys(KINDS).join(', ')}`);
    if (value === null || value === undefined) continue;
    try {
      faults[name] = READ[kind](value);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`);
    }
  }
  return faults;
}

/** The faults among parsed command line values. */
export function faultsFromFlags(values) {
  const named = Object.keys(KINDS).map((name) => [name, values[name.replaceAll('_', '-')]]);
  return readFaults(Object.fromEntries(named));
}
