import { join } from 'node:path';
import pg from 'pg';
import type { Portal } from './portal.ts';

/** Where the installation's private PostgreSQL listens. */
export function socketFolder(portal: Portal): string {
  return join(portal.dataFolder, 'postgres/cluster/socket');
}

/** One statement against the installation's private PostgreSQL, for what no page can bring about: the passing of time. */
export async function query(portal: Portal, statement: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    host: socketFolder(portal),
    user: 'portal',
    database: 'portal',
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

const TABLES = ['clients', 'client_contacts', 'quotes', 'invoices', 'lines', 'payments'];

/** A digest of every row that an import can touch. */
export async function digest(portal: Portal): Promise<Record<string, unknown>> {
  const digests = await Promise.all(
    TABLES.map(async (table) => {
      const [row] = await query(portal, `select count(*) as rows, md5(string_agg(t::text, ',' order by t.id)) from ${table} t`);
      return [table, row] as const;
    }),
  );
  return Object.fromEntries(digests);
}
