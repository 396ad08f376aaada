// Locking, unlocking, signing out: in one tab and in two.
import { expectAccessible } from "./support/axe.mjs";
import { MIA, STRONG, TOM, expectClients, signIn, typeSignIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("a refresh locks, the password opens the same page again", async ({ page }) => {
  await signIn(page, TOM);
  await page.getByRole("searchbox").fill("alpen");
  await expect(page).toHaveURL(/q=alpen/);
  await page.reload();
  await expect(page.getByRole("button", { name: "Unlock" })).toBeVisible();
  await unlock(page, { passphrase: "not the password" });
  await expect(page.getByRole("alert").or(page.getByText(/not right|wrong/i)).first()).toBeVisible();
  await unlock(page, TOM);
  await expectClients(page);
  await expect(page).toHaveURL(/q=alpen/);
  await expect(page.getByRole("row", { name: /Alpenblick/ })).toBeVisible();
});

test("nothing secret is kept in the browser", async ({ page }) => {
  await signIn(page, TOM);
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookie: document.cookie,
  }));
  expect(kept.databases + kept.caches).toBe(0);
  expect(kept.cookie).toBe("");
  const text = JSON.stringify(kept);
  expect(text).not.toContain(TOM.passphrase);
  expect(text, "encrypted keys are not kept either").not.toMatch(/"[24]\.[A-Za-z0-9+/]{20}/);
});

test("signing out in one tab signs out the other one", async ({ page, context }) => {
  await signIn(page, MIA);
  const second = await context.newPage();
  await signIn(second, MIA);
  await page.getByRole("button", { name: /Account|Mia Larsson/ }).first().click();
  await page.getByRole("menuitem", { name: /Sign out/ }).click();
  const confirm = page.getByRole("dialog").getByRole("button", { name: /Sign out/ });
  if (await confirm.isVisible()) await confirm.click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(second.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("the page one came for opens after sign-in", async ({ page }) => {
  await page.goto("/account");
  await typeSignIn(page, TOM);
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue(TOM.email);
});

test("wrong password and unknown address are not told apart", async ({ page }) => {
  await page.goto("/sign-in");
  await typeSignIn(page, TOM, { passphrase: "wrong-wrong-wrong" });
  await expect(page.getByText("Address or password not right")).toBeVisible();
  await page.getByLabel("Master password", { exact: true }).fill(TOM.passphrase);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expectClients(page);
});

test("a changed password ends the session of the other tab as well", async ({ page, context }) => {
  await signIn(page, TOM);
  const second = await context.newPage();
  await signIn(second, TOM);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: /account/i }).first().click();
  await page.getByRole("button", { name: "Change the master password" }).click();
  await page.getByLabel("Current master password", { exact: true }).fill(TOM.passphrase);
  await page.getByLabel(/^New master password/).fill(STRONG);
  await page.getByLabel("Repeat it").fill(STRONG);
  await page.getByRole("button", { name: /^Change/ }).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect(second.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await typeSignIn(second, TOM);
  await expect(second.getByText("Address or password not right")).toBeVisible();
  await second.getByLabel("Master password", { exact: true }).fill(STRONG);
  await second.getByRole("button", { name: "Sign in", exact: true }).click();
  await expectClients(second);
});

test("what keeps a stored session from being read is told, and tried again", async ({ page, server }) => {
  await signIn(page, TOM);
  const title = page.getByRole("heading", { name: "Your session could not be read" });
  const again = page.getByRole("button", { name: "Try again" });
  const path = "/api/accounts/profile";
  await server.fault({ path, status: 403, body: { message: "Not from this network." } });
  await page.reload();
  await expect(title).toBeVisible();
  await expect(page.getByText("The server does not let this account in")).toBeVisible();
  await expectAccessible(page);
  await server.healthy();
  await server.fault({ path, status: 500, body: { message: "The database is asleep." } });
  await again.click();
  await expect(page.getByText("The database is asleep.")).toBeVisible();
  await server.healthy();
  await again.click();
  await unlock(page, TOM);
  await expectClients(page);
});
