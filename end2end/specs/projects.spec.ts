import { expect, test } from '../support/demo.ts';

test('projects stand along the months, and each has its conversation', async ({ pageOf }) => {
  const page = await pageOf('client');
  await page.goto('/portal/projects');
  const timeline = page.getByRole('region', { name: 'Upcoming and running' });
  await expect(timeline).toContainText('The line is today');
  const name = await timeline.getByRole('link').first().innerText();
  await timeline.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('region', { name: 'Progress', exact: true })).toBeVisible();
  const project = new URL(page.url()).pathname;
  await page.locator(`main a[href="${project.replace('projects', 'messages')}"]`).first().click();
  await expect(page.getByLabel('Your message')).toBeVisible();

  await page.goto(`/portal/projects?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole('main').locator(`a.row-link[href="${project}"]`).first()).toBeVisible();
  await page.goto('/portal/projects?q=nothing-has-this-name');
  await expect(page.getByRole('main').locator('a.row-link')).toHaveCount(0);
});
