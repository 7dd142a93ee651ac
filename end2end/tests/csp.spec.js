// The content security policy in practice: every page of the tour, with its scripts and its wasm, and not one thing that it forbids.
import { databaseOf } from './database.js';
import { aProduct, expect, test } from './shop.js';
import { tours } from './tour.js';

const database = databaseOf(new URL('../../target/end2end-data', import.meta.url).pathname);

const nonceOf = (answer) => /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1];

for (const [part, tour] of Object.entries(tours)) {
  test(`no page of ${part} does what its policy forbids`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext();
    const [violations, nonces, kept] = [[], [], []];
    await context.exposeBinding('violated', ({ page }, what) => violations.push(`${page.url()}: ${what}`));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => window.violated(`${event.effectiveDirective} ${event.blockedURI}`));
    });
    const page = await context.newPage();
    page.on('response', (answer) => {
      if (answer.request().resourceType() !== 'document' || !answer.url().startsWith('http')) return;
      const nonce = nonceOf(answer);
      if (nonce) nonces.push(nonce);
      const framed = answer.url().includes('/embed/');
      if (!framed && /public/.test(answer.headers()['cache-control'] ?? '')) kept.push(answer.url());
    });
    let stops = 0;
    for await (const stop of tour(page, { database })) {
      await stop.page.waitForLoadState('load');
      stops += 1;
    }
    expect(violations).toEqual([]);
    expect(kept, 'pages that are kept for others').toEqual([]);
    expect(new Set(nonces).size, 'nonces that were used twice').toBe(nonces.length);
    expect(stops).toBeGreaterThan(5);
    await context.close();
  });
}

test('islands and the tool bring their wasm along under the policy', async ({ page }) => {
  const loaded = [];
  page.on('response', (answer) => answer.url().endsWith('.wasm') && loaded.push([answer.status(), answer.url()]));
  await page.goto(await aProduct(page, 'kind=n8n-workflow&price=one-time'));
  await page.locator('.graph-viewer[data-live="true"]').waitFor();
  expect(loaded.map(([status]) => status)).toEqual([200]);
  await page.goto('/tools/workflow');
  await expect.poll(() => loaded.length).toBeGreaterThan(1);
});

test('two loads of one page have different nonces, and nobody else is handed either', async ({ page }) => {
  const first = await page.goto('/products');
  const second = await page.goto('/products');
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  for (const answer of [first, second]) {
    expect(Buffer.from(nonceOf(answer), 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(answer.headers()['cache-control']).toMatch(/private|no-store/);
    expect(answer.headers().vary).toMatch(/cookie/i);
  }
});
