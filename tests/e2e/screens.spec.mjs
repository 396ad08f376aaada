// Every screen of the route table: axe in both themes, 360 pixels, title, one heading, no error in the console.
// Runs on the release build, so it also shows that the split console loads page by page under the production policy.
import { expectAccessible } from "./support/axe.mjs";
import { INES, signIn, typeSignIn } from "./support/people.mjs";
import { ROUTES } from "./support/routes.mjs";
import { expect, test } from "./support/test.mjs";

/** Settled: nothing is busy, no skeleton is left. */
async function settled(page) {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/Provider Portal$/);
}

for (const { name, path } of ROUTES.filter((route) => route.area === "public" && !["Start", "Lock"].includes(route.name))) {
  test(`${name} is accessible`, async ({ page }) => {
    await page.goto(path);
    await settled(page);
    await expectAccessible(page);
  });
}

test("the lock screen is accessible", async ({ page }) => {
  await signIn(page, INES);
  await page.reload();
  await expect(page.getByRole("button", { name: "Unlock" })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
});

test("every console screen is accessible", async ({ page }) => {
  test.setTimeout(600_000);
  await signIn(page, INES);
  const [, provider] = /providers\/([0-9a-f-]+)/.exec(page.url());
  const first = page.getByRole("link", { name: /Birchwood Dental Care/ });
  const client = /clients\/([0-9a-f-]+)/.exec(await first.getAttribute("href"))[1];
  for (const { path } of ROUTES.filter((route) => route.area === "console")) {
    const address = path.replace(":provider", provider).replace(":client", client);
    // Within the running program: a new document would lock.
    await page.evaluate((to) => { history.pushState(null, "", to); dispatchEvent(new PopStateEvent("popstate")); }, address);
    await settled(page);
    await expectAccessible(page);
  }
});

test("dialogs of the clients list are accessible", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, INES);
  for (const item of ["Change seats…", "Rename…", /Unlink client/]) {
    await page.getByRole("button", { name: "Actions for Birchwood Dental Care" }).click();
    await page.getByRole("menuitem", { name: item }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

test("sign-in works with the keyboard alone", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").focus();
  await page.keyboard.type(INES.email);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Master password", { exact: true })).toBeFocused();
  await page.keyboard.type(INES.passphrase);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: /Clients/ })).toBeVisible();
});

test("a signed-out visitor of a console screen signs in first", async ({ page }) => {
  await page.goto("/providers");
  await typeSignIn(page, INES);
  await expect(page).toHaveURL(/\/providers/);
});
