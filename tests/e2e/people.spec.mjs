// The provider's people: inviting many, what cannot be used, roles, and who may not do what.
import { INES, newcomer, signIn } from "./support/people.mjs";
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
});
