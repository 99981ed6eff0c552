import { query } from '../support/database.ts';
import { expect, test } from '../support/demo.ts';
import { chooseGerman } from '../support/german.ts';

test.afterEach(async ({ demo }) => {
  await query(demo.portal, 'update users set language = null');
});

test('the bell rings in German', async ({ pageOf, demo }) => {
  const page = await pageOf('client');
  await chooseGerman(page);
  const bell = page.getByRole('button', { name: /^Benachrichtigungen/ });
  await expect(bell).toBeVisible();
  await query(
    demo.portal,
    `insert into notifications (id, user_id, client_id, kind, title, href)
     select gen_random_uuid(), u.id, c.id, 'quote_sent', 'Angebot Q-1', '/portal/quotes'
       from users u join clients c on c.portal_user_id = u.id where u.email = $1 limit 1`,
    [demo.people.client.email],
  );
  await expect(bell).toHaveAccessibleName(/^Benachrichtigungen, \d+ ungelesen$/);
  await expect(page.getByText('Neue Benachrichtigung: Angebot Q-1')).toBeAttached();
});
