import { type Browser, type Page } from '@playwright/test';
import type { Who } from './pages.ts';
import { type Person, Portal } from './portal.ts';
import { signIn } from './sign-in.ts';
import { test as base } from './test.ts';

export type DemoRole = 'client' | 'client_of_two' | 'member' | 'power_user' | 'admin';

export interface Demo {
  portal: Portal;
  people: Record<DemoRole, Person>;
}

/** The sign-ins that `client-portal demo` prints: one line for each role. */
function readPeople(printed: string): Record<DemoRole, Person> {
  const find = (role: string): Person => {
    const line = printed.split('\n').find((text) => new RegExp(`^\\W*${role}\\b`, 'i').test(text));
    const parts = line && /([\w.+-]+@[\w.-]+)\s+(?:\W\s*)?(\S.*\S)\s*$/.exec(line);
    if (!parts) throw new Error(`demo printed no sign-in for ${role}:\n${printed}`);
    return { email: parts[1]!, name: '', password: parts[2]! };
  };
  return {
    client: find('client'),
    client_of_two: find('client with two companies'),
    member: find('member'),
    power_user: find('power[ _]user'),
    admin: find('admin(istrator)?'),
  };
}

async function startDemo(name: string, settings: NodeJS.ProcessEnv, host: string): Promise<Demo> {
  const portal = await Portal.create(name, settings, host);
  try {
    const people = readPeople(await portal.mustRun(['demo']));
    await portal.serve();
    return { portal, people };
  } catch (error) {
    await portal.stop();
    throw error;
  }
}

type State = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

interface WorkerFixtures {
  /** What else the server is told. */
  demoSettings: NodeJS.ProcessEnv;
  /** What browsers call the machine of the portal. */
  host: string;
  demo: Demo;
  /** Signs in once for each role and keeps the cookies. */
  sessionOf: (role: DemoRole) => Promise<State>;
}

interface Fixtures {
  /** A page of somebody who is signed in, or of somebody who is not. */
  pageOf: (role: Who) => Promise<Page>;
}

/** Tests against the demo company, one for each worker. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  demoSettings: [{}, { option: true, scope: 'worker' }],
  host: ['127.0.0.1', { option: true, scope: 'worker' }],
  demo: [
    async ({ demoSettings, host }, use, { workerIndex }) => {
      const demo = await startDemo(`demo-${workerIndex}`, demoSettings, host);
      await use(demo);
      await demo.portal.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  sessionOf: [
    async ({ browser, demo }, use) => {
      const states = new Map<DemoRole, State>();
      await use(async (role) => {
        const known = states.get(role);
        if (known) return known;
        const context = await browser.newContext({ baseURL: demo.portal.url });
        await signIn(await context.newPage(), demo.people[role]);
        const state = await context.storageState();
        await context.close();
        states.set(role, state);
        return state;
      });
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ demo }, use) => use(demo.portal.url),
  pageOf: async ({ newPage, sessionOf }, use) =>
    use(async (role) => newPage(role === 'nobody' ? {} : { storageState: await sessionOf(role) })),
});

export { expect } from './test.ts';
