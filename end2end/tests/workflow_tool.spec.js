// The workflow tool: everything in the browser, nothing sent.
import fs from 'node:fs';

import { AxeBuilder } from '@axe-core/playwright';

import { expect, test } from './shop.js';
import { changed, file, heavy, leaky, secret } from './workflows.js';

const page_ = '/tools/workflow';
const opens = async (page) => {
  await page.goto(page_);
  await page.locator('.workbench[data-live="true"]').waitFor();
};
const gives = (page, ...files) => page.getByTestId('files').setInputFiles(files);
const panel = (page, title) => page.locator('.panel', { has: page.getByRole('heading', { name: title }) });
const drawn = (page, nth = 0) => page.locator(`#workbench-drawing-${nth} .graph-viewer[data-live="true"]`).waitFor();

/** Drops a file as a hand does, which no input is involved in. */
async function drops(page, files) {
  const data = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const { name, text } of files) data.items.add(new File([text], name, { type: 'application/json' }));
    return data;
  }, files.map(({ name, buffer }) => ({ name, text: buffer.toString() })));
  await page.dispatchEvent('.drop-zone', 'dragover', { dataTransfer: data });
  await expect(page.locator('.drop-zone')).toHaveAttribute('data-over', 'true');
  await page.dispatchEvent('.drop-zone', 'drop', { dataTransfer: data });
}

async function downloads(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return { name: download.suggestedFilename(), text: fs.readFileSync(await download.path(), 'utf8') };
}

test('a file that is dropped is drawn, scored and searched for secrets, which are never shown whole', async ({ page }) => {
  await opens(page);
  await drops(page, [file('team.json', leaky())]);
  await drawn(page);
  await expect(page.getByRole('heading', { name: 'Tell the team' })).toBeFocused();
  await expect(page.locator('.wf-graph [data-node]')).toHaveCount(2);
  const secrets = panel(page, 'Secrets and private data');
  await expect(secrets).toContainText('ghp_…');
  await expect(secrets).toContainText('in “Ask GitHub”');
  await expect(panel(page, 'Score')).toContainText('of 100');
  await expect(panel(page, 'What it can do')).toContainText('It can run by itself at set times.');
  await expect(panel(page, 'What it needs')).toContainText('api.github.com');
  await expect(panel(page, 'What cleaning takes out')).toContainText('pinned test data');
  expect(await page.locator('body').innerHTML()).not.toContain(secret);
});

test('the place of a secret leads to its node', async ({ page }) => {
  await opens(page);
  await gives(page, file('team.json', leaky()));
  await drawn(page);
  await panel(page, 'Secrets and private data').locator('.finding__path--node').first().click();
  await expect(page.locator('[data-node="1"]')).toBeFocused();
  await expect(page.locator('[data-node="1"]')).toHaveClass(/is-selected/);
});

test('the cleaned file has no secret and nothing of its author, and keeps the secret only when told so', async ({ page }) => {
  await opens(page);
  await gives(page, file('team.json', leaky()));
  await drawn(page);
  const { name, text } = await downloads(page, 'Download the cleaned file');
  expect(name).toBe('team.cleaned.json');
  const cleaned = JSON.parse(text);
  expect(cleaned.pinData ?? {}).toEqual({});
  expect(cleaned.active).toBe(false);
  expect(text).not.toContain(secret);
  expect(text).not.toContain('Header of Ada');
  expect(cleaned.nodes.map((node) => node.name)).toEqual(['Every morning', 'Ask GitHub']);
  await page.getByLabel(/Replace secrets/).uncheck();
  await expect(page.locator('.workbench__take')).toContainText('The file keeps 1 secret');
  expect((await downloads(page, 'Download the cleaned file')).text).toContain(secret);
  const picture = await downloads(page, 'Download the drawing');
  expect(picture.name).toBe('team.svg');
  expect(picture.text).toMatch(/^<svg /);
});

test('what is no workflow is refused by name, place and reason', async ({ page }) => {
  await opens(page);
  await gives(page, file('broken.json', '{"nodes": [}'));
  const said = page.getByRole('alert');
  await expect(said).toContainText('“broken.json” cannot be read');
  await expect(said).toContainText(/line 1, column \d+/);
  await gives(page, file('large.json', ' '.repeat(6_000_000)));
  await expect(said).toContainText('The file has 6.0 MB; a workflow may have at most 5 MB.');
  await gives(page, file('one.json', leaky()), file('two.json', 'no'));
  await expect(said).toContainText('“two.json” cannot be read');
  await gives(page, file('1.json', '1'), file('2.json', '2'), file('3.json', '3'));
  await expect(said).toContainText('Choose no more than two at once.');
});

test('a workflow that something follows is used when asked', async ({ page }) => {
  await opens(page);
  await gives(page, file('chat.json', `${JSON.stringify(leaky())}\nHope this helps!`));
  await page.getByRole('button', { name: 'Use the workflow that comes first' }).click();
  await expect(page.getByRole('heading', { name: 'Tell the team' })).toBeVisible();
});

