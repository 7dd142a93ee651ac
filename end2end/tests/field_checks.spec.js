// With scripts, a field says what to change while somebody types; the form need not be sent for that.
import { expect, test } from './shop.js';

test('a field says what to change while one types, and takes it back', async ({ page }) => {
  await page.goto('/account/sign-up');
  const email = page.getByLabel('E-mail address');
  await email.pressSequentially('ada@');
  const wrong = page.getByText('Enter an e-mail address, as in name@example.com.');
  await expect(wrong).toBeVisible();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toHaveAttribute('aria-describedby', 'field-email-error field-email-hint');
  await email.pressSequentially('example.com');
  await expect(wrong).toHaveCount(0);
  await expect(email).not.toHaveAttribute('aria-invalid', 'true');

  const password = page.locator('input[name="password"]');
  await password.fill('ten chars!');
  await password.blur();
  await expect(page.getByText('Use at least 15 characters. 5 more to go.')).toBeVisible();
});

test('a form that cannot be sent leads to its first field that is wrong', async ({ page }) => {
  await page.goto('/account/sign-up');
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await page.locator('form[action="/api/sign-up"] button').click();
  await expect(page.getByText('Fill in “Name”.')).toBeVisible();
  await expect(page.getByText('Fill in “E-mail address”.')).toBeVisible();
  await expect(page.getByLabel('Name')).toBeFocused();
  await expect(page).toHaveURL(/\/account\/sign-up$/);
});

test('what the server refused is taken back once it is typed anew', async ({ page }) => {
  await page.goto('/account/sign-up');
  await page.getByLabel('Name').fill('Ada Lovelace');
  const email = page.getByLabel('E-mail address');
  await email.fill('ada@lovelace');
  await page.locator('input[name="password"]').fill('a perfectly fine password');
  await page.locator('form[action="/api/sign-up"] button').click();
  await expect(page.getByRole('alert')).toContainText('There is a problem');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await email.fill('ada@lovelace.example');
  await expect(email).not.toHaveAttribute('aria-invalid', 'true');
});
