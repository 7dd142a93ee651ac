// Passkeys need a browser: here Chromium's own virtual authenticator, which keeps keys and has seen its owner.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test, typesCode } from './shop.js';

// They belong to a name, so this shop has one. The others are known by their address.
const port = Number(process.env.PORT ?? 4390) + 1;
const url = `http://localhost:${port}`;
let shop;

test.use({ baseURL: url });

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const env = { ...process.env, LISTEN: `127.0.0.1:${port}`, SHOP_URL: url, SHOP_DATA: 'target/end2end-named-data' };
  shop = spawn('./serve.sh', { env, stdio: 'ignore' });
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => ({ ok: false }));
    if (ready.ok) return;
    expect(shop.exitCode, 'the shop has started').toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});

test.afterAll(async () => {
  const ended = once(shop, 'exit');
  shop.kill('SIGTERM');
  await ended;
});

async function aDevice(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return { sees: (isUserVerified) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }) };
}

async function sends(page, act) {
  const arrived = page.waitForNavigation();
  await page.locator(`main form[action="/api/${act}"] button:visible`).first().click();
  await arrived;
}

async function signsUp(page, name) {
  await page.goto('/account/sign-up');
  await page.getByLabel('Name').fill(name);
  const email = `${name.toLowerCase()}@example.com`;
  await page.getByLabel('E-mail address').fill(email);
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await sends(page, 'sign-up');
  await typesCode(page, email);
}

async function addsPasskey(page) {
  await page.goto('/account/security');
  await sends(page, 'start-passkey');
  await page.getByLabel('Name').fill('My laptop');
  await sends(page, 'add-passkey');
}

async function signsOut(page) {
  await page.goto('/account');
  await sends(page, 'sign-out');
}

test('a passkey signs in alone, beside a password, and confirms who one is', async ({ page }) => {
  const device = await aDevice(page);
  await signsUp(page, 'Paula');
  await addsPasskey(page);
  await expect(page.locator('.recovery-codes code')).toHaveCount(10);
  await page.goto('/account/security');
  await expect(page.locator('main')).toContainText('My laptop');

  await signsOut(page);
  await page.goto('/account/sign-in?next=/library');
  await sends(page, 'start-passkey-sign-in');
  await sends(page, 'passkey-sign-in');
  expect(new URL(page.url()).pathname).toBe('/library');

  await signsOut(page);
  await page.goto('/account/sign-in');
  await page.getByLabel('E-mail address').fill('paula@example.com');
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await sends(page, 'sign-in');
  expect(new URL(page.url()).pathname).toBe('/account/sign-in/code');
  await sends(page, 'start-passkey-sign-in');
  await sends(page, 'passkey-sign-in');
  await page.goto('/account');
  expect(new URL(page.url()).pathname).toBe('/account');

  await page.goto('/account/confirm?next=/account/devices');
  await sends(page, 'start-passkey-confirm');
  await device.sees(false);
  await page.getByRole('button', { name: 'Use the passkey' }).click();
  await expect(page.locator('[data-passkey-trouble]')).toBeVisible();
  await device.sees(true);
  await sends(page, 'passkey-confirm');
  expect(new URL(page.url()).pathname).toBe('/account/devices');

  await page.goto('/account/security');
  await sends(page, 'remove-passkey');
  await expect(page.locator('main')).toContainText('The passkey is removed.');
});

test('an answer counts once, and only for whom it was asked', async ({ page, browser }) => {
  await aDevice(page);
  await signsUp(page, 'Petra');
  await addsPasskey(page);
  await signsOut(page);
  await page.goto('/account/sign-in');
  await sends(page, 'start-passkey-sign-in');
  const posted = page.waitForRequest((request) => request.url().endsWith('/api/passkey-sign-in'));
  await sends(page, 'passkey-sign-in');
  const answer = (await posted).postData();
  await page.goto('/account');
  expect(new URL(page.url()).pathname).toBe('/account');

  const thief = await (await browser.newContext()).newPage();
  await thief.goto('/account/sign-in');
  await sends(thief, 'start-passkey-sign-in');
  const again = await thief.request.post('/api/passkey-sign-in', {
    data: answer, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page.url()).origin, accept: 'text/html' },
  });
  expect(await again.text()).toContain('The passkey could not be used');
  await thief.goto('/account');
  expect(new URL(thief.url()).pathname).toBe('/account/sign-in');
});
