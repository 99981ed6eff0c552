import type { Page } from '@playwright/test';

/** A picture of one pixel. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function picture(name: string): GivenFile {
  return { name, mimeType: 'image/png', buffer: PICTURE };
}

/** Chooses files in the form that takes them, and sends it. */
export async function upload(page: Page, files: GivenFile[]): Promise<void> {
  await page.getByLabel('Files', { exact: true }).setInputFiles(files);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
}

/** Drops files on the form, as from a folder beside the browser. */
export async function drop(page: Page, files: GivenFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, mimeType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: mimeType }));
    }
    return data;
  }, given);
  await page.locator('form.upload').dispatchEvent('drop', { dataTransfer: transfer });
}
