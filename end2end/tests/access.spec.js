// Pages fit every window, in both themes, and can be used by everyone.
import { AxeBuilder } from '@axe-core/playwright';

import { expect, privatePages, publicPages, signsIn, test } from './shop.js';

async function check(page, path, found) {
  const quiet = /status of (403|404)/;
  page.removeAllListeners('console');
  page.on('console', (message) => message.type() === 'error' && !quiet.test(message.text()) && found.push(`${path}: ${message.text()}`));
  await page.goto(path);
  // The style guide shows each component once for every theme, so there its landmarks repeat on purpose.
  const repeated = path === '/styleguide' ? ['landmark-unique'] : [];
  const { violations } = await new AxeBuilder({ page }).disableRules(repeated).analyze();
  for (const violation of violations) found.push(`${path}: ${violation.id}: ${violation.nodes.map((node) => node.target).join(' ')}`);
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on any page in the ${colorScheme} theme`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    const found = [];
    for (const path of await publicPages(page)) await check(page, path, found);
    for (const [role, paths] of Object.entries(privatePages)) {
      await context.clearCookies();
      await signsIn(page, role);
      for (const path of paths) await check(page, path, found);
    }
    expect(found).toEqual([]);
    await context.close();
  });
}

for (const width of [320, 360, 768, 1440]) {
  test(`nothing is wider than a window of ${width} pixels`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await context.newPage();
    const tooWide = [];
    const measure = async (path) => {
      await page.goto(path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) tooWide.push(`${path} by ${over}`);
    };
    for (const path of await publicPages(page)) await measure(path);
    for (const [role, paths] of Object.entries(privatePages)) {
      await context.clearCookies();
      await signsIn(page, role);
      for (const path of paths) await measure(path);
    }
    expect(tooWide).toEqual([]);
    await context.close();
  });
}
