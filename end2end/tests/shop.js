// What the tests have in common: finding things to buy, and buying them as a person would.
import { expect, test as base } from '@playwright/test';

/** A page that fails its test when the browser reports an error. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const errors = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    await use(page);
    expect(errors, 'errors on the console').toEqual([]);
  },
});

export { expect };

/** The address of the first product in the listing under this filter. */
export async function aProduct(page, filter) {
  await page.goto(`/products?${filter}`);
  const links = await page.locator('main a[href^="/products/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  return links.find((href) => href.split('/').length === 4);
}

let people = 0;

/** Opens an account of somebody new, on the page with its form. */
export async function signsUp(page) {
  await page.getByLabel('Name').fill('Ada Lovelace');
  const email = `ada${Date.now()}.${(people += 1)}@example.com`;
  await page.getByLabel('E-mail address').fill(email);
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await page.locator('form[action="/api/sign-up"] button').click();
  await typesCode(page, email);
}

/** Types the code that was mailed to this address, and so opens its account. */
export async function typesCode(page, email) {
  await expect(page).toHaveURL(/\/account\/sign-up\/code/);
  await page.getByLabel('Code').fill(await codeMailedTo(page, email));
  await page.locator('form[action="/api/sign-up-code"] button').click();
  await expect(page).not.toHaveURL(/sign-up/);
}

/** The newest code for an account among the mails of the shop, which development shows. */
async function codeMailedTo(page, email) {
  let code;
  await expect(async () => {
    const list = await (await page.request.get('/dev/mail')).text();
    const row = list.split('<tr>').find((row) => row.includes(email));
    const mail = await (await page.request.get(row.match(/href="([^"]+)"/)[1])).text();
    code = mail.match(/\b(\d{3}) (\d{3})\b/).slice(1).join('');
  }).toPass({ timeout: 10_000 });
  return code;
}

/** Buys one product from its page on, opening an account on the way, and ends in the library. */
export async function buys(page, product) {
  await page.goto(product);
  await page.locator('form[action="/api/add-to-cart"] button').first().click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('link', { name: 'Create an account' }).click();
  await signsUp(page);
  await expect(page).toHaveURL(/\/checkout$/);
  await page.locator('input[name="terms"]').check();
  await page.locator('form[action="/api/place-order"] button').click();
  await expect(page).toHaveURL(/\/sandbox-bank\//);
  await page.locator('form[action="/api/sandbox-decide"] button[value="pay"]').click();
  await expect(page).toHaveURL(/\/orders\/AM-/);
  await expect(page.locator('main')).toContainText('Paid');
  await expect(async () => {
    await page.goto('/library');
    await expect(page.locator('form[action="/api/start-download"]').first()).toBeVisible({ timeout: 500 });
  }).toPass();
}

const passwords = {
  customer: 'quiet-harbor-morning',
  vendor: 'copper-lantern-bridge',
  admin: 'granite-willow-window',
};

export async function signsIn(page, role) {
  await page.goto('/account/sign-in');
  await page.getByLabel('E-mail address').fill(`${role}@example.com`);
  await page.locator('input[name="password"]').fill(passwords[role]);
  await page.locator('main form[action="/api/sign-in"] button').last().click();
  await expect(page).not.toHaveURL(/sign-in/);
}
