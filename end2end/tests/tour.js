// A walk past every kind of page there is, each in the state people meet it in. Whoever walks along looks at `page`
// as it stands, then asks for the next stop.
import net from 'node:net';

import { aProduct, signsIn, signsUp } from './shop.js';

/** The parts of the walk by name; each is an async generator of `{ name, page }`. */
export const tours = { shopping, buying, people, mistakes };

const kinds = { workflow: 'kind=n8n-workflow&price=one-time', agent: 'kind=ai-agent&price=one-time', asset: 'kind=automation-asset' };

/** What everybody may look at. */
async function* shopping(page) {
  const product = {};
  for (const [kind, filter] of Object.entries(kinds)) product[kind] = await aProduct(page, filter);
  product.free = await aProduct(page, 'kind=n8n-workflow&price=free');
  product.subscription = await aProduct(page, 'price=subscription');
  const vendor = `/vendors/${product.workflow.split('/')[2]}`;

  yield* visits(page, {
    home: '/', products: '/products', 'products-filtered': '/products?kind=n8n-workflow&price=one-time&sort=new',
    'products-page-2': '/products?page=2', 'products-beyond': '/products?page=99', 'products-not-understood': '/products?kind=nonsense',
    categories: '/categories', category: '/categories/sales', vendor,
    search: '/search?q=invoice', 'search-nothing': '/search?q=qqqqzzzz', 'search-all': '/search', 'cart-empty': '/cart',
    'workflow-tool': '/tools/workflow', about: '/about', license: '/legal/license', terms: '/legal/terms', privacy: '/legal/privacy', refunds: '/legal/refunds',
    'sign-in': '/account/sign-in', 'sign-up': '/account/sign-up', 'privacy-erase': '/privacy/erase', 'privacy-erase-ended': '/privacy/erase/confirm?token=made-up', styleguide: '/styleguide', dev: '/dev', 'dev-clock': '/dev/clock',
  });
  for (const [kind, path] of Object.entries(product)) yield* visits(page, { [`product-${kind}`]: path });
  const desk = '/products/quiet-queue/support-triage-desk/changes';
  yield* visits(page, {
    changes: `${desk}/1.3.0`, 'changes-node': `${desk}/1.3.0#new-node-38`, 'changes-first': `${desk}/1.0.0`,
    'changes-none': '/products/telak-engineering/dead-letter-retry/changes/1.1.0',
  });
  await page.goto(product.workflow);
  await page.locator('#embed details').evaluate((details) => (details.open = true));
  yield { name: 'product-embed', page };
  const frame = (await page.locator('#embed .code-block code').first().textContent()).match(/\/embed\/[\w-]+/)[0];
  yield* visits(page, { 'embed-frame': frame, 'embed-unknown': '/embed/made-up' });

  await page.goto('/products?price=free');
  await opens(page, '.facets');
  yield { name: 'products-filters-open', page };
  await opens(page, '.menu');
  yield { name: 'menu-guest', page };

  await page.goto(product.workflow);
  await page.locator('.graph-viewer[data-live="true"]').waitFor();
  await page.locator('.wf-viewport [data-node]').nth(2).locator('rect, circle, path').first().click();
  await page.locator('.graph-viewer__panel').waitFor();
  yield { name: 'product-node', page };
}

