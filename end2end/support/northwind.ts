import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { NORTHWIND } from './environment.ts';

/** In the order in which they must be imported. */
export const IMPORTS = [
  { kind: 'clients', rows: 91 },
  { kind: 'contacts', rows: 91 },
  { kind: 'quotes', rows: 21 },
  { kind: 'invoices', rows: 809 },
  { kind: 'lines', rows: 2155 },
] as const;

const DAY_MS = 24 * 60 * 60 * 1000;
const LAST_ORDER = '2026-11-20';
/** The first of the quotes runs out thirty days after the last order; the files are moved before that. */
const DAYS_AS_THEY_ARE = 20;
const DATE = /\b\d{4}-\d{2}-\d{2}\b/g;

export interface NorthwindClient {
  externalId: string;
  name: string;
  email: string;
  pendingQuotes: { number: string; total: string; validUntil: string }[];
  openInvoices: { number: string; balance: string; isOverdue: boolean }[];
  /** Newest first. */
  invoiceNumbers: string[];
  outstandingMinor: number;
}

export interface NorthwindContact {
  name: string;
  email: string;
}

type Row = Record<string, string>;

/** The import files, and what a client of theirs must see today. */
export class Northwind {
  readonly folder: string;
  readonly #today: string;
  readonly #clients: Row[];
  readonly #contacts: Row[];
  readonly #quotes: Row[];
  readonly #invoices: Row[];

  /**
   * Copies the files. When they have grown so old that their quotes have run out, all dates are moved by the same
   * number of days, as they were when the files were made.
   */
  constructor(folder: string, today = new Date()) {
    this.folder = folder;
    this.#today = isoDay(today);
    cpSync(NORTHWIND, folder, { recursive: true });
    const age = Math.floor((today.getTime() - Date.parse(LAST_ORDER)) / DAY_MS);
    if (age > DAYS_AS_THEY_ARE) moveDates(folder, age - 1);
    this.#clients = rows(join(folder, 'clients.csv'));
    this.#contacts = rows(join(folder, 'contacts.csv'));
    this.#quotes = rows(join(folder, 'quotes.csv'));
    this.#invoices = rows(join(folder, 'invoices.csv'));
  }

  file(kind: string): string {
    return join(this.folder, `${kind}.csv`);
  }

  /** E-mail addresses of the clients that have one. */
  get addresses(): string[] {
    return this.#clients.flatMap(({ email }) => email || []);
  }

  get clientCount(): number {
    return this.#clients.length;
  }

  /** The first contact of a client. */
  contact(clientExternalId: string): NorthwindContact {
    const row = this.#contacts.find(({ client_external_id }) => client_external_id === clientExternalId);
    if (!row) throw new Error(`${clientExternalId} has no contact`);
    return { name: row.name!, email: row.email! };
  }

  client(externalId: string): NorthwindClient {
    const row = this.#clients.find(({ external_id }) => external_id === externalId);
    if (!row) throw new Error(`there is no client ${externalId}`);
    const own = ({ client_external_id }: Row) => client_external_id === externalId;
    const open = this.#invoices.filter((invoice) => own(invoice) && invoice.status !== 'paid');
    const balance = ({ total, amount_paid }: Row) => minor(total!) - minor(amount_paid!);
    return {
      externalId,
      name: row.name!,
      email: row.email!,
      pendingQuotes: this.#quotes
        .filter((quote) => own(quote) && quote.status === 'sent' && quote.valid_until! >= this.#today)
        .map((quote) => ({ number: quote.number!, total: amount(minor(quote.total!)), validUntil: quote.valid_until! })),
      openInvoices: open.map((invoice) => ({
        number: invoice.number!,
        balance: amount(balance(invoice)),
        isOverdue: invoice.due_on! < this.#today,
      })),
      invoiceNumbers: this.#invoices
        .filter(own)
        .sort((a, b) => b.issued_on!.localeCompare(a.issued_on!))
        .map(({ number }) => number!),
      outstandingMinor: open.reduce((sum, invoice) => sum + balance(invoice), 0),
    };
  }
}

/** As the pages write it, less the currency: 17,260.35 */
export function amount(minorUnits: number): string {
  return (minorUnits / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/**
 * The lines of a file whose rows do not have as many fields as its head; lines are counted from 1, the head's.
 */
export function brokenLines(file: string): number[] {
  const records = parse(readFileSync(file), { relax_column_count: true, relax_quotes: true }) as string[][];
  const fields = records[0]?.length;
  return records.flatMap((record, index) => (record.length === fields ? [] : index + 1));
}

function rows(file: string): Row[] {
  return parse(readFileSync(file), { columns: true }) as Row[];
}

/** "1234.50" as 123450, without a float in between. */
function minor(text: string): number {
  const [whole, fraction = ''] = text.split('.');
  return Number(`${whole}${fraction.padEnd(2, '0')}`);
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function moveDates(folder: string, days: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const moved = readFileSync(file, 'utf8').replace(DATE, (day) => isoDay(new Date(Date.parse(day) + days * DAY_MS)));
    writeFileSync(file, moved);
  }
}
