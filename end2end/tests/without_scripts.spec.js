// Everything works as plain HTML: forms, links and answers, with no script at all.
import { aProduct, expect, signsUp, test, typesCode } from './shop.js';

test.use({ javaScriptEnabled: false });

const main = (page) => page.locator('main');

test('a sign-up that is refused keeps what was typed, and says what to mend', async ({ page }) => {
  await page.goto('/account/sign-up');
  await page.getByLabel('Name').fill('Grace Hopper');
  await page.getByLabel('E-mail address').fill('grace@example');
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await page.locator('form[action="/api/sign-up"] button').click();
  await expect(page).toHaveURL(/\/account\/sign-up$/);
  await expect(page.getByRole('alert')).toContainText('There is a problem');
  await expect(page.getByLabel('Name')).toHaveValue('Grace Hopper');
  const email = page.getByLabel('E-mail address');
  await expect(email).toHaveValue('grace@example');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('input[name="password"]')).toHaveValue('');
  // The summary leads to the field.
  await page.getByRole('alert').getByRole('link').click();
  await expect(page).toHaveURL(/#field-email$/);
  const grace = `grace${process.pid}.${Date.now()}@example.com`;
  await email.fill(grace);
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await page.locator('form[action="/api/sign-up"] button').click();
  await typesCode(page, grace);
  await expect(main(page)).toContainText('Your account is open and you are signed in.');
});

test('what is put into the cart can be taken out again', async ({ page }) => {
  const products = [await aProduct(page, 'kind=n8n-workflow&price=one-time'), await aProduct(page, 'kind=ai-agent')];
  for (const product of products) {
    await page.goto(product);
    await page.locator('main form[action="/api/add-to-cart"] button').first().click();
    await expect(page).toHaveURL(/\/cart$/);
  }
  await expect(main(page).locator('.cart-line')).toHaveCount(2);
  await expect(page.getByRole('link', { name: 'Cart, 2 products' })).toBeVisible();
  const first = main(page).locator('.cart-line').first();
  const title = await first.locator('.cart-line__title').innerText();
  await first.getByRole('button', { name: `Remove ${title}` }).click();
  await expect(main(page)).toContainText('Removed from your cart.');
  await expect(main(page).locator('.cart-line')).toHaveCount(1);
  await expect(main(page).locator('.cart-line__title', { hasText: title })).toHaveCount(0);
  await page.locator('form[action="/api/remove-from-cart"] button').click();
  await expect(main(page)).toContainText('Your cart is empty');
});

const count = async (page) => Number(await page.locator('.listing__count strong').innerText());

test('filters narrow the list, and each can be taken off', async ({ page }) => {
  await page.goto('/products');
  const all = await count(page);
  const choice = page.locator('.facets__choice', { hasText: 'AI agent' });
  const promised = Number(await choice.locator('.facets__count').innerText());
  await choice.click();
  await expect(page).toHaveURL(/kind=ai-agent/);
  expect(await count(page)).toBe(promised);
  expect(promised).toBeLessThan(all);
  await page.locator('.facets__choice', { hasText: 'Free' }).click();
  await expect(page).toHaveURL(/price=free/);
  expect(await count(page)).toBeLessThan(promised);
  await page.getByLabel('Sort by').selectOption('price-high');
  await page.getByRole('button', { name: 'Sort' }).click();
  await expect(page).toHaveURL(/kind=ai-agent.*sort=price-high/);
  await page.getByRole('link', { name: 'Remove filter: Free' }).click();
  expect(await count(page)).toBe(promised);
  await page.getByRole('link', { name: 'Remove filter: AI agent' }).click();
  expect(await count(page)).toBe(all);
});

test('every product is on exactly one page of the list', async ({ page }) => {
  await page.goto('/products?sort=new');
  const all = await count(page);
  const seen = new Set();
  for (;;) {
    const cards = await page.locator('.product-card__link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    for (const card of cards) {
      expect(seen.has(card), `${card} is shown twice`).toBe(false);
      seen.add(card);
    }
    const next = page.getByRole('link', { name: 'Next page' });
    if ((await next.count()) === 0) break;
    await next.click();
  }
  expect(seen.size).toBe(all);
});

test('words that are searched for stay in the field and lead to products', async ({ page }) => {
  await page.goto('/');
  await page.locator('#search-hero').fill('invoice');
  await page.locator('#search-hero').press('Enter');
  await expect(page).toHaveURL(/\/search\?q=invoice$/);
  await expect(page.locator('#search-words')).toHaveValue('invoice');
  expect(await count(page)).toBeGreaterThan(0);
});

test('a declined card can be followed by another one', async ({ page }) => {
  await page.goto(await aProduct(page, 'kind=ai-agent&price=one-time'));
  await main(page).locator('form[action="/api/add-to-cart"] button').first().click();
  await page.goto('/account/sign-up?next=/checkout');
  await signsUp(page);
  await page.locator('input[name="terms"]').check();
  await main(page).locator('form[action="/api/place-order"] button').click();
  await page.locator('button[value="decline"]').click();
  await expect(main(page)).toContainText('The card was declined');
  await expect(main(page)).toContainText('Nothing was charged');
  await main(page).getByRole('button', { name: /^Pay \$/ }).click();
  await page.locator('button[value="challenge"]').click();
  await page.locator('button[value="pass-challenge"]').click();
  await expect(main(page)).toContainText('Paid');
  const steps = main(page).locator('.timeline__step', { has: page.locator('time') });
  // The page looks again by itself until the licenses are there.
  await expect(steps).toHaveText([/^Order placed/, /^Paid/, /^Licenses issued/]);
});
