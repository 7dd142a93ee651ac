// The workflow's picture in a visitor's hands.
import { aProduct, expect, test } from './shop.js';

// A paid workflow whose vendor shows what its nodes are set to.
// Paid, with what its nodes are set to for all to see; and free, so that everybody may have the file.
const OPEN = '/products/hanami-desk/shelf-stock-alerts';
const FREE = '/products/kitchener-road/price-watch-with-history';

const where = (page) =>
  page.locator('.graph-viewer__camera').evaluate((view) => {
    const found = /translate\((\S+)px, (\S+)px\) scale\((\S+)\)/.exec(view.style.transform || 'translate(0px, 0px) scale(1)');
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
  await page.waitForTimeout(100);
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

test('a free workflow shows its parameters, expressions apart, a paid one does not send them at all', async ({ page }) => {
  await live(page);
  const props = () => page.locator('leptos-island[data-props]').first().getAttribute('data-props');
  expect(await props()).not.toContain('"parameters"');
  await page.goto(OPEN);
  await live(page);
  expect(await props()).toContain('"parameters"');
  const { nodes } = JSON.parse(await props());
  const telling = nodes.find(({ parameters = [] }) => parameters.some(([, value]) => value.startsWith('=')));
  await page.goto(`${OPEN}#workflow-node-${telling.index}`);
  await expect(page.locator('.graph-viewer__expression').first()).toContainText('{{');
  await expect(page.locator('.graph-viewer__name')).toHaveText(telling.name);
});

test('arrows follow the edges, and each step is told', async ({ page }) => {
  await live(page);
  const { nodes, links } = JSON.parse(await page.locator('leptos-island[data-props]').first().getAttribute('data-props'));
  const link = links.find(({ a, f, t }) => !a && links.find((other) => other.f === f && !other.a).t === t && links.find((other) => other.t === t && !other.a).f === f);
  const [from, to] = [link.f, link.t].map((index) => nodes.find((node) => node.index === index));
  const focused = () => page.evaluate(() => Number(document.activeElement?.getAttribute('data-node')));
  await page.locator(`[data-node="${from.index}"]`).focus();
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe(to.index);
  const step = `${to.name}, `;
  await expect(page.locator('.graph-viewer__said')).toContainText(step);
  await expect(page.locator('.graph-viewer__said')).toContainText(`, from ${from.name}`);
  await expect(page.locator('.graph-viewer__said')).toContainText(new RegExp(`step \\d+ of ${nodes.length}`));
  await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe(from.index);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('.graph-viewer')).toHaveAttribute('data-marked', 'reached');
  await expect(page.locator(`[data-node="${to.index}"]`)).toHaveAttribute('data-reached', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('.graph-viewer')).not.toHaveAttribute('data-marked', /.*/);
});

test('a node is found by its name, counted, shown and reached with Tab', async ({ page }) => {
  await live(page);
  const { nodes } = JSON.parse(await page.locator('leptos-island[data-props]').first().getAttribute('data-props'));
  const sought = nodes[2];
  await page.locator('[data-node][tabindex="0"]').focus();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Find a node')).toBeFocused();
  await page.keyboard.type(sought.name.toUpperCase());
  await expect(page.locator('.graph-viewer__said')).toContainText('found');
  await expect(page.locator(`[data-node="${sought.index}"]`)).toHaveAttribute('data-found', 'true');
  await page.keyboard.press('Enter');
  await expect(page.locator('.graph-viewer__said')).toContainText(sought.name);
  await expect(page.locator('.graph-viewer__count')).toHaveText(/^1\/\d+$/);
  await expect(page.locator(`[data-node="${sought.index}"]`)).toHaveAttribute('tabindex', '0');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-found]')).toHaveCount(0);
  await page.keyboard.press('/');
  await page.keyboard.type('zzzz01+-');
  await expect(page.locator('.graph-viewer__said')).toHaveText('No node is called that.');
});

