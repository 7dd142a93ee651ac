// What changed in a version, to be looked at: choosing a change brings its node into view, without a script.
import { expect, test } from './shop.js';

const desk = '/products/quiet-queue/support-triage-desk/changes/1.3.0';

test.use({ javaScriptEnabled: false });

test('choosing a change enlarges the drawing and brings its node into view', async ({ page }) => {
  await page.goto(desk);
  const node = page.locator('#new-graph .wf-marked--added').last();
  const body = node.locator('.wf-body');
  const before = await body.boundingBox();
  const id = await node.getAttribute('id');
  await page.locator(`.changes-line a[href="#${id}"]`).first().click();
  await expect(body).toBeInViewport();
  const after = await body.boundingBox();
  expect(after.width).toBeGreaterThan(before.width * 1.5);
  const canvas = await page.locator('.changes-drawing__canvas').last().boundingBox();
  expect(after.x).toBeGreaterThanOrEqual(canvas.x - 1);
  expect(after.x + after.width).toBeLessThanOrEqual(canvas.x + canvas.width + 1);
  await page.getByRole('link', { name: 'Show all of it' }).last().click();
  expect((await body.boundingBox()).width).toBeCloseTo(before.width, 0);
});

test('the drawings stand side by side where there is room, and below each other where there is none', async ({ page }) => {
  for (const [width, beside] of [[1440, true], [768, false], [360, false]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(desk);
    const [old, now] = await page.locator('.changes-drawing').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(old === now, `at ${width}`).toBe(beside);
  }
});
