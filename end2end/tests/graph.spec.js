// The workflow's picture in a visitor's hands.
import { aProduct, expect, test } from './shop.js';

const where = (page) =>
  page.locator('.wf-viewport').first().evaluate((view) => {
    const found = /translate\((\S+) (\S+)\) scale\((\S+)\)/.exec(view.getAttribute('transform') ?? 'translate(0 0) scale(1)');
    return { x: Number(found[1]), y: Number(found[2]), zoom: Number(found[3]) };
  });

const middle = async (locator) => {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

const live = (page) => page.locator('.graph-viewer[data-live="true"]').waitFor();
const node = (page, nth) => page.locator('.wf-viewport [data-node]').nth(nth);
const body = (page, nth) => node(page, nth).locator('rect, circle, path').first();

test.beforeEach(async ({ page }) => {
  await page.goto(await aProduct(page, 'kind=n8n-workflow&price=one-time'));
});

test('coming alive moves nothing on the page', async ({ page }) => {
  const shift = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 2500);
      }),
  );
  await live(page);
  expect(shift).toBeLessThan(0.01);
});

test('the plain wheel scrolls the page, with Ctrl it zooms to the cursor', async ({ page }) => {
  await live(page);
  const start = await middle(body(page, 2));
  await page.mouse.move(start.x, start.y);
  await page.mouse.wheel(0, 150);
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(50);
  expect((await where(page)).zoom).toBe(1);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForTimeout(200);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await page.waitForTimeout(300);
  expect((await where(page)).zoom).toBeGreaterThan(1.1);
  const after = await middle(body(page, 2));
  expect(Math.hypot(after.x - start.x, after.y - start.y)).toBeLessThan(2);
});

test('dragging pans by as much as the hand moves', async ({ page }) => {
  await live(page);
  const start = await middle(body(page, 2));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x - 40, start.y - 20, { steps: 5 });
  await page.mouse.up();
  const after = await middle(body(page, 2));
  expect(Math.abs(after.x - start.x + 40)).toBeLessThan(2);
  expect(Math.abs(after.y - start.y + 20)).toBeLessThan(2);
  await expect(page.locator('.graph-viewer__panel')).toHaveCount(0);
});

test('a node opens its panel by mouse and by keyboard, and Escape gives the focus back', async ({ page }) => {
  await live(page);
  const at = await middle(body(page, 2));
  await page.mouse.click(at.x, at.y);
  await expect(page.locator('.graph-viewer__panel')).toBeVisible();
  await expect(page.locator('.graph-viewer__withheld')).toContainText('after purchase');
  await page.keyboard.press('Escape');
  await expect(page.locator('.graph-viewer__panel')).toHaveCount(0);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-node'));
  const first = await focused();
  expect(first).not.toBeNull();
  await page.keyboard.press('End');
  expect(await focused()).not.toBe(first);
  await expect(page.locator('.graph-viewer__said')).toContainText(/ of \d+/);
  await page.keyboard.press('Enter');
  await expect(page.locator('.graph-viewer__panel')).toBeVisible();
});

test('exactly one node is a stop for Tab', async ({ page }) => {
  await live(page);
  await expect(page.locator('.wf-viewport [data-node][tabindex="0"]')).toHaveCount(1);
});

test('a node is read out by the words that are seen on it', async ({ page }) => {
  await live(page);
  const nodes = await page.locator('.wf-viewport [data-node][role="button"]').all();
  expect(nodes.length).toBeGreaterThan(4);
  const together = (words) => words.join('').replace(/\s/g, '').replace(/…$/, '');
  for (const button of nodes) {
    const title = await button.locator('> title').textContent();
    await expect(button).toHaveAccessibleName(title);
    expect(together([title])).toContain(together(await button.locator('.wf-label').allTextContents()));
  }
});

test('a free workflow shows its parameters, a paid one does not send them at all', async ({ page }) => {
  const paid = await page.content();
  expect(paid).toContain('data-props');
  const free = await aProduct(page, 'kind=n8n-workflow&price=free');
  await page.goto(free);
  await live(page);
  const at = await middle(body(page, 1));
  await page.mouse.click(at.x, at.y);
  await expect(page.locator('.graph-viewer__panel')).toBeVisible();
});