test('the map appears when something is out of sight, and moves the view', async ({ page }) => {
  await live(page);
  const map = page.locator('.graph-viewer__map');
  await expect(map).toHaveCount(0);
  for (let nth = 0; nth < 4; nth += 1) await page.getByLabel('Zoom in').click();
  await expect(map).toBeVisible();
  await page.waitForTimeout(300);
  const before = await where(page);
  const box = await map.boundingBox();
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 20, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  await page.waitForTimeout(100);
  const after = await where(page);
  expect(after.x).toBeGreaterThan(before.x + 20);
  expect(after.zoom).toBe(before.zoom);
  await page.getByLabel('Fit the whole graph').click();
  await expect(map).toHaveCount(0);
});

test('an address points to a node, and choosing one changes it without a step back', async ({ page }) => {
  const { nodes } = JSON.parse(await page.locator('leptos-island[data-props]').first().getAttribute('data-props'));
  await page.goto(`${page.url()}#workflow-node-${nodes[3].index}`);
  await live(page);
  await expect(page.locator('.graph-viewer__name')).toHaveText(nodes[3].name);
  await page.waitForTimeout(300);
  const [canvas, shown] = [await page.locator('.graph-viewer__canvas').boundingBox(), await page.locator(`[data-node="${nodes[3].index}"] > .wf-body`).boundingBox()];
  expect(shown.x).toBeGreaterThan(canvas.x);
  expect(shown.x + shown.width).toBeLessThan(canvas.x + canvas.width);
  const steps = await page.evaluate(() => history.length);
  await page.locator('.graph-viewer__ways button').first().click();
  await expect(page).not.toHaveURL(new RegExp(`#workflow-node-${nodes[3].index}$`));
  await expect(page).toHaveURL(/#workflow-node-\d+$/);
  expect(await page.evaluate(() => history.length)).toBe(steps);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/[a-z0-9-]+$/);
});

test('a node, the workflow and a link can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.goto(FREE);
  await live(page);
  await page.getByRole('button', { name: 'Copy for n8n' }).click();
  await expect(page.locator('.graph-viewer__notice')).toContainText('Copied');
  const whole = JSON.parse(await copied());
  expect(whole.nodes.length).toBeGreaterThan(2);
  expect(Object.keys(whole.connections).length).toBeGreaterThan(0);
  await page.locator('[data-node][tabindex="0"]').focus();
  await page.keyboard.press('Enter');
  const name = await page.locator('.graph-viewer__name').textContent();
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(page.locator('.graph-viewer__notice')).toContainText('The node is copied');
  const one = JSON.parse(await copied());
  expect([one.nodes.length, one.nodes[0].name, one.connections]).toEqual([1, name, {}]);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.locator('.graph-viewer__notice')).toContainText('The link is copied');
  expect(await copied()).toBe(page.url());
});

test('what is for sale is copied node by node, never whole', async ({ page }) => {
  await page.goto(OPEN);
  await live(page);
  await expect(page.getByRole('button', { name: 'Copy for n8n' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'as JSON' })).toHaveCount(0);
});

test('the picture is downloaded as SVG and as PNG', async ({ page }) => {
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
  };
  const svg = await saved('Download the picture as SVG');
  expect(svg.name).toMatch(/\.svg$/);
  expect(svg.bytes.toString()).toMatch(/^<svg /);
  const png = await saved('as PNG');
  expect(png.name).toMatch(/\.png$/);
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBeGreaterThan(500);
});

test('nothing glides for those who asked for less motion', async ({ page }) => {
  const duration = () => page.locator('.graph-viewer__camera').evaluate((view) => getComputedStyle(view).transitionDuration);
  await live(page);
  await page.getByLabel('Zoom in').click();
  await page.waitForTimeout(50);
  expect(await duration()).toBe('0.16s');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByLabel('Zoom in').click();
  await page.waitForTimeout(50);
  expect(await duration()).toBe('0s');
});

test('in the dark the canvas is dark', async ({ page }) => {
  const canvas = () => page.locator('.graph-viewer__canvas').evaluate((view) => getComputedStyle(view).backgroundColor);
  const lightness = async () => Number(/^oklch\(([\d.]+)/.exec(await canvas())[1]);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await lightness()).toBeGreaterThan(0.9);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await lightness()).toBeLessThan(0.35);
});
