// How many bytes a visitor waits for. Counted as they come over the wire.
import { aProduct, expect, test } from './shop.js';

async function loads(page, path) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  // As on a first visit: finding the page has fetched the style sheet already.
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const urls = new Map();
  const bytes = new Map();
  session.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, new URL(response.url).pathname));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
  await page.goto(path, { waitUntil: 'load' });
  const atLoad = new Set(bytes.keys());
  await page.waitForTimeout(3000);
  return [...bytes].map(([id, size]) => ({ path: urls.get(id), size, before: atLoad.has(id) }));
}

const sum = (responses) => responses.reduce((total, response) => total + response.size, 0);

test('a product page is complete within 40 kB, its island within 110 kB more', async ({ page }) => {
  const product = await aProduct(page, 'kind=n8n-workflow&price=one-time');
  const responses = await loads(page, product);
  const island = responses.filter(({ path }) => /\.(wasm|js)$/.test(path));
  const rest = responses.filter(({ path }) => !/\.(wasm|js)$/.test(path));
  console.log(`page ${(sum(rest) / 1000).toFixed(1)} kB, island ${(sum(island) / 1000).toFixed(1)} kB`);
  expect(island.length).toBeGreaterThan(1);
  expect(sum(rest)).toBeLessThan(40_000);
  expect(sum(island)).toBeLessThan(110_000);
  expect(island.every(({ before }) => !before), 'the island comes after the page').toBe(true);
});

test('the home page brings no script but a hint', async ({ page }) => {
  const responses = await loads(page, '/');
  expect(responses.filter(({ path }) => /\.(wasm|js)$/.test(path))).toEqual([]);
  expect(sum(responses)).toBeLessThan(60_000);
});
