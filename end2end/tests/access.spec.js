// Every kind of page fits every window, in both themes, and can be used by everyone.
import { AxeBuilder } from '@axe-core/playwright';

import { databaseOf } from './database.js';
import { expect, test } from './shop.js';
import { tours } from './tour.js';

const widths = [320, 360, 768, 1440];
// A phone and a desk: between them only the room changes.
const looked = [360, 1440];
const database = databaseOf(new URL('../../target/end2end-data', import.meta.url).pathname);

// What the mistakes answer, which the browser reports as well.
const expected = /status of (400|403|404|405|410|413|422|500|503)/;

async function looksAt({ name, page }, found) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) found.push(`${name} is ${over} wider than ${width}`);
    for (const cut of await cutOff(page)) found.push(`${name} at ${width}: "${cut}" does not fit its place`);
    if (!looked.includes(width)) continue;
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await rulesFor(name, page, colorScheme).analyze();
      for (const violation of violations) {
        found.push(`${name} at ${width}, ${colorScheme}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(' ')}`);
      }
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Figures and words that must be whole, and are wider than their place. */
const cutOff = (page) =>
  page.locator('.stat__value, .button, .badge, .key__code, .totals dd, .graph-viewer__tools button').evaluateAll((all) =>
    all.filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0).map((element) => element.textContent));

/** Every rule there is in one theme; the other has the same page in other colors. */
function rulesFor(name, page, colorScheme) {
  const axe = new AxeBuilder({ page });
  if (colorScheme === 'dark') return axe.withRules(['color-contrast', 'link-in-text-block']);
  // The style guide shows each component once for every theme, so there its landmarks repeat on purpose.
  const repeated = name === 'styleguide' ? { 'landmark-unique': { enabled: false } } : {};
  return axe.options({ rules: { 'label-content-name-mismatch': { enabled: true }, ...repeated } });
}

for (const [part, tour] of Object.entries(tours)) {
  test(`every page of ${part} fits and can be used by everyone`, async ({ browser }) => {
    test.setTimeout(480_000);
    // Colors that are still changing would be measured halfway.
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    const found = [];
    page.on('console', (message) => message.type() === 'error' && !expected.test(message.text()) && found.push(`${page.url()}: ${message.text()}`));
    page.on('pageerror', (error) => found.push(`${page.url()}: ${error}`));
    let stops = 0;
    for await (const stop of tour(page, { database })) {
      await looksAt(stop, found);
      stops += 1;
    }
    expect(found).toEqual([]);
    expect(stops).toBeGreaterThan(5);
    await context.close();
  });
}
