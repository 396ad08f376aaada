// The provider's people: inviting many, what cannot be used, roles, and who may not do what.
import { INES, JONAS, OMAR, confirmByWords, invite, newcomer, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("twenty addresses in any spelling, with the bad and the repeated ones named", async ({ page, server }) => {
  await signIn(page, INES);
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog");
  const [first, second] = [newcomer(), newcomer()];
  await sheet.getByLabel("E-mail addresses").fill(`"First, Person" <${first.email}>; ${second.email}\n${second.email}, not-an-address`);
  await sheet.getByRole("button", { name: /^Invite/ }).click();
  await expect(sheet.getByText("not-an-address", { exact: false }).last()).toBeVisible();
  await sheet.getByRole("button", { name: "Remove what cannot be used" }).click();
  await sheet.getByRole("button", { name: "Invite 2 people" }).click();
  await expect(sheet).toBeHidden();
  for (const person of [first, second]) {
    expect((await server.mail(person.email)).links[0]).toContain("accept-provider");
    await expect(page.getByRole("row", { name: new RegExp(person.email) })).toBeVisible();
  }
});

test("roles change, and the last admin stays", async ({ page }) => {
  await signIn(page, INES);
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Actions for Mia Larsson" }).click();
  await page.getByRole("menuitem", { name: "Change role…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Provider admin/ }).check();
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByRole("row", { name: /Mia Larsson/ }).getByText("Provider admin")).toBeVisible();
  await page.getByRole("button", { name: "Actions for Ines Duarte" }).click();
  await expect(page.getByRole("menuitem", { name: /Remove/ })).toBeDisabled();
});

test("different words are never confirmed", async ({ page }) => {
  await signIn(page, INES);
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Confirm Jonas Weber", exact: true }).click();
  const dialog = page.getByRole("dialog");
  for (const field of await dialog.getByRole("textbox").all()) await field.fill("abacus");
  await expect(dialog.getByRole("button", { name: "Confirm Jonas Weber" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Words differ" }).click();
  await expect(page.getByText("Do not confirm Jonas Weber")).toBeVisible();
  await dialog.getByRole("button", { name: "Leave unconfirmed" }).click();
  const results = page.getByRole("dialog", { name: "Confirmations" });
  await expect(results.getByText("The words differ: not confirmed")).toBeVisible();
  // It stays to be read: a lock takes the page, not the report.
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, INES);
  await expect(results.getByText("The words differ: not confirmed")).toBeVisible();
  await results.getByRole("button", { name: "Close" }).last().click();
  await expect(results).toBeHidden();
});

test("an answer that comes when the portal is locked is found after unlocking", async ({ page, server }) => {
  await signIn(page, INES);
  await page.getByRole("link", { name: "People" }).click();
  await server.fault({ method: "POST", path: "/api/providers/*/users/confirm", delayMs: 3000, times: 1 });
  await confirmByWords(page, JONAS, []);
  await expect.poll(async () => (await server.faults())[0].matched).toBe(1);
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, INES);
  await expect(page.getByText("Jonas Weber confirmed")).toBeVisible();
  await expect(page.getByRole("row", { name: /Jonas Weber/ }).getByText("Confirmed")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("whoever was invited meanwhile is told apart; a person leads to what they did", async ({ page, another, server }) => {
  const [first, second] = [newcomer(), newcomer()];
  await signIn(page, INES);
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("E-mail addresses").fill(`${first.email}, ${second.email}`);
  const admin = await another();
  await signIn(admin, OMAR);
  await invite(admin, server, first.email);
  await sheet.getByRole("button", { name: /^Invite/ }).click();
  await expect(page.getByText("1 person invited")).toBeVisible();
  await expect(page.getByText(`No e-mail went out this time to ${first.email}`, { exact: false })).toBeVisible();
  expect(await server.mailsTo(first.email)).toHaveLength(1);
  await page.getByRole("button", { name: "Actions for Omar Haddad" }).click();
  await page.getByRole("menuitem", { name: "Event log" }).click();
  await expect(page).toHaveURL(/\/events\?who=/);
  const rows = page.getByRole("table", { name: "Events", exact: true }).getByRole("row");
  await expect(rows.nth(1)).toContainText("Omar Haddad");
  await expect(page.getByRole("table", { name: "Events", exact: true })).not.toContainText("Ines Duarte");
});
