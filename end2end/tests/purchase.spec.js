import { readFile } from 'node:fs/promises';

import { aProduct, buys, expect, test } from './shop.js';

async function revealsAndDownloads(page) {
  await page.locator('form[action="/api/reveal-license"] button').first().click();
  await expect(page.locator('main')).toContainText(/AM-([0-9A-Z]{5}-){4}[0-9A-Z]{6}[0-9A-Z*~$=]/);
  const download = page.waitForEvent('download');
  await page.locator('form[action="/api/start-download"] button').first().click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.json$/);
  const workflow = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(workflow.nodes.length).toBeGreaterThan(4);
  expect(workflow.active).toBe(false);
}

test('a shopper sees a workflow move, buys it, and downloads it', async ({ page }) => {
  const product = await aProduct(page, 'kind=n8n-workflow&price=one-time');
  await page.goto(product);
  await page.locator('.graph-viewer[data-live="true"]').waitFor();
  const picture = page.locator('.wf-viewport').first();
  const before = await picture.getAttribute('transform');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(picture).not.toHaveAttribute('transform', before ?? '');
  await buys(page, product);
  await revealsAndDownloads(page);
});

test.describe('with JavaScript off', () => {
  test.use({ javaScriptEnabled: false });

  test('a shopper sees a workflow, buys it, and downloads it', async ({ page }) => {
    const product = await aProduct(page, 'kind=n8n-workflow&price=one-time');
    await page.goto(product);
    await expect(page.locator('svg.wf-graph').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Zoom in' })).toBeHidden();
    await buys(page, product);
    await revealsAndDownloads(page);
  });
});