test('text that is pasted is examined, anywhere on the page or in the field for it', async ({ page }) => {
  await opens(page);
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, JSON.stringify(leaky()));
  await expect(page.getByRole('heading', { name: 'Tell the team' })).toBeVisible();
  await page.getByText('Paste it instead').click();
  await page.getByLabel('Nodes copied in n8n').fill(JSON.stringify(changed()));
  await page.getByRole('button', { name: 'Examine the text' }).click();
  await expect(page.locator('.wf-graph [data-node]')).toHaveCount(3);
});

test('two files are compared, in color, in signs and in words', async ({ page }) => {
  await opens(page);
  await gives(page, file('old.json', leaky()), file('new.json', changed()));
  await drawn(page, 0);
  await drawn(page, 1);
  await expect(page.locator('#workbench-drawing-1 .wf-marked--added')).toHaveCount(1);
  await expect(page.locator('#workbench-drawing-0 .wf-marked--changed')).toHaveCount(1);
  await expect(page.locator('.legend')).toContainText('1 added');
  const change = panel(page, 'What changed').locator('.finding', { hasText: 'Ask GitHub' }).filter({ has: page.locator('button') }).first();
  await change.locator('button').click();
  for (const side of [0, 1]) await expect(page.locator(`#workbench-drawing-${side} .is-selected`)).toHaveCount(1);
  await page.getByRole('button', { name: 'Compare the other way round' }).click();
  await expect(page.locator('#workbench-drawing-0 .wf-marked--removed')).toHaveCount(1);
  await page.getByRole('button', { name: 'Examine the new version alone' }).click();
  await page.getByTestId('version').setInputFiles(file('new.json', changed()));
  await expect(page.getByText('Old version: old.json')).toBeVisible();
});

test('no request is made while files are dropped, examined, compared and downloaded', async ({ page }) => {
  await opens(page);
  await page.waitForLoadState('networkidle');
  const asked = [];
  page.on('request', (request) => request.url().startsWith('blob:') || asked.push(request.url()));
  await drops(page, [file('team.json', leaky())]);
  await drawn(page);
  await downloads(page, 'Download the cleaned file');
  await downloads(page, 'Download the drawing');
  await gives(page, file('old.json', leaky()), file('new.json', changed()));
  await drawn(page, 1);
  await gives(page, file('broken.json', '{'));
  await expect(page.getByRole('alert')).toBeVisible();
  expect(asked).toEqual([]);
});

test('the worker could not send anything if it tried', async ({ page }) => {
  const answers = [];
  page.on('response', (response) => response.url().includes('/workbench/worker.') && answers.push(response));
  await opens(page);
  await expect.poll(() => answers.length).toBe(1);
  const policy = answers[0].headers()['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('connect-src');
});

test('the example can be tried', async ({ page }) => {
  await opens(page);
  await page.getByRole('button', { name: 'Try it with an example' }).click();
  await drawn(page);
  await expect(panel(page, 'What it needs')).toContainText('HubSpot');
});

test('a heavy file leaves the page at hand, and can be called off', async ({ page }) => {
  await opens(page);
  await gives(page, file('heavy.json', heavy()));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.workbench__busy')).toHaveCount(0);
  await expect(page.locator('.workbench__result')).toHaveCount(0);
  await gives(page, file('team.json', leaky()));
  // A worker is hired anew first.
  await expect(page.getByRole('heading', { name: 'Tell the team' })).toBeVisible({ timeout: 30_000 });
  // The longest time the page did not move while the worker had all to do.
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    const tick = () => {
      window.longest = Math.max(window.longest, performance.now() - last);
      last = performance.now();
      if (!document.querySelector('.workbench__heavy')) setTimeout(tick, 10);
    };
    tick();
  });
  await gives(page, file('heavy.json', heavy()));
  await expect(page.getByText('Showing it may make this page slow')).toBeVisible({ timeout: 30_000 });
  expect(await page.evaluate(() => window.longest)).toBeLessThan(1500);
});

test('without JavaScript the page says why it needs it, and names the commands', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(page_);
  // The browser of the tests, with its scripts turned off from outside, does not show what <noscript> holds.
  expect(await page.content()).toMatch(/<noscript>.*This tool needs JavaScript/s);
  await expect(page.getByText('autopilot workflow sanitise')).toBeVisible();
  await expect(page.locator('.drop-zone')).toBeHidden();
  await context.close();
});

for (const [state, files] of Object.entries({
  examined: [file('team.json', leaky())],
  compared: [file('old.json', leaky()), file('new.json', changed())],
  refused: [file('broken.json', '{')],
})) {
  test(`what was ${state} fits every width and can be used by everyone`, async ({ browser }) => {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    await opens(page);
    await gives(page, ...files);
    await page.locator('.workbench__result, .banner--bad').first().waitFor();
    const found = [];
    for (const width of [360, 768, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) found.push(`${over} wider than ${width}`);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${state}-${width}-${colorScheme}.png`, fullPage: true });
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, nodes } of violations) found.push(`${width}, ${colorScheme}: ${id}: ${nodes.map(({ target }) => target).join(' ')}`);
      }
    }
    expect(found).toEqual([]);
    await context.close();
  });
}
