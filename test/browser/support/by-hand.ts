import type { Locator, Page } from 'playwright-core';

/** The field with this label on the form that is open: the dialog's when there is one. */
export async function fieldOf(page: Page, title: string): Promise<Locator> {
  const dialog = page.getByRole('dialog');
  const place = (await dialog.count()) > 0 ? dialog.last() : page.locator('.content');
  return place.locator('.field', { has: page.locator('.field-label', { hasText: new RegExp(`^${escaped(title)}( \\*)?$`) }) });
}

/** Types values into the fields with these labels, as people write them. */
export async function type(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [title, value] of Object.entries(values)) await (await fieldOf(page, title)).locator('input, textarea').first().fill(value);
  await page.keyboard.press('Tab');
}

/** Chooses from a picker: types a part, takes the first row with that text. */
export async function pick(page: Page, title: string, text: string): Promise<void> {
  const input = (await fieldOf(page, title)).getByRole('combobox');
  await input.click();
  if (await input.isEditable()) await input.fill(text);
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: text }).first().click();
}

/** Ticks an open choice. */
export async function tick(page: Page, title: string, text: string): Promise<void> {
  await (await fieldOf(page, title)).getByText(text, { exact: true }).click();
}

/** Fills the newest row of the grid with this label, adding it first. */
export async function addRow(page: Page, grid: string, cells: Readonly<Record<string, string>>): Promise<void> {
  const field = await fieldOf(page, grid);
  const before = await field.locator('tbody tr[aria-label]').count();
  await field.getByRole('button', { name: '添加一行' }).click();
  const row = field.locator('tbody tr[aria-label]').nth(before);
  await row.waitFor();
  for (const [title, value] of Object.entries(cells)) await row.getByLabel(title, { exact: true }).fill(value);
  await page.keyboard.press('Tab');
}

/** Presses a button of the record. */
export async function press(page: Page, name: string): Promise<void> {
  await page.locator('.record-actions').getByRole('button', { name, exact: true }).click();
}

/** Presses the button of the open dialog. */
export async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').last().getByRole('button', { name, exact: true }).click();
}

/** Presses the last button of the open dialog and waits until it is gone. */
export async function finish(page: Page, name: string): Promise<void> {
  await confirm(page, name);
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
