// A page of somebody else shows a workflow of ours. It is another origin: the shop is 127.0.0.1, this page is localhost.
import http from 'node:http';

import { aProduct, expect, test } from './shop.js';

let elsewhere;
let lines = '';

test.beforeAll(async () => {
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "style-src 'none'" });
    response.end(`<!doctype html><html lang="en"><title>Somebody's notes</title><body><h1>Notes</h1>${lines}</body>`);
  });
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  elsewhere = { url: `http://localhost:${server.address().port}/`, close: () => server.close() };
});

test.afterAll(() => elsewhere.close());

/** The lines to copy from the product's page. */
async function copied(page, product) {
  await page.goto(product);
  return page.locator('#embed .code-block code').first().textContent();
}

const ground = (frame) => frame.locator('.wf-body').first().evaluate((body) => getComputedStyle(body).fill);

test('the copied lines show the drawing on another site, in both themes', async ({ page }) => {
  const product = await aProduct(page, 'kind=n8n-workflow&price=one-time');
  const snippet = await copied(page, product);
  const fills = {};
  for (const theme of ['light', 'dark']) {
    lines = snippet.replace('<autopilot-workflow ', `<autopilot-workflow theme="${theme}" `);
    await page.goto(elsewhere.url);
    const frame = page.frameLocator('autopilot-workflow iframe');
    await expect(frame.locator('svg.wf-graph .wf-node').first()).toBeVisible();
    await expect(frame.getByRole('link', { name: 'View on Autopilot Monster' })).toHaveAttribute('href', new RegExp(`${product}$`));
    fills[theme] = await ground(frame);
    const box = await page.locator('autopilot-workflow').boundingBox();
    expect(box.height).toBeGreaterThan(200);
    expect(box.height).toBeLessThan(900);
    await expect(page.locator('autopilot-workflow')).toHaveCSS('display', 'block');
  }
  expect(fills.light).not.toBe(fills.dark);
  expect(await page.context().cookies()).toEqual([]);
});

test('without a script, and for an address that is not ours, the link stays to be seen', async ({ page, browser }) => {
  const snippet = await copied(page, await aProduct(page, 'kind=n8n-workflow&price=free'));
  lines = snippet.replace(/src="[^"]*\/embed\/[^"]*"/, 'src="https://elsewhere.example/embed/x"');
  await page.goto(elsewhere.url);
  await expect(page.getByRole('link', { name: /on Autopilot Monster/ })).toBeVisible();
  expect(await page.locator('iframe').count()).toBe(0);

  lines = snippet;
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(elsewhere.url);
  await expect(plain.getByRole('link', { name: /on Autopilot Monster/ })).toBeVisible();
  await context.close();
});

test('the way out of the frame opens the product in a window of its own', async ({ page, context }) => {
  const product = await aProduct(page, 'kind=n8n-workflow&price=one-time');
  lines = await copied(page, product);
  await page.goto(elsewhere.url);
  const opened = context.waitForEvent('page');
  await page.frameLocator('autopilot-workflow iframe').getByRole('link', { name: 'View on Autopilot Monster' }).click();
  const shop = await opened;
  await expect(shop).toHaveURL(new RegExp(`${product}$`));
  await expect(shop.locator('h1')).toBeVisible();
});
