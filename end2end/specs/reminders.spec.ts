import { expect, test } from '../support/demo.ts';
import { openClient } from '../support/staff-pages.ts';

test('staff stop the reminders of a client and begin them again', async ({ pageOf }) => {
  const staff = await pageOf('power_user');
  await openClient(staff, 'Fairwater Ferries');
  const reminders = staff.getByRole('region', { name: 'Reminders' });
  await reminders.getByRole('button', { name: 'Stop reminders' }).click();
  await expect(reminders).toContainText('The client is not reminded of anything.');
  await reminders.getByRole('button', { name: 'Remind again' }).click();
  await expect(reminders).toContainText('The client is reminded of quotes');
});
