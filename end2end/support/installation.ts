import { join } from 'node:path';
import { newFolder } from './environment.ts';
import { MailServer } from './mail-server.ts';
import { IMPORTS, Northwind } from './northwind.ts';
import { type Person, Portal } from './portal.ts';
import { test as base } from './test.ts';

export const POWER_USER: Person = {
  email: 'paula.power@company.example',
  name: 'Paula Power',
  password: 'correct horse battery staple',
};

export interface Installation {
  portal: Portal;
  mail: MailServer;
  files: Northwind;
  /** What each import printed, by kind. */
  imported: Map<string, string>;
}

/**
 * An empty database, a power user made at the command line, the Northwind files imported before the server starts,
 * and a real mail server.
 */
async function install(name: string, settings: NodeJS.ProcessEnv): Promise<Installation> {
  const folder = newFolder(`${name}-mail`);
  const mail = await MailServer.start(folder);
  const portal = await Portal.create(name, { SMTP_URL: `smtp://127.0.0.1:${mail.port}`, ...settings });
  const files = new Northwind(join(folder, 'northwind'));
  const imported = new Map<string, string>();
  try {
    await portal.createStaff('power_user', POWER_USER);
    for (const { kind } of IMPORTS) imported.set(kind, await portal.mustRun(['import', kind, files.file(kind)]));
    await portal.serve();
  } catch (error) {
    await portal.stop();
    await mail.stop();
    throw error;
  }
  return { portal, mail, files, imported };
}

interface WorkerFixtures {
  /** Specs that name another one get an installation of their own. */
  installationName: string;
  /** Environment variables of the server beside the usual ones. */
  settings: NodeJS.ProcessEnv;
  installation: Installation;
}

/** Tests against a Northwind installation. */
export const test = base.extend<object, WorkerFixtures>({
  installationName: ['northwind', { option: true, scope: 'worker' }],
  settings: [{}, { option: true, scope: 'worker' }],
  installation: [
    async ({ installationName, settings }, use) => {
      const installation = await install(installationName, settings);
      await use(installation);
      await installation.portal.stop();
      await installation.mail.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ installation }, use) => use(installation.portal.url),
});

export { expect } from './test.ts';