/** From a full cart to the library, with everything that can come between. */
async function* buying(page) {
  await page.goto('/account/sign-up');
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('E-mail address').fill('customer@example');
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await sends(page, 'sign-up');
  yield { name: 'sign-up-refused', page };
  await page.getByLabel('E-mail address').fill('customer@example.com');
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await sends(page, 'sign-up');
  yield { name: 'sign-up-code', page };
  await page.getByLabel('Code').fill('000000');
  await sends(page, 'sign-up-code');
  yield { name: 'sign-up-code-refused', page };
  await page.goto('/account/sign-in');
  await page.getByLabel('E-mail address').fill('nobody@example.com');
  await page.locator('input[name="password"]').fill('not the password');
  await sends(page, 'sign-in');
  yield { name: 'sign-in-refused', page };

  for (const filter of [kinds.workflow, 'price=subscription', 'kind=ai-agent&price=free']) {
    await page.goto(await aProduct(page, filter));
    await sends(page, 'add-to-cart');
  }
  yield { name: 'cart', page };
  await follows(page, 'Check out');
  yield { name: 'sign-in-to-pay', page };
  await follows(page, 'Create an account');
  await signsUp(page);
  yield { name: 'checkout', page };
  yield* visits(page, { 'library-empty': '/library', 'orders-empty': '/orders', 'account-new': '/account' });

  await page.goto('/checkout');
  await page.locator('form[action="/api/place-order"]').evaluate((form) => (form.noValidate = true));
  await sends(page, 'place-order');
  yield { name: 'checkout-refused', page };
  await places(page);
  yield { name: 'bank', page };
  const bank = page.url();
  await decides(page, 'challenge');
  yield { name: 'bank-3d-secure', page };
  await decides(page, 'fail-challenge');
  yield { name: 'order-not-confirmed', page };
  await sends(page, 'retry-payment');
  await decides(page, 'decline');
  yield { name: 'order-declined', page };
  await sends(page, 'retry-payment');
  await decides(page, 'abandon');
  yield { name: 'order-waiting', page };
  await sends(page, 'retry-payment');
  await decides(page, 'pay');
  await page.getByText('Paid and complete').waitFor();
  yield { name: 'order-paid', page };
  yield* visits(page, { 'bank-done': bank, 'checkout-empty': '/checkout', orders: '/orders', library: '/library' });
  await sends(page, 'reveal-license');
  yield { name: 'library-key', page };

  await page.goto(await aProduct(page, 'kind=n8n-workflow&price=free'));
  await sends(page, 'add-to-cart');
  await page.goto('/checkout');
  yield { name: 'checkout-free', page };
  await places(page);
  await page.getByText('Paid and complete').waitFor();
  yield { name: 'order-free', page };

  yield* visits(page, { 'dev-mail': '/dev/mail' });
  await follows(page, 'Your order');
  yield { name: 'dev-mail-receipt', page };
  await page.goto('/library');
  await page.goto(await usedUp(page));
  yield { name: 'download-expired', page };
}

/** What the demo's people see when they are signed in. */
async function* people(page) {
  await signsIn(page, 'customer');
  yield* visits(page, {
    account: '/account', profile: '/account/profile', 'address-new': '/account/addresses/new', email: '/account/email', password: '/account/password', 'api-keys': '/account/api-keys', security: '/account/security', devices: '/account/devices', confirm: '/account/confirm', 'sign-in-methods': '/account/sign-in-methods', 'library-demo': '/library', 'orders-demo': '/orders', 'vendor-forbidden': '/vendor',
  });
  yield* closing(page);
  yield* visits(page, { preferences: '/account/preferences', data: '/account/data', 'terms-agreed': '/account/terms' });
  yield* aCopy(page);
  await page.goto('/account/profile');
  await opens(page, '.side-nav__fold');
  yield { name: 'account-pages', page };
  await page.goto('/account');
  await opens(page, '.menu');
  yield { name: 'menu-customer', page };
  await page.context().clearCookies();
  await signsIn(page, 'vendor');
  yield* visits(page, { 'vendor-desk': '/vendor', 'vendor-team': '/vendor/team', 'account-vendor': '/account', 'preferences-vendor': '/account/preferences' });
  await page.context().clearCookies();
  await signsIn(page, 'admin');
  yield* visits(page, { 'close-hindered': '/account/close' });
  yield* visits(page, { admin: '/admin', 'admin-people': '/admin/people', 'admin-people-nobody': '/admin/people?q=nobody', 'admin-retention': '/admin/retention', 'admin-roles': '/admin/roles', audit: '/admin/audit', 'audit-nothing': '/admin/audit?object=nothing&since=yesterday' });
  yield* inTheirPlace(page);
  yield* secondFactor(page);
}

/** Helping a customer from their place: in, around, and out again. */
async function* inTheirPlace(page) {
  await page.goto('/admin/people?q=customer%40example.com');
  await presses(page, page.locator('main tbody a'));
  yield { name: 'admin-person', page };
  await page.locator('form[action="/api/begin-impersonation"]').evaluate((form) => (form.noValidate = true));
  await sends(page, 'begin-impersonation');
  yield { name: 'admin-person-refused', page };
  await page.getByLabel('What for').fill('They cannot find their order.');
  await sends(page, 'begin-impersonation');
  yield { name: 'place', page };
  yield* visits(page, { 'place-home': '/', 'place-library': '/library', 'place-closed': '/account/api-keys' });
  await presses(page, page.locator('.place-banner button'));
  yield { name: 'place-left', page };
}

