// node look.js <TASK: looks at pages that are full of hostile texts, and says what they did.
//
// TASK: { shop, cookies, open, owned, bare, bareOwned, mails }. Pages are opened as they are, where a violation of their policy
// shows that something in them tried; and the bare ones without it, where a dialog shows that something ran. Prints one
// object: { pages, dialogs, violations, foreign, found }.
import { text } from 'node:stream/consumers';

import { chromium } from '@playwright/test';

const task = JSON.parse(await text(process.stdin));
const seen = { pages: 0, dialogs: 0, violations: 0, foreign: 0, found: [] };
const windows = 3;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
await looksAt(task.open, { bypassCSP: false });
await looksAt(task.owned, { bypassCSP: false }, task.cookies);
await looksAt(task.bare, { bypassCSP: true });
await looksAt(task.bareOwned, { bypassCSP: true }, task.cookies);
await looksAt(task.mails, { bypassCSP: true, html: true });
await browser.close();
console.log(JSON.stringify(seen));

async function looksAt(pages, { bypassCSP, html = false }, cookies = {}) {
  const context = await browser.newContext({ bypassCSP, viewport: { width: 900, height: 700 } });
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: task.shop })));
  await context.exposeBinding('violated', ({ page }, what) => note('violations', page.url(), what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => window.violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });
  // Whatever is asked of somebody else is noted and goes nowhere.
  await context.route((url) => url.origin !== task.shop && !['data:', 'blob:', 'cid:'].includes(url.protocol), (route) => {
    note('foreign', route.request().frame().url(), route.request().url());
    return route.abort();
  });
  const queue = [...pages];
  await Promise.all(Array.from({ length: windows }, async () => {
    const page = await context.newPage();
    page.on('dialog', (dialog) => {
      note('dialogs', page.url(), dialog.message());
      return dialog.dismiss();
    });
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) await opens(page, next, html);
    await page.close();
  }));
  await context.close();
}

async function opens(page, what, html) {
  if (html) await page.setContent(what, { waitUntil: 'load' });
  else await page.goto(task.shop + what, { waitUntil: 'load' });
  seen.pages += 1;
  await touches(page);
  for (const fault of await page.evaluate(faults)) note('found', html ? 'a mail' : what, fault);
}

/** The graph's panel is made by our script of what the nodes are called and set to, so each has its turn. */
async function touches(page) {
  const live = page.locator('.graph-viewer');
  if ((await live.count()) === 0) return;
  const alive = page.locator('.graph-viewer[data-live="true"]').waitFor({ timeout: 20_000 });
  if (!(await alive.then(() => true, () => false))) return note('found', page.url(), 'the graph does not come alive');
  const nodes = page.locator('.wf-viewport [data-node]');
  for (let nth = 0; nth < Math.min(await nodes.count(), 4); nth += 1) {
    await nodes.nth(nth).dispatchEvent('click');
    await page.waitForTimeout(20);
  }
}

function note(kind, where, what) {
  if (kind !== 'found') seen[kind] += 1;
  if (seen.found.length < 200) seen.found.push(`${kind}: ${where}: ${what}`);
}

function faults() {
  const found = [];
  const never = ['iframe', 'object', 'embed', 'base', 'applet', 'frame', 'foreignobject', 'animate', 'set', 'image', 'feimage', 'math'];
  const addresses = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background', 'srcset', 'to', 'values'];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName.toLowerCase();
    if (never.includes(name)) found.push(`<${name}>`);
    // Our static pages have one in their head, which the look at what was sent knows by its hash.
    if (name === 'style' && element.parentElement !== document.head) found.push('<style>');
    if (name === 'script' && !(element.nonce || element.getAttribute('nonce')) && element.type !== 'application/ld+json') found.push('a script without a nonce');
    if (name === 'meta' && element.httpEquiv) found.push(`http-equiv ${element.httpEquiv}`);
    for (const { name: attribute, value } of element.attributes) {
      if (/^on|^srcdoc$/i.test(attribute)) found.push(`${attribute} of <${name}>`);
      const read = value.replace(/[\0-\x20]/g, '').toLowerCase();
      if (addresses.includes(attribute.toLowerCase()) && /^(javascript|vbscript|data:(?!image\/png))/.test(read)) found.push(`${attribute}=${value} of <${name}>`);
    }
  }
  return found;
}