/** Going, with the banner on every page, and staying after all. */
async function* closing(page) {
  await page.goto('/account/close');
  yield { name: 'close', page };
  await sends(page, 'close-account');
  yield { name: 'close-asked', page };
  yield* visits(page, { 'close-account': '/account', 'close-library': '/library', 'close-keep-ended': '/account/close/keep?token=made-up' });
  await sends(page, 'keep-account');
  yield { name: 'close-kept', page };
}

/** Of all of one's data, once it is made; a second walk finds the first one's. */
async function* aCopy(page) {
  await page.goto('/account/data');
  if (await page.locator('form[action="/api/ask-data-export"]').count()) await sends(page, 'ask-data-export');
  while (!(await page.locator('main a[href^="/account/data/"]').count())) await page.goto('/account/data');
  yield { name: 'data-ready', page };
}

/** Setting up an app as far as its code, which a walk cannot know. */
async function* secondFactor(page) {
  await page.goto('/account/security');
  await sends(page, 'start-authenticator');
  yield { name: 'authenticator', page };
  await page.locator('input[name="code"]').fill('000000');
  await sends(page, 'confirm-authenticator');
  yield { name: 'authenticator-refused', page };
}

/** What one reads when something is wrong. */
async function* mistakes(page, { database } = {}) {
  yield* visits(page, { 'error-404': '/nothing-here', 'error-404-address': '/api/nothing' });
  const shop = new URL(page.url()).origin;
  await posts(page, '/products', {});
  yield { name: 'error-405', page };
  await posts(page, '/api/add-to-cart', { product: 'no id' });
  yield { name: 'error-400', page };
  await posts(page, '/api/sign-in', { email: 'x'.repeat(600_000) });
  yield { name: 'error-413', page };
  await page.goto(`data:text/html,<form method="post" action="${shop}/api/sign-out"><button>Send</button></form>`);
  await presses(page, page.locator('button'));
  yield { name: 'error-403-cross-site', page };
  const crowd = await fills(shop);
  await page.goto('/');
  crowd.forEach((visitor) => visitor.destroy());
  yield { name: 'error-503', page };
  if (database) {
    await database('alter table category rename to gone');
    try {
      await page.goto('/categories');
    } finally {
      await database('alter table gone rename to category');
    }
    yield { name: 'error-500', page };
  }
}

async function* visits(page, stops) {
  for (const [name, path] of Object.entries(stops)) {
    await page.goto(path);
    yield { name, page };
  }
}

/** Opens a `details`, which a wide window shows in another way. */
const opens = (page, details) => page.locator(details).first().evaluate((element) => (element.open = true));

/** Presses a button or a link and waits for the page it leads to. */
async function presses(page, control) {
  const arrived = page.waitForNavigation();
  await control.first().click();
  await arrived;
}

const sends = (page, act) => presses(page, page.locator(`main form[action="/api/${act}"] button:visible`));
const decides = (page, choice) => presses(page, page.locator(`button[name="decision"][value="${choice}"]`));
const follows = (page, name) => presses(page, page.getByRole('link', { name }));

async function places(page) {
  await page.locator('input[name="terms"]').check();
  await sends(page, 'place-order');
}

/** A link to a file that was followed as often as it may be. */
async function usedUp(page) {
  const fields = await page.locator('form[action="/api/start-download"]').first().locator('input')
    .evaluateAll((inputs) => inputs.map(({ name, value }) => [name, value]));
  const answer = await page.request.post('/api/start-download', {
    form: Object.fromEntries(fields), maxRedirects: 0, headers: { origin: new URL(page.url()).origin },
  });
  const { location } = answer.headers();
  for (let use = 0; use < 5; use += 1) await page.request.get(location);
  return location;
}

/** Posts a form that none of our pages has. */
async function posts(page, action, fields) {
  await page.goto('/about');
  const answered = page.waitForNavigation();
  await page.evaluate(({ action, fields }) => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action });
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(document.createElement('textarea'), { name, value }));
    document.body.append(form);
    form.submit();
  }, { action, fields });
  await answered;
}

/** Takes every place there is for pages, with forms that never end, until their connections are closed. */
async function fills(shop) {
  const { hostname, port, origin } = new URL(shop);
  const head = `POST /api/sign-in HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\n`;
  const visitors = Array.from({ length: 160 }, () => net.connect(Number(port), hostname));
  await Promise.all(visitors.map((visitor) => new Promise((resolve, reject) => {
    visitor.on('error', reject);
    visitor.write(head, resolve);
  })));
  await new Promise((resolve) => setTimeout(resolve, 600));
  return visitors;
}
